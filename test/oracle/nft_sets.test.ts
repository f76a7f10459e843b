import { test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { expectSameRulesets, runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

/** Rules of the inet family with sets and maps; there is a chain `other`. */
const rules = [
  'tcp dport { 22, 80-90, 443 } accept',
  'tcp dport { 1-5, 3-8, 9 } accept',
  'tcp dport != { 22, 23 } accept',
  'ip saddr { 192.0.2.0/24, 198.51.100.7, 203.0.113.1-203.0.113.9, 255.255.255.0/24 } drop',
  'ip6 saddr { 2001:db8::/32, ::1 } drop',
  'ip saddr . tcp dport { 192.0.2.1 . 22, 198.51.100.1 . 80 } accept',
  'ip saddr . tcp dport { 192.0.2.1 . 22, 192.0.2.0/24 . 80-90 } drop',
  'ip saddr . ip daddr . tcp dport . meta mark { 1.1.1.1 . 2.2.2.2 . 3 . 4 } drop',
  'ip6 saddr . iifname { ::1 . "lo" } drop',
  'ip saddr vmap { 10.0.0.0/8 : drop, 192.168.1.1 : jump other, 192.168.1.2 : goto other }',
  'ct state vmap { established : accept, invalid : drop }',
  'ip saddr . tcp dport vmap { 192.0.2.1 . 22 : accept, 192.0.2.2 . 23 : drop }',
  'meta mark set tcp dport map { 22 : 1, 80 : 0x22 }',
  'meta mark set ip saddr . ip daddr map { 1.1.1.1 . 2.2.2.2 : 3 }',
  'iifname { "eth0", "lo", "wlan0" } accept',
  'iifname { "eth*", "lo" } accept',
  'meta mark { 1-5, 7 } drop',
  'meta l4proto { tcp, udp } th dport 53 accept',
  'tcp flags { syn, syn | ack } accept',
  'icmp type { echo-request, echo-reply } accept',
  'ether saddr { 02:00:00:00:00:01, 02:00:00:00:00:02 } accept',
  'ct mark { 1, 2, 3 } meta mark set ct mark',
  'dccp type { request, response, data }',
  'ip version { 4, 6 } accept',
  'ip dscp { cs1, af21 } accept',
  'tcp doff { 5, 8 } accept',
  'ip version { 1, 3-5 }',
  'ip version { 5-14, 6 }',
  'ip dscp { 1, 3-5 }',
  'ip dscp { 0, 1-3, 4 }',
  '@nh,64,12 { 3, 15 }',
  '@nh,0,8 & 0xf0 != { 16-32, 64 }',
  'meta mark & 0xff { 1-5, 80 }',
  'ct zone & 0xff != { 1-5, 80 }',
  'ip ttl & 0xf0 { 1-5, 80 }',
  'ip6 dscp { 0, 62-63 }',
  'ip dscp vmap { 1 : accept, 3-63 : drop }',
  'tcp doff != { 1, 3-15 }',
  'frag frag-off { 1, 5-10 }',
  'tcp option mptcp subtype { 0-7, 12-15 }',
  'vlan pcp { 1, 3-5 }',
  'ip daddr { 192.0.2.1/32, 192.0.2.9 }',
  'tcp dport vmap { 22-22 : accept }',
  'meta day { "Monday"-"Monday", 6 }',
  'icmp id 7 accept',
  'ip saddr { 192.0.2.1 counter, 192.0.2.2 } drop',
  'ip saddr { 192.0.2.1 limit rate 1/second, 192.0.2.2 } drop',
  'ip saddr { 192.0.2.0/24 counter, 198.51.100.1 } drop',
  'ip saddr . tcp dport { 192.0.2.1 . 22 counter } drop',
  'ip saddr . tcp dport { 192.0.2.1 . 22-23 counter, 192.0.2.2 . 80 } drop',
];

test.each(rules)('%s', async (rule) => {
  const [ours, theirs] = [await unnamed(), await unnamed()];
  const frame =
    'add table inet t; add chain inet t other; add chain inet t c { type filter hook input priority 0; }';
  await ours.nft.run(`${frame}; add rule inet t c ${rule}`);
  runIn(theirs, ['nft', `${frame}; add rule inet t c ${rule}`]);
  await expectSameRulesets(ours, theirs);
});
