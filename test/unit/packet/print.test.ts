import { describe, expect, test } from 'vitest';
import { Packet } from '../../../src/packet/packet.js';
import { Printer } from '../../../src/packet/print/printer.js';
import { encodeTcp } from '../../../src/packet/tcp.js';
import { IPPROTO_TCP } from '../../../src/uapi/in.js';
import { frames, ipv4, V4 } from './frames.js';

/** One printer over all frames, in order: what `tcpdump -tnl -r` says of them, for those that matter most. */
const expected: Readonly<Record<string, string>> = {
  'arp: request': 'ARP, Request who-has 192.0.2.254 tell 192.0.2.1, length 28',
  'arp: reply': 'ARP, Reply 192.0.2.254 is-at 02:00:00:00:00:0a, length 28',
  'tcp over ipv4: syn':
    'IP 192.0.2.1.40001 > 198.51.100.2.9000: Flags [S], seq 4294967290, win 64240, options [mss 1460,sackOK,TS val 5 ecr 0,nop,wscale 7], length 0',
  'tcp over ipv4: syn-ack':
    'IP 198.51.100.2.9000 > 192.0.2.1.40001: Flags [S.], seq 1000, ack 4294967291, win 65535, options [mss 1460,sackOK,TS val 4000000000 ecr 77,nop,wscale 7], length 0',
  'tcp over ipv4: ack':
    'IP 192.0.2.1.40001 > 198.51.100.2.9000: Flags [.], ack 1, win 502, options [nop,nop,TS val 4000000000 ecr 77], length 0',
  'tcp over ipv4: push':
    'IP 192.0.2.1.40001 > 198.51.100.2.9000: Flags [P.], seq 1:17, ack 1, win 65535, options [nop,nop,TS val 4000000000 ecr 77], length 16',
  'tcp over ipv4: sack':
    'IP 198.51.100.2.9000 > 192.0.2.1.40001: Flags [.], ack 1, win 65535, options [nop,nop,sack 2 {10:16}{26:36}], length 0',
  'tcp over ipv4: urgent':
    'IP 192.0.2.1.40001 > 198.51.100.2.9000: Flags [.UEW], seq 17:20, ack 1, win 65535, urg 3, length 3',
  'tcp over ipv4: fin':
    'IP 192.0.2.1.40001 > 198.51.100.2.9000: Flags [F.], seq 20, ack 1, win 65535, length 0',
  'tcp over ipv4: reset-ack':
    'IP 198.51.100.2.9000 > 192.0.2.1.40001: Flags [R.], seq 1, ack 21, win 0, length 0',
  'tcp over ipv4: reset': 'IP 192.0.2.1.40001 > 198.51.100.2.9000: Flags [R], seq 15, win 0, length 0',
  'tcp over ipv4: none': 'IP 192.0.2.1.40001 > 198.51.100.2.9000: Flags [none], win 0, length 0',
  'tcp over ipv6: ack':
    'IP6 2001:db8::1.40001 > 2001:db8:0:1::2.9000: Flags [.], ack 1, win 502, options [nop,nop,TS val 4000000000 ecr 77], length 0',
  'icmp: echo request': 'IP 192.0.2.1 > 198.51.100.2: ICMP echo request, id 4660, seq 7, length 16',
  'icmp: port unreachable, udp':
    'IP 192.0.2.1 > 198.51.100.2: ICMP 198.51.100.2 udp port 9000 unreachable, length 36',
  'icmp: too big':
    'IP 192.0.2.1 > 198.51.100.2: ICMP 198.51.100.2 unreachable - need to frag (mtu 1300), length 36',
  'icmp: unreachable, code 1': 'IP 192.0.2.1 > 198.51.100.2: ICMP host 198.51.100.2 unreachable, length 36',
  'icmp: time exceeded, code 0': 'IP 192.0.2.1 > 198.51.100.2: ICMP time exceeded in-transit, length 36',
  'icmpv6: neighbour solicitation':
    'IP6 2001:db8::1 > 2001:db8:0:1::2: ICMP6, neighbor solicitation, who has fe80::1:2, length 32',
  'icmpv6: neighbour advertisement':
    'IP6 2001:db8::1 > 2001:db8:0:1::2: ICMP6, neighbor advertisement, tgt is fe80::1:2, length 32',
  'icmpv6: router solicitation': 'IP6 2001:db8::1 > 2001:db8:0:1::2: ICMP6, router solicitation, length 16',
  'icmpv6: report 2':
    'IP6 2001:db8::1 > 2001:db8:0:1::2: HBH ICMP6, multicast listener report v2, 1 group record(s), length 28',
  'icmpv6: port unreachable, udp':
    'IP6 2001:db8::1 > 2001:db8:0:1::2: ICMP6, destination unreachable, unreachable port, 2001:db8:0:1::2 udp port 9000, length 56',
  'ip: udp over ipv4': 'IP 192.0.2.1.5000 > 198.51.100.2.5001: UDP, length 8',
  'ip: udp over ipv6': 'IP6 2001:db8::1.5000 > 2001:db8:0:1::2.5001: UDP, length 8',
  'ip: later fragment': 'IP 192.0.2.1 > 198.51.100.2: ip-proto-17',
  'ip: unknown type':
    '02:00:00:00:00:0a > 02:00:00:00:00:0b, ethertype Unknown (0x88b5), length 32: \n' +
    '\t0x0000:  6578 7065 7269 6d65 6e74 616c 2066 7261  experimental.fra\n' +
    '\t0x0010:  6d65                                     me',
};

describe('a printer', () => {
  const printer = new Printer();
  const printed = new Map(frames.map(([name, bytes]) => [name, printer.print(new Packet(bytes))]));

  test.each(Object.entries(expected))('%s', (name, line) => expect(printed.get(name)).toBe(line));

  test('forgets no connection among thousands', () => {
    const many = new Printer();
    const ports = Array.from({ length: 2000 }, (_, index) => 10_000 + index);
    const print = (sourcePort: number, sequence: number) => {
      const fields = { ...V4, sourcePort, destinationPort: 9, sequence, acknowledgement: 1 };
      return many.print(new Packet(ipv4(IPPROTO_TCP, encodeTcp({ ...fields, flags: ['fin', 'ack'] }))));
    };
    for (const port of ports) print(port, port);
    for (const port of ports) expect(print(port, port + 5)).toContain('seq 5, ack 1,');
  });
});
