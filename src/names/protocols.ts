import { type Check, integer, oneOf } from '../check/options.js';
import { IPPROTO_ICMP, IPPROTO_ICMPV6, IPPROTO_SCTP, IPPROTO_TCP, IPPROTO_UDP } from '../uapi/in.js';

/** Protocols above IP, by name. */
export const IP_PROTOCOLS = {
  icmp: IPPROTO_ICMP,
  tcp: IPPROTO_TCP,
  udp: IPPROTO_UDP,
  sctp: IPPROTO_SCTP,
  icmpv6: IPPROTO_ICMPV6,
} as const;

/** A protocol above IP: a name, or the number of any. */
export type IpProtocol = keyof typeof IP_PROTOCOLS | number;

const number = integer(0, 255);
const word = oneOf(...Object.keys(IP_PROTOCOLS));

export const ipProtocol: Check = (field, value) => (typeof value === 'number' ? number : word)(field, value);

export const ipProtocolNumber = (protocol: IpProtocol): number =>
  typeof protocol === 'number' ? protocol : IP_PROTOCOLS[protocol];
