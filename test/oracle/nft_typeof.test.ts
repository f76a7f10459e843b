import { expect, test } from 'vitest';
import { HANDLE } from '../../src/handle/handle.js';
import type { Namespace } from '../../src/index.js';
import { dump } from '../../src/nft/transaction/dump.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs, sinceLinux } from '../support/needs.js';
import { expectSameRulesets, runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

/** What stands behind `typeof`, and elements. */
const sets: readonly (readonly [selection: string, elements?: string])[] = [
  ['ip saddr', '192.0.2.1, 192.0.2.9'],
  ['ip6 daddr', '2001:db8::1'],
  ['ip version', '4'],
  ['ip dscp', 'cs1, af21'],
  ['ip length', '20, 40'],
  ['ip6 flowlabel', '1'],
  ['ether saddr', '02:00:00:00:00:01'],
  ['vlan id', '1, 4094'],
  ['vlan pcp', '3'],
  ['arp operation', 'request'],
  ['tcp dport', '22, 80'],
  ['tcp sequence', '1'],
  ['tcp flags', 'syn'],
  ['tcp doff', '5'],
  ['udp length', '8'],
  ['th dport', '53'],
  ['sctp vtag', '7'],
  ['dccp type', 'request'],
  ['icmp type', 'echo-request'],
  ['icmp id', '1'],
  ['icmpv6 code', '1'],
  ['igmp group', '1'],
  ['ah spi', '5'],
  ['esp sequence', '5'],
  ['comp cpi', '5'],
  ['@nh,96,32', '1, 2'],
  ['@th,32,8', '1'],
  ['@ll,0,48', '1'],
  ['meta mark', '1, 2'],
  ['iifname', '"eth0", "lo"'],
  ['meta l4proto', 'tcp, udp'],
  ['meta protocol', 'ip'],
  ['meta skuid', '0'],
  ['meta cpu', '1'],
  ['meta length', '100'],
  ['meta hour'],
  ['ct mark', '1'],
  ['ct state', 'established'],
  ['ct zone', '1, 2'],
  ['ct original ip saddr', '192.0.2.1'],
  ['ct direction', 'original'],
  ['rt classid'],
  ['rt ip nexthop', '192.0.2.1'],
  ['rt mtu', '1500'],
  ['socket mark', '1'],
  ['osf name', '"Linux"'],
  ['fib daddr type', 'local'],
  ['fib saddr . iif oif'],
  ['numgen inc mod 2', '0, 1'],
  ['numgen random mod 10 offset 5', '7'],
  ['symhash mod 2', '0, 1'],
  ['ipsec in reqid', '1'],
  ['ipsec out spnum 1 ip saddr', '192.0.2.1'],
  ['frag id', '1'],
  ['frag more-fragments', '1'],
  ['hbh nexthdr', 'tcp'],
  ['rt type', '2'],
  ['rt0 addr[1]', '2001:db8::1'],
  ['srh tag', '1'],
  ['mh type'],
  ['tcp option maxseg size', '1360'],
  ['tcp option sack left', '1'],
  ['tcp option timestamp tsval', '1'],
  ['ip option rr ptr', '4'],
  ['sctp chunk data stream', '1'],
  ['ip saddr . tcp dport', '192.0.2.1 . 22'],
  ['ip saddr . ip daddr . meta mark . iifname', '192.0.2.1 . 192.0.2.2 . 1 . "lo"'],
  ['udp length . @ih,32,32', '8 . 0x14'],
  ['ether saddr . vlan id', '02:00:00:00:00:01 . 5'],
  ['meta l4proto . th dport', 'tcp . 22'],
];

async function kept(ns: Namespace): Promise<(readonly [string, string])[]> {
  const { sets } = await ns[HANDLE].netfilter((socket) => dump(socket, ['set']));
  return sets.map(({ name, userdata = new Uint8Array() }) => [name, Buffer.from(userdata).toString('hex')]);
}

async function compare(table: string): Promise<void> {
  const [ours, theirs] = [await unnamed(), await unnamed()];
  runIn(theirs, ['nft', '-f', '-'], table);
  await ours.nft.run(table);
  await expectSameRulesets(ours, theirs);
  expect(await kept(ours)).toEqual(await kept(theirs));
}

test.each(sets)('typeof %s', async (selection, elements) => {
  const list = elements === undefined ? '' : `elements = { ${elements} };`;
  await compare(`table inet t { set s { typeof ${selection}; ${list} }; }`);
});

/** Maps, sets with flags, and what rules do with them; there is a chain `c`. */
const tables: readonly string[] = [
  'map m { typeof ip saddr : meta mark; elements = { 192.0.2.1 : 7 }; }; chain c { meta mark set ip saddr map @m; }',
  'map m { typeof ip saddr . meta mark : verdict; elements = { 192.0.2.1 . 1 : drop }; }; chain c { ip saddr . meta mark vmap @m; }',
  'map m { typeof numgen inc mod 2 : ip daddr; elements = { 0 : 192.0.2.1, 1 : 192.0.2.2 }; }',
  'map m { typeof numgen inc mod 2 : ip daddr . tcp dport; elements = { 0 : 192.0.2.1 . 80 }; }',
  'map m { typeof ip saddr : interval ip daddr; flags interval; elements = { 192.0.2.0/24 : 198.51.100.1-198.51.100.9 }; }',
  'map m { typeof osf name : ct mark; elements = { "Linux" : 1 }; }',
  'map m { type ipv4_addr : verdict; elements = { 192.0.2.1 : accept }; }',
  'map m { type ipv4_addr : counter; }',
  'set s { typeof ip saddr; flags interval; auto-merge; elements = { 192.0.2.0/24 }; comment "who"; }',
  'set s { typeof ip saddr . tcp dport; flags interval; elements = { 192.0.2.0/24 . 1-9 }; }',
  'set s { typeof meta mark; flags interval; elements = { 1-9 }; }',
  'set s { typeof vlan id; }; chain c { vlan id @s drop; }',
  'set s { typeof ip saddr; flags dynamic, timeout; timeout 1m; }; chain c { update @s { ip saddr counter }; }',
  'set s { typeof udp length . @ih,32,32; }; chain c { udp length . @ih,32,32 @s drop; }',
  'map m { typeof ip daddr : meta mark; flags dynamic; size 65535; }; chain c { update @m { ip saddr : 2 }; }',
  'chain c { tcp dport { 22, 23 } drop; @th,16,16 { 24, 25 } drop; meta mark { 1, 2 } drop; iifname { "a", "b*" } drop; }',
  'chain c { ip dscp { cs1, af21 } drop; meta mark & 0xff { 1, 2 } drop; ct state vmap { new : drop }; }',
  'chain c { tcp option maxseg size { 1, 2 } drop; frag id { 1, 2 } drop; fib saddr type { local, unicast } drop; }',
  'chain c { ip saddr . tcp dport { 192.0.2.1 . 22 } drop; }',
  'chain c { ip saddr . ip daddr { 192.0.2.0/24 . 192.0.2.1-192.0.2.9 } drop; }',
  'chain c { ip saddr . tcp dport vmap { 192.0.2.1 . 22 : drop }; tcp dport vmap { 22 : accept, 23 : drop }; }',
  'chain c { meta mark set ip saddr . iifname map { 192.0.2.1 . "lo" : 1 }; }',
];

test.for(tables)('%s', async (table, { skip }) => {
  if (table.includes('@ih')) sinceLinux('6.2', skip);
  await compare(`table inet t { ${table}; }`);
});
