import type { Datatype } from './datatype.js';
import { integer } from './integer.js';
import { symbolicType } from './symbolic.js';

/** NFPROTO_IPV4 and NFPROTO_IPV6. */
export const netfilterProtocol = symbolicType({
  name: 'nf_proto',
  id: 2,
  description: 'netfilter protocol',
  bits: 8,
  order: 'host',
  symbols: { ipv4: 2, ipv6: 10 },
});

/** ETH_P_*, linux/if_ether.h. */
export const etherType = symbolicType({
  name: 'ether_type',
  id: 10,
  description: 'EtherType',
  bits: 16,
  order: 'big',
  hexDigits: 4,
  symbols: { ip: 0x0800, arp: 0x0806, ip6: 0x86dd, '8021q': 0x8100, '8021ad': 0x88a8, vlan: 0x8100 },
});

/** ARPOP_*, linux/if_arp.h. */
export const arpOperation = symbolicType({
  name: 'arp_op',
  id: 11,
  description: 'ARP operation',
  bits: 16,
  order: 'big',
  symbols: { request: 1, reply: 2, rrequest: 3, rreply: 4, inrequest: 8, inreply: 9, nak: 10 },
});

/** Types of RFC 792 and its successors. */
export const icmpType = symbolicType({
  name: 'icmp_type',
  id: 14,
  description: 'ICMP type',
  bits: 8,
  order: 'big',
  symbols: {
    'echo-reply': 0,
    'destination-unreachable': 3,
    'source-quench': 4,
    redirect: 5,
    'echo-request': 8,
    'router-advertisement': 9,
    'router-solicitation': 10,
    'time-exceeded': 11,
    'parameter-problem': 12,
    'timestamp-request': 13,
    'timestamp-reply': 14,
    'info-request': 15,
    'info-reply': 16,
    'address-mask-request': 17,
    'address-mask-reply': 18,
  },
});

/** Codes of ICMP's destination-unreachable. */
export const icmpCode = symbolicType({
  name: 'icmp_code',
  id: 32,
  description: 'ICMP code',
  bits: 8,
  order: 'big',
  symbols: {
    'net-unreachable': 0,
    'host-unreachable': 1,
    'prot-unreachable': 2,
    'port-unreachable': 3,
    'net-prohibited': 9,
    'host-prohibited': 10,
    'admin-prohibited': 13,
    'frag-needed': 4,
  },
});

/** Types of RFC 2236 and RFC 3376. */
export const igmpType = symbolicType({
  name: 'igmp_type',
  id: 42,
  description: 'IGMP type',
  bits: 8,
  order: 'big',
  symbols: {
    'membership-query': 0x11,
    'membership-report-v1': 0x12,
    'membership-report-v2': 0x16,
    'membership-report-v3': 0x22,
    'leave-group': 0x17,
  },
});

/** Types of RFC 4443, RFC 4861 and RFC 3810. */
export const icmpv6Type = symbolicType({
  name: 'icmpv6_type',
  id: 29,
  description: 'ICMPv6 type',
  bits: 8,
  order: 'big',
  symbols: {
    'destination-unreachable': 1,
    'packet-too-big': 2,
    'time-exceeded': 3,
    'parameter-problem': 4,
    'echo-request': 128,
    'echo-reply': 129,
    'mld-listener-query': 130,
    'mld-listener-report': 131,
    'mld-listener-done': 132,
    'mld-listener-reduction': 132,
    'nd-router-solicit': 133,
    'nd-router-advert': 134,
    'nd-neighbor-solicit': 135,
    'nd-neighbor-advert': 136,
    'nd-redirect': 137,
    'router-renumbering': 138,
    'ind-neighbor-solicit': 141,
    'ind-neighbor-advert': 142,
    'mld2-listener-report': 143,
  },
});

/** Codes of ICMPv6's destination-unreachable. */
export const icmpv6Code = symbolicType({
  name: 'icmpv6_code',
  id: 33,
  description: 'ICMPv6 code',
  bits: 8,
  order: 'big',
  symbols: {
    'no-route': 0,
    'admin-prohibited': 1,
    'addr-unreachable': 3,
    'port-unreachable': 4,
    'policy-fail': 5,
    'reject-route': 6,
  },
});

/** NFT_REJECT_ICMPX_*: codes that the kernel translates to ICMP or ICMPv6. */
export const icmpxCode = symbolicType({
  name: 'icmpx_code',
  id: 34,
  description: 'ICMP code of either version',
  bits: 8,
  order: 'big',
  symbols: { 'port-unreachable': 1, 'admin-prohibited': 3, 'no-route': 0, 'host-unreachable': 2 },
});

/** RFC 9293, section 3.1, and RFC 3168. */
export const tcpFlags = symbolicType({
  name: 'tcp_flag',
  id: 15,
  description: 'TCP flag',
  bits: 8,
  order: 'big',
  bitmask: true,
  symbols: { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ecn: 64, cwr: 128 },
});

/** RFC 4340, section 5.1. */
export const dccpType = symbolicType({
  name: 'dccp_pkttype',
  id: 16,
  description: 'DCCP packet type',
  bits: 4,
  order: 'big',
  symbols: {
    request: 0,
    response: 1,
    data: 2,
    ack: 3,
    dataack: 4,
    closereq: 5,
    close: 6,
    reset: 7,
    sync: 8,
    syncack: 9,
  },
});

/** Messages of Mobile IPv6, RFC 6275 and RFC 5568. */
export const mobilityType = symbolicType({
  name: 'mh_type',
  id: 17,
  description: 'mobility header type',
  bits: 8,
  order: 'big',
  symbols: {
    'binding-refresh-request': 0,
    'home-test-init': 1,
    'careof-test-init': 2,
    'home-test': 3,
    'careof-test': 4,
    'binding-update': 5,
    'binding-acknowledgement': 6,
    'binding-error': 7,
    'fast-binding-update': 8,
    'fast-binding-acknowledgement': 9,
    'fast-binding-advertisement': 10,
    'experimental-mobility-header': 11,
    'home-agent-switch-message': 12,
  },
});

/** Differentiated services, RFC 2474. */
export const dscp = symbolicType({
  name: 'dscp',
  id: 36,
  description: 'differentiated services code point',
  bits: 6,
  order: 'big',
  hexDigits: 2,
  symbols: {
    cs0: 0,
    cs1: 8,
    cs2: 16,
    cs3: 24,
    cs4: 32,
    cs5: 40,
    cs6: 48,
    cs7: 56,
    df: 0,
    be: 0,
    lephb: 1,
    af11: 10,
    af12: 12,
    af13: 14,
    af21: 18,
    af22: 20,
    af23: 22,
    af31: 26,
    af32: 28,
    af33: 30,
    af41: 34,
    af42: 36,
    af43: 38,
    va: 44,
    ef: 46,
  },
});

/** RFC 3168, section 5. */
export const ecn = symbolicType({
  name: 'ecn',
  id: 37,
  description: 'explicit congestion notification',
  bits: 2,
  order: 'big',
  hexDigits: 1,
  symbols: { 'not-ect': 0, ect1: 1, ect0: 2, ce: 3 },
});

/** RFC 8684, in the order of their numbers. */
const MPTCP_SUBTYPES = [
  'mp-capable',
  'mp-join',
  'dss',
  'add-addr',
  'remove-addr',
  'mp-prio',
  'mp-fail',
  'mp-fastclose',
  'mp-tcprst',
];

/** What an option of Multipath TCP is for; listed as numbers, as nft before 1.1.3 does. */
export const mptcpSubtype: Datatype = {
  ...integer,
  parse(immediate, names) {
    const number = MPTCP_SUBTYPES.indexOf(String(immediate));
    return integer.parse(number < 0 ? immediate : number, names);
  },
};
