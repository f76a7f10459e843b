import { icmp, icmpv6, igmp } from './icmp.js';
import { ip } from './ip.js';
import { ip6 } from './ip6.js';
import { ah, comp, esp } from './ipsec.js';
import { arp, ether, vlan } from './link.js';
import type { HeaderField, Protocol } from './protocol.js';
import { dccp, sctp, tcp, th, udp, udplite } from './transport.js';
import { geneve, gre, gretap, vxlan } from './tunnel.js';

/** Every header whose fields can be matched by name. */
const PROTOCOLS: readonly Protocol[] = [
  ether,
  vlan,
  arp,
  ip,
  icmp,
  igmp,
  ip6,
  icmpv6,
  ah,
  esp,
  comp,
  udp,
  udplite,
  tcp,
  dccp,
  sctp,
  th,
  gre,
  gretap,
  vxlan,
  geneve,
];

/** Of all headers. */
export const PROTOCOL_NAMES: readonly string[] = PROTOCOLS.map(({ name }) => name);

const byName = new Map(PROTOCOLS.map((protocol) => [protocol.name, protocol]));

/** The header of that name: `tcp`. */
export function protocolNamed(name: string): Protocol | undefined {
  return byName.get(name);
}

const fields = new Map(
  PROTOCOLS.map((protocol) => [protocol.name, new Map(protocol.fields.map((field) => [field.name, field]))]),
);

const byNumber = new Map(PROTOCOLS.map((protocol) => [protocol.id, protocol]));

/** The header of nft's number in the type information of sets. */
export function protocolNumbered(id: number): Protocol | undefined {
  return byNumber.get(id);
}

/** A header field by name: `tcp`, `dport`. */
export function fieldNamed(protocol: string, name: string): HeaderField | undefined {
  return fields.get(protocol)?.get(name);
}
