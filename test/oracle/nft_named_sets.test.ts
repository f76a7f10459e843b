import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs, sinceLinux } from '../support/needs.js';
import { expectSameRulesets, runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

/** What stands in a table of the inet family, and commands that follow. */
const cases: readonly (readonly [table: string, ...commands: string[]])[] = [
  ['set s { type ipv4_addr; }', 'add element inet t s { 192.0.2.1, 192.0.2.9, 192.0.2.5 }'],
  [
    'set s { type ipv4_addr; elements = { 192.0.2.1, 192.0.2.2, 192.0.2.3 } }',
    'delete element inet t s { 192.0.2.2 }',
  ],
  ['set s { type ipv4_addr; elements = { 192.0.2.1 } }', 'flush set inet t s'],
  ['set s { type ipv4_addr; flags interval; elements = { 192.0.2.0/24, 198.51.100.1-198.51.100.9 } }'],
  ['set s { type ipv4_addr; flags interval; }', 'add element inet t s { 10.0.0.0/8, 255.255.255.0/24 }'],
  ['set s { type ipv4_addr; flags interval; auto-merge; elements = { 192.0.2.0-192.0.2.9, 192.0.2.10 } }'],
  ['set s { type ipv6_addr; elements = { 2001:db8::1, 2001:db8::2 } }'],
  ['set s { type inet_service; elements = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 } }'],
  ['set s { type ether_addr; elements = { 02:00:00:00:00:01, 02:00:00:00:00:02 } }'],
  ['set s { type ifname; elements = { "eth0", "lo" } }'],
  ['set s { type mark; elements = { 1, 2, 0x1000 } }'],
  ['set s { type icmp_type; elements = { echo-request, echo-reply } }'],
  ['set s { type ct_state; elements = { new, established, related } }', 'add rule inet t other ct state @s'],
  [
    'set s { type tcp_flag; elements = { syn, ack, fin, rst, psh, urg } }',
    'add rule inet t other tcp flags @s',
  ],
  ['set s { type pkt_type; elements = { host, broadcast, multicast } }', 'add rule inet t other pkttype @s'],
  ['set s { type uid; elements = { 0, 1, 2, 3, 4, 5, 6 } }'],
  ['set s { type ipv4_addr . inet_service; elements = { 192.0.2.1 . 80, 192.0.2.2 . 22 } }'],
  [
    'set s { type ipv4_addr . inet_service; flags interval; elements = { 192.0.2.0/24 . 80-90, 198.51.100.1 . 22 } }',
  ],
  ['set s { type ipv4_addr; size 100; policy memory; comment "who"; }'],
  ['set s { type ipv4_addr; flags timeout; timeout 1h; gc-interval 10s; }'],
  ['set s { type ipv4_addr; flags dynamic, timeout; size 65535; }'],
  ['set s { type ipv4_addr; elements = { 192.0.2.1 comment "first", 192.0.2.2 } }'],
  ['set s { type ipv4_addr; counter; elements = { 192.0.2.1 counter packets 3 bytes 5 } }'],
  [
    'set s { type ipv4_addr; counter; }',
    'add element inet t s { 192.0.2.1 counter packets 3 bytes 5, 192.0.2.2 }',
  ],
  ['set s { type ipv4_addr; limit rate 1/second counter; elements = { 192.0.2.1, 192.0.2.2 } }'],
  [
    'set s { type ipv4_addr; limit rate 1/second counter; }',
    'add element inet t s { 192.0.2.1 limit rate 2/second counter packets 1 bytes 2 comment "one" }',
  ],
  ['set s { type ipv4_addr; quota 100 mbytes; elements = { 192.0.2.1 } }'],
  [
    'set s { type ipv4_addr; flags dynamic, timeout; }',
    'add element inet t s { 192.0.2.1 counter comment "x" }',
  ],
  ['set s { type ipv4_addr; }', 'add rule inet t other update @s { ip saddr }'],
  ['set s { type ipv4_addr; size 100; }; chain c { add @s { ip saddr }; }'],
  [
    'map m { type ipv4_addr : mark; flags dynamic; }',
    'add rule inet t other update @m { ip saddr : meta mark }',
  ],
  [
    'map m { type ipv4_addr : ipv4_addr . inet_service; flags dynamic; }',
    'add rule inet t other add @m { ip saddr : ip daddr . tcp dport }',
  ],
  [
    'map m { type ipv4_addr . inet_service : ipv4_addr . inet_service; flags dynamic; size 9; }',
    'add rule inet t other add @m { ip saddr . th dport : 10.0.0.1 . 80 }',
  ],
  [
    'map m { type inet_service : ipv4_addr . mark; flags dynamic, timeout; }',
    'add rule inet t other update @m { tcp sport timeout 5s : ip daddr . meta mark }',
  ],
  ['set s { type ipv4_addr; timeout 1m; flags dynamic; }'],
  [
    'set s { type ipv4_addr; flags interval, timeout; timeout 1m; auto-merge; counter; gc-interval 5s; comment "all"; }',
  ],
  ['chain c { tcp dport 80 meter f size 1024 { ip saddr limit rate 10/second } drop; }'],
  ['chain c { meter f { ip saddr . tcp dport timeout 10s counter }; }'],
  ['chain c { meter f size 16 { ip saddr ct count over 20 } drop; }'],
  ['map m { type ipv4_addr : mark; elements = { 192.0.2.1 : 1, 192.0.2.2 : 2 } }'],
  ['map m { type inet_service : verdict; elements = { 22 : accept, 23 : drop, 24 : jump other } }'],
  ['map m { type ipv4_addr : ipv4_addr . inet_service; elements = { 192.0.2.1 : 198.51.100.1 . 80 } }'],
  ['map m { type ipv4_addr : verdict; flags interval; elements = { 192.0.2.0/24 : drop, * : accept } }'],
  ['set s { type ipv4_addr; }', 'add rule inet t other ip saddr @s drop'],
  ['map m { type inet_service : verdict; }', 'add rule inet t other tcp dport vmap @m'],
  ['map m { type inet_service : mark; }', 'add rule inet t other meta mark set tcp dport map @m'],
  [
    'set s { type ipv4_addr . inet_service; flags interval; }',
    'add rule inet t other ip saddr . tcp dport @s drop',
  ],
];

/** What older kernels lack. */
const SINCE: readonly (readonly [pattern: RegExp, version: string])[] = [
  [/limit rate [^}]* counter/, '5.12'],
  [/ \* : /, '5.13'],
];

test.for(cases)('%s %s', async ([table, ...commands], { skip }) => {
  for (const [pattern, version] of SINCE) if (pattern.test(table)) sinceLinux(version, skip);
  const [ours, theirs] = [await unnamed(), await unnamed()];
  const input = `table inet t { chain other { }; ${table}; }`;
  await ours.nft.run(input);
  runIn(theirs, ['nft', '-f', '-'], input);
  for (const command of commands.filter((each) => typeof each === 'string')) {
    await ours.nft.run(command);
    runIn(theirs, ['nft', command]);
  }
  await expectSameRulesets(ours, theirs);
});

test('sets and maps are listed by themselves and deleted', async () => {
  const ns = await unnamed();
  await ns.nft.run('table inet t { set s { type ipv4_addr; }; map m { type ipv4_addr : mark; }; }');
  for (const command of ['list set inet t s', 'list map inet t m', 'list sets', 'list maps']) {
    const [listing] = await ns.nft.run(command);
    expect(String(listing)).toBe(runIn(ns, ['nft', ...command.split(' ')]));
  }
  await ns.nft.run('delete set inet t s; delete map inet t m');
  expect(runIn(ns, ['nft', 'list', 'ruleset'])).toBe('table inet t {\n}\n');
});
