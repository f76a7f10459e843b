import { ETH_P_8021AD, ETH_P_8021Q, ETH_P_ARP, ETH_P_IP, ETH_P_IPV6 } from '../../uapi/if_ether.js';
import {
  IPPROTO_AH,
  IPPROTO_COMP,
  IPPROTO_DCCP,
  IPPROTO_ESP,
  IPPROTO_GRE,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IGMP,
  IPPROTO_SCTP,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPPROTO_UDPLITE,
} from '../../uapi/in.js';
import { NFPROTO_IPV4, NFPROTO_IPV6 } from '../../uapi/netfilter.js';
import { icmp, icmpv6, igmp } from './icmp.js';
import { ip } from './ip.js';
import { ip6 } from './ip6.js';
import { ah, comp, esp } from './ipsec.js';
import { arp, ether, vlan } from './link.js';
import type { Protocol } from './protocol.js';
import { inet, inetService, netdev } from './standin.js';
import { dccp, sctp, tcp, udp, udplite } from './transport.js';
import { geneve, gre, gretap, vxlan } from './tunnel.js';

type Link = readonly [number: number, upper: Protocol];

const NETWORK: readonly Link[] = [
  [ETH_P_IP, ip],
  [ETH_P_ARP, arp],
  [ETH_P_IPV6, ip6],
  [ETH_P_8021Q, vlan],
  [ETH_P_8021AD, vlan],
];

const TRANSPORT: readonly Link[] = [
  [IPPROTO_ESP, esp],
  [IPPROTO_AH, ah],
  [IPPROTO_COMP, comp],
  [IPPROTO_UDP, udp],
  [IPPROTO_UDPLITE, udplite],
  [IPPROTO_TCP, tcp],
  [IPPROTO_DCCP, dccp],
  [IPPROTO_SCTP, sctp],
];

const GRE: readonly Link[] = [
  [IPPROTO_GRE, gre],
  [IPPROTO_GRE, gretap],
];

/** A port says which, and anybody may choose it. */
const OVER_UDP: readonly Link[] = [
  [0, vxlan],
  [0, geneve],
];

const ICMP: readonly Link[] = [
  [IPPROTO_ICMP, icmp],
  [IPPROTO_IGMP, igmp],
  [IPPROTO_ICMPV6, icmpv6],
];

/** Which protocols each one can carry, and under which number. */
const STACK: ReadonlyMap<Protocol, readonly Link[]> = new Map([
  [ether, NETWORK],
  [vlan, NETWORK],
  [netdev, NETWORK],
  [
    inet,
    [
      [NFPROTO_IPV4, ip],
      [NFPROTO_IPV6, ip6],
    ],
  ],
  [ip, [...TRANSPORT, ...ICMP, ...GRE]],
  [ip6, [...TRANSPORT, ...ICMP, ...GRE]],
  [inetService, [...TRANSPORT, ...ICMP, ...GRE]],
  [udp, OVER_UDP],
  [ah, TRANSPORT],
  [comp, TRANSPORT],
]);

/** The protocol that `lower` carries under `number`. */
export function upperProtocol(lower: Protocol, number: number): Protocol | undefined {
  return STACK.get(lower)?.find(([each]) => each === number)?.[1];
}

/** The number under which `lower` carries `upper`; undefined where it cannot. */
export function protocolNumber(lower: Protocol, upper: Protocol): number | undefined {
  return STACK.get(lower)?.find(([, each]) => each === upper)?.[0];
}
