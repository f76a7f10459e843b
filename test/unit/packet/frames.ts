import { parseIpv6 } from '../../../src/packet/address.js';
import { encodeEthernet, type VlanTag } from '../../../src/packet/ethernet.js';
import { encodeIcmp } from '../../../src/packet/icmp.js';
import { encodeIcmpv6 } from '../../../src/packet/icmpv6.js';
import { encodeIpv4, type Ipv4Fields } from '../../../src/packet/ipv4.js';
import { encodeIpv6 } from '../../../src/packet/ipv6.js';
import { encodeSyn } from '../../../src/packet/syn.js';
import { encodeTcp, type TcpFields } from '../../../src/packet/tcp.js';
import { encodeUdp } from '../../../src/packet/udp.js';
import { ETH_P_8021AD, ETH_P_8021Q, ETH_P_ARP, ETH_P_IP, ETH_P_IPV6 } from '../../../src/uapi/if_ether.js';
import {
  IPPROTO_DSTOPTS,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IPIP,
  IPPROTO_IPV6,
  IPPROTO_NONE,
  IPPROTO_ROUTING,
  IPPROTO_TCP,
  IPPROTO_UDP,
} from '../../../src/uapi/in.js';

/** Frames of many kinds, by what they are: material for the decoder's and the printer's tests. */

export const MAC_A = '02:00:00:00:00:0a';
export const MAC_B = '02:00:00:00:00:0b';
export const V4 = { source: '192.0.2.1', destination: '198.51.100.2' };
export const V6 = { source: '2001:db8::1', destination: '2001:db8:0:1::2' };

const none = new Uint8Array();
const text = (value: string) => new TextEncoder().encode(value);
const reversed = ({ source, destination }: typeof V4) => ({ source: destination, destination: source });

export function ethernet(etherType: number, payload: Uint8Array, vlans: VlanTag[] = []): Uint8Array {
  return encodeEthernet({ source: MAC_A, destination: MAC_B, etherType, vlans, payload });
}

export function ipv4(protocol: number, payload: Uint8Array, fields: Partial<Ipv4Fields> = {}): Uint8Array {
  return ethernet(ETH_P_IP, encodeIpv4({ ...V4, protocol, payload, ...fields }));
}

export function ipv6(nextHeader: number, payload: Uint8Array, ends = V6): Uint8Array {
  return ethernet(ETH_P_IPV6, encodeIpv6({ ...ends, nextHeader, payload }));
}

function tcp(ends: typeof V4, fields: Omit<TcpFields, 'source' | 'destination'>): Uint8Array {
  const segment = encodeTcp({ ...ends, ...fields });
  return ends.source.includes(':') ? ipv6(IPPROTO_TCP, segment, ends) : ipv4(IPPROTO_TCP, segment, ends);
}

/** A connection from its SYN to its last ACK, data, selective acknowledgement and all. */
function connection(ends: typeof V4): Record<string, Uint8Array> {
  const client = { sourcePort: 40001, destinationPort: 9000 };
  const server = { sourcePort: 9000, destinationPort: 40001 };
  const back = reversed(ends);
  const timestamps = { kind: 'timestamps', value: 4_000_000_000, echo: 77 } as const;
  const padded = [{ kind: 'nop' }, { kind: 'nop' }, timestamps] as const;
  const syn = encodeSyn({ ...ends, ...client, sequence: 4_294_967_290, timestamp: 5 });
  return {
    syn: ends.source.includes(':') ? ipv6(IPPROTO_TCP, syn, ends) : ipv4(IPPROTO_TCP, syn, ends),
    'syn-ack': tcp(back, {
      ...server,
      sequence: 1000,
      acknowledgement: 4_294_967_291,
      flags: ['syn', 'ack'],
      options: [
        { kind: 'mss', value: 1460 },
        { kind: 'sack-permitted' },
        timestamps,
        { kind: 'nop' },
        { kind: 'window-scale', shift: 7 },
      ],
    }),
    ack: tcp(ends, {
      ...client,
      sequence: 4_294_967_291,
      acknowledgement: 1001,
      flags: ['ack'],
      window: 502,
      options: padded,
    }),
    push: tcp(ends, {
      ...client,
      sequence: 4_294_967_291,
      acknowledgement: 1001,
      flags: ['psh', 'ack'],
      options: padded,
      payload: text('hello over there'),
    }),
    sack: tcp(back, {
      ...server,
      sequence: 1001,
      acknowledgement: 4_294_967_291,
      flags: ['ack'],
      options: [
        { kind: 'nop' },
        { kind: 'nop' },
        {
          kind: 'sack',
          blocks: [
            { left: 4, right: 10 },
            { left: 20, right: 30 },
          ],
        },
      ],
    }),
    urgent: tcp(ends, {
      ...client,
      sequence: 11,
      acknowledgement: 1001,
      flags: ['ack', 'urg', 'ece', 'cwr'],
      urgentPointer: 3,
      payload: text('abc'),
    }),
    fin: tcp(ends, { ...client, sequence: 14, acknowledgement: 1001, flags: ['fin', 'ack'] }),
    'reset-ack': tcp(back, {
      ...server,
      sequence: 1001,
      acknowledgement: 15,
      flags: ['rst', 'ack'],
      window: 0,
    }),
    reset: tcp(ends, { ...client, sequence: 15, flags: ['rst'], window: 0 }),
    none: tcp(ends, { ...client, sequence: 15, flags: [], window: 0 }),
    again: tcp(back, { ...server, sequence: 50_000, acknowledgement: 60_001, flags: ['syn', 'ack'] }),
    'after again': tcp(ends, { ...client, sequence: 60_001, acknowledgement: 50_001, flags: ['ack'] }),
    'middle of another': tcp(ends, {
      sourcePort: 40002,
      destinationPort: 9000,
      sequence: 123_456,
      acknowledgement: 654_321,
      flags: ['ack'],
      payload: text('first that is seen'),
    }),
    'same again': tcp(ends, {
      sourcePort: 40002,
      destinationPort: 9000,
      sequence: 123_474,
      acknowledgement: 654_321,
      flags: ['ack'],
      payload: text('first that is seen'),
    }),
    'odd options': tcp(ends, {
      ...client,
      sequence: 60_001,
      acknowledgement: 50_001,
      flags: ['ack'],
      options: [
        { kind: 'unknown', number: 77, data: Uint8Array.of(1, 2, 3) },
        { kind: 'unknown', number: 28, data: Uint8Array.of(0x80, 0x0f) },
        { kind: 'unknown', number: 34, data: Uint8Array.of(1, 2, 3, 4) },
        { kind: 'end' },
      ],
    }),
  };
}

function arp(operation: number, sender: string, targetMac: string, target: string, trailer = 0): Uint8Array {
  const mac = (value: string) => value.split(':').map((part) => Number.parseInt(part, 16));
  const ip = (value: string) => value.split('.').map(Number);
  return ethernet(
    ETH_P_ARP,
    Uint8Array.from([
      ...[0, 1, 8, 0, 6, 4, 0, operation],
      ...[...mac(MAC_A), ...ip(sender), ...mac(targetMac), ...ip(target)],
      ...Array<number>(trailer).fill(0),
    ]),
  );
}

/** The start of a packet as an ICMP error quotes it. */
function quoted4(protocol: number, port: number): Uint8Array {
  return encodeIpv4({
    ...V4,
    protocol,
    payload: Uint8Array.of(0x9c, 0x41, port >> 8, port & 0xff, 0, 9, 0, 0),
  });
}

function quoted6(protocol: number, port: number): Uint8Array {
  const payload = Uint8Array.of(0x9c, 0x41, port >> 8, port & 0xff, 0, 9, 0, 0);
  return encodeIpv6({ ...V6, nextHeader: protocol, payload });
}

function icmp(type: number, code: number, rest: number[], payload: Uint8Array): Uint8Array {
  return ipv4(IPPROTO_ICMP, encodeIcmp(type, code, Uint8Array.from(rest), payload));
}

function icmpv6(type: number, code: number, rest: number[], payload: Uint8Array): Uint8Array {
  return ipv6(IPPROTO_ICMPV6, encodeIcmpv6(V6, type, code, Uint8Array.from(rest), payload));
}

function icmpMessages(): Record<string, Uint8Array> {
  const messages: Record<string, Uint8Array> = {
    'echo request': icmp(8, 0, [0x12, 0x34, 0, 7], text('abcdefgh')),
    'echo reply': icmp(0, 0, [0x12, 0x34, 0, 7], text('abcdefgh')),
    'port unreachable, tcp': icmp(3, 3, [], quoted4(IPPROTO_TCP, 9000)),
    'port unreachable, udp': icmp(3, 3, [], quoted4(IPPROTO_UDP, 9000)),
    'port unreachable, sctp': icmp(3, 3, [], quoted4(132, 9000)),
    'too big': icmp(3, 4, [0, 0, 5, 0x14], quoted4(IPPROTO_TCP, 9000)),
    'parameter problem': icmp(12, 0, [20, 0, 0, 0], quoted4(IPPROTO_TCP, 9000)),
    'parameter problem, code': icmp(12, 1, [], quoted4(IPPROTO_TCP, 9000)),
    'source quench': icmp(4, 0, [], quoted4(IPPROTO_TCP, 9000)),
    'unknown type': icmp(99, 0, [], none),
  };
  for (let code = 0; code < 17; code++) {
    messages[`unreachable, code ${code}`] = icmp(3, code, [], quoted4(IPPROTO_TCP, 9000));
  }
  for (let code = 0; code < 5; code++) {
    messages[`redirect, code ${code}`] = icmp(5, code, [192, 0, 2, 254], quoted4(IPPROTO_TCP, 9000));
    messages[`time exceeded, code ${code}`] = icmp(11, code, [], quoted4(IPPROTO_TCP, 9000));
  }
  return messages;
}

function icmpv6Messages(): Record<string, Uint8Array> {
  const target = parseIpv6('fe80::1:2') ?? none;
  const option = Uint8Array.of(1, 1, 2, 0, 0, 0, 0, 0x0a);
  const messages: Record<string, Uint8Array> = {
    'echo request': icmpv6(128, 0, [0x12, 0x34, 0, 7], text('abcdefgh')),
    'echo reply': icmpv6(129, 0, [0x12, 0x34, 0, 7], text('abcdefgh')),
    'neighbour solicitation': icmpv6(135, 0, [], Uint8Array.of(...target, ...option)),
    'neighbour advertisement': icmpv6(136, 0, [0xe0, 0, 0, 0], Uint8Array.of(...target, ...option)),
    'router solicitation': icmpv6(133, 0, [], option),
    'router advertisement': icmpv6(134, 0, [64, 0, 7, 8], Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, ...option)),
    redirect: icmpv6(137, 0, [], Uint8Array.of(...target, ...(parseIpv6(V6.destination) ?? none))),
    'too big': icmpv6(2, 0, [0, 0, 5, 0], quoted6(IPPROTO_TCP, 9000)),
    'unknown type': icmpv6(250, 0, [1, 2, 3, 4], text('abc')),
    'query 1': icmpv6(130, 0, [0x27, 0x10, 0, 0], target),
    'query 2': icmpv6(130, 0, [0x27, 0x10, 0, 0], Uint8Array.of(...target, 2, 125, 0, 0)),
    'query 2, one source': icmpv6(
      130,
      0,
      [0x27, 0x10, 0, 0],
      Uint8Array.of(...target, 2, 125, 0, 1, ...target),
    ),
    'report 1': icmpv6(131, 0, [], target),
    done: icmpv6(132, 0, [], target),
    'report 2': ipv6(
      IPPROTO_HOPOPTS,
      Uint8Array.of(
        ...[IPPROTO_ICMPV6, 0, 5, 2, 0, 0, 1, 0],
        ...encodeIcmpv6(V6, 143, 0, Uint8Array.of(0, 0, 0, 1), Uint8Array.of(4, 0, 0, 0, ...target)),
      ),
    ),
    'port unreachable, udp': icmpv6(1, 4, [], quoted6(IPPROTO_UDP, 9000)),
  };
  for (let code = 0; code < 7; code++) {
    messages[`unreachable, code ${code}`] = icmpv6(1, code, [], quoted6(IPPROTO_TCP, 9000));
  }
  for (let code = 0; code < 5; code++) {
    messages[`time exceeded, code ${code}`] = icmpv6(3, code, [], quoted6(IPPROTO_TCP, 9000));
    messages[`parameter problem, code ${code}`] = icmpv6(4, code, [0, 0, 0, 6], quoted6(IPPROTO_TCP, 9000));
  }
  return messages;
}

function ipShapes(): Record<string, Uint8Array> {
  const ports = { sourcePort: 5000, destinationPort: 5001 };
  const udp4 = encodeUdp({ ...V4, ...ports, payload: text('datagram') });
  const udp6 = encodeUdp({ ...V6, ...ports, payload: text('datagram') });
  const segment6 = encodeTcp({ ...V6, ...ports, sequence: 1, flags: ['syn'] });
  const address = parseIpv6('2001:db8::9') ?? none;
  const tag = { protocol: ETH_P_8021Q, id: 42, priority: 3, dropEligible: false };
  const service = { protocol: ETH_P_8021AD, id: 7, priority: 0, dropEligible: true };
  return {
    'udp over ipv4': ipv4(IPPROTO_UDP, udp4),
    'udp over ipv6': ipv6(IPPROTO_UDP, udp6),
    'empty udp': ipv4(IPPROTO_UDP, encodeUdp({ ...V4, ...ports, payload: none })),
    'udp with a wrong length': ipv4(IPPROTO_UDP, Uint8Array.of(0x13, 0x88, 0x13, 0x89, 0, 99, 0, 0, 1, 2)),
    'udp with a short length': ipv4(IPPROTO_UDP, Uint8Array.of(0x13, 0x88, 0x13, 0x89, 0, 4, 0, 0, 1, 2)),
    'udp with padding': ipv4(IPPROTO_UDP, Uint8Array.of(0x13, 0x88, 0x13, 0x89, 0, 9, 0, 0, 1, 2, 3)),
    'ipv4 options': ipv4(IPPROTO_UDP, udp4, { options: Uint8Array.of(0x94, 4, 0, 0) }),
    'first fragment': ipv4(IPPROTO_UDP, udp4, { moreFragments: true, dontFragment: false }),
    'later fragment': ipv4(IPPROTO_UDP, udp4, { fragmentOffset: 1480, dontFragment: false }),
    'ipv6 first fragment': ipv6(IPPROTO_FRAGMENT, Uint8Array.of(IPPROTO_UDP, 0, 0, 1, 0, 0, 0, 9, ...udp6)),
    'ipv6 later fragment': ipv6(
      IPPROTO_FRAGMENT,
      Uint8Array.of(IPPROTO_UDP, 0, 5, 0xa8, 0, 0, 0, 9, ...udp6),
    ),
    'destination options': ipv6(
      IPPROTO_DSTOPTS,
      Uint8Array.of(IPPROTO_TCP, 0, 1, 4, 0, 0, 0, 0, ...segment6),
    ),
    'routing header': ipv6(
      IPPROTO_ROUTING,
      Uint8Array.of(IPPROTO_UDP, 2, 4, 0, 0, 0, 0, 0x1f, ...address, ...udp6),
    ),
    'deprecated routing header': ipv6(
      IPPROTO_ROUTING,
      Uint8Array.of(IPPROTO_UDP, 2, 0, 1, 0, 0, 0, 0, ...address, ...udp6),
    ),
    'no next header': ipv6(IPPROTO_NONE, none),
    'unknown protocol': ipv4(253, text('abc')),
    'unknown protocol over ipv6': ipv6(253, text('abc')),
    'ipv4 in ipv4': ipv4(IPPROTO_IPIP, encodeIpv4({ ...V4, protocol: IPPROTO_UDP, payload: udp4 })),
    'ipv6 in ipv4': ipv4(IPPROTO_IPV6, encodeIpv6({ ...V6, nextHeader: IPPROTO_UDP, payload: udp6 })),
    'one vlan': ethernet(ETH_P_IP, encodeIpv4({ ...V4, protocol: IPPROTO_UDP, payload: udp4 }), [tag]),
    'two vlans': ethernet(ETH_P_IP, encodeIpv4({ ...V4, protocol: IPPROTO_UDP, payload: udp4 }), [
      service,
      tag,
    ]),
    'unknown type': ethernet(0x88b5, text('experimental frame')),
    'ipv4 padded': Uint8Array.of(...ipv4(IPPROTO_UDP, udp4), 0, 0, 0, 0, 0, 0),
  };
}

function named(group: string, frames: Record<string, Uint8Array>): [string, Uint8Array][] {
  return Object.entries(frames).map(([name, bytes]) => [`${group}: ${name}`, bytes]);
}

/** In an order in which one printer can tell them all. */
export const frames: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ...named('arp', {
    request: arp(1, '192.0.2.1', '00:00:00:00:00:00', '192.0.2.254'),
    'request, padded': arp(1, '192.0.2.1', '00:00:00:00:00:00', '192.0.2.254', 18),
    'request, refreshing': arp(1, '192.0.2.1', MAC_B, '192.0.2.254'),
    reply: arp(2, '192.0.2.254', MAC_B, '192.0.2.1'),
    gratuitous: arp(1, '192.0.2.1', 'ff:ff:ff:ff:ff:ff', '192.0.2.1'),
    'reverse request': arp(3, '192.0.2.1', MAC_B, '192.0.2.254'),
    'reverse reply': arp(4, '192.0.2.1', MAC_B, '192.0.2.254'),
    'inverse request': arp(8, '192.0.2.1', MAC_B, '192.0.2.254'),
    'inverse reply': arp(9, '192.0.2.1', MAC_B, '192.0.2.254'),
    'unknown operation': arp(77, '192.0.2.1', MAC_B, '192.0.2.254'),
  }),
  ...named('tcp over ipv4', connection(V4)),
  ...named('tcp over ipv6', connection(V6)),
  ...named('icmp', icmpMessages()),
  ...named('icmpv6', icmpv6Messages()),
  ...named('ip', ipShapes()),
];
