import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { expectSameRulesets, runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

/** The family of the table, what else stands in it, and a rule. */
const cases: readonly (readonly [family: string, map: string, rule: string])[] = [
  ['ip', '', 'dnat to ip saddr map { 192.0.2.1 : 198.51.100.1, 192.0.2.2 : 198.51.100.2 }'],
  ['ip', '', 'dnat ip to tcp dport map { 80 : 198.51.100.1 . 8080, 81 : 198.51.100.2 . 8081 }'],
  ['ip', '', 'dnat ip to ip saddr map { 192.0.2.1 : 198.51.100.0/24, 192.0.2.2 : 203.0.113.1-203.0.113.9 }'],
  ['ip', '', 'dnat ip prefix to ip daddr map { 192.0.2.0/24 : 198.51.100.0/24 }'],
  ['ip', '', 'dnat ip prefix to 198.51.100.0/24'],
  [
    'ip',
    '',
    'meta l4proto { tcp, udp } dnat ip to ip saddr . th dport map { 192.0.2.1 . 20 : 198.51.100.1 . 80 }',
  ],
  [
    'ip',
    '',
    'meta l4proto 17 dnat ip to ip saddr map { 192.0.2.4 : 198.51.100.0/24 . 8888-8999, 192.0.2.5 : 203.0.113.1 . 1-2 }',
  ],
  [
    'ip',
    'map m { type ipv4_addr : ipv4_addr; elements = { 192.0.2.1 : 198.51.100.1 }; }',
    'dnat to ip saddr map @m',
  ],
  [
    'ip',
    'map m { type ipv4_addr : interval ipv4_addr; flags interval; elements = { 192.0.2.0/24 : 198.51.100.2-198.51.100.9 }; }',
    'dnat ip to ip saddr map @m',
  ],
  [
    'ip',
    'map m { type ipv4_addr : ipv4_addr . inet_service; elements = { 192.0.2.1 : 198.51.100.1 . 80 }; }',
    'meta l4proto tcp dnat ip to ip saddr map @m',
  ],
  [
    'ip',
    'map m { type ipv4_addr : ipv4_addr . inet_service; elements = { 192.0.2.1 : 198.51.100.1 . 80 }; }',
    'meta l4proto tcp dnat ip addr . port to ip saddr map @m',
  ],
  [
    'ip',
    'map m { type ipv4_addr . inet_service : interval ipv4_addr . inet_service; flags interval; elements = { 192.0.2.1 . 1-9 : 198.51.100.0/24 . 80-90 }; }',
    'dnat ip to ip saddr . tcp dport map @m',
  ],
  ['ip6', '', 'dnat ip6 prefix to ip6 daddr map { 2001:db8:1::/64 : 2001:db8:2::/64 }'],
  ['inet', '', 'dnat ip to ip saddr map { 192.0.2.1 : 198.51.100.1 }'],
  ['inet', '', 'dnat ip6 to tcp dport map { 80 : 2001:db8::1 . 8080 }'],
  ['inet', '', 'tcp dport 80 redirect to :tcp dport map { 80 : 8080 }'],
];

test.each(cases)('%s %s %s', async (family, map, rule) => {
  const [ours, theirs] = [await unnamed(), await unnamed()];
  const input = `table ${family} t { ${map}; chain c { type nat hook prerouting priority 0; ${rule}; }; }`;
  await ours.nft.run(input);
  runIn(theirs, ['nft', '-f', '-'], input);
  const text = await expectSameRulesets(ours, theirs);
  const again = await unnamed();
  await again.nft.run(text);
  expect(runIn(again, ['nft', 'list', 'ruleset'])).toBe(text);
});

/** nft 1.0.6 understands these in a listing, but the kernel refuses what it sends for them. */
const beyond: typeof cases = [
  [
    'ip',
    '',
    'meta l4proto 17 dnat ip to ip saddr map { 192.0.2.4 : 198.51.100.0/24 . 8888-8999, 192.0.2.5 : 203.0.113.1 . 1 }',
  ],
  [
    'ip6',
    'map m { type ipv6_addr : interval ipv6_addr . inet_service; flags interval; elements = { 2001:db8::/64 : 2001:db8:1::1-2001:db8:1::9 . 80-90 }; }',
    'meta l4proto tcp dnat ip6 to ip6 saddr map @m',
  ],
];

test.each(beyond)('nft lists %s %s %s', async (family, map, rule) => {
  const ns = await unnamed();
  await ns.nft.run(
    `table ${family} t { ${map}; chain c { type nat hook prerouting priority 0; ${rule}; }; }`,
  );
  const text = runIn(ns, ['nft', 'list', 'ruleset']);
  expect(String(await ns.nft.list())).toBe(text);
  const again = await unnamed();
  await again.nft.run(text);
  expect(String(await again.nft.list())).toBe(text);
});
