import { IP_PROTOCOLS } from '../../names/protocols.js';
import * as cls from '../../uapi/pkt_cls.js';
import { type Form, maskedAddress, maskedHardware, maskedNumber } from './masked.js';
import { type FilterProtocol, PROTOCOLS } from './protocol.js';

/** A number, or one with a mask: `'0x10/0xf0'`. */
export type MaskedNumber = number | `${number}/${number}`;

/** What flower can compare. What is left out may be anything. */
export interface FlowerKeys {
  /** MAC addresses, alone or with a mask. */
  readonly ethernetSource?: string;
  readonly ethernetDestination?: string;
  readonly vlanId?: number;
  readonly vlanPriority?: number;
  /** EtherType behind the VLAN tag. Wanted to compare what is in there. */
  readonly vlanProtocol?: FilterProtocol;
  /** The same of the inner one of two tags. */
  readonly innerVlanId?: number;
  readonly innerVlanPriority?: number;
  readonly innerVlanProtocol?: FilterProtocol;
  /** How many VLAN tags there are (since Linux 5.19). */
  readonly vlans?: number;
  /** Protocol above IP. Wanted to compare ports or ICMP types. */
  readonly ipProtocol?: keyof typeof IP_PROTOCOLS | number;
  /** Addresses or prefixes. */
  readonly source?: string;
  readonly destination?: string;
  /** The byte that has DSCP and ECN. */
  readonly tos?: MaskedNumber;
  readonly ttl?: MaskedNumber;
  /** Ports; a range as in `'1000-2000'`. */
  readonly sourcePort?: MaskedNumber | `${number}-${number}`;
  readonly destinationPort?: MaskedNumber | `${number}-${number}`;
  readonly tcpFlags?: MaskedNumber;
  readonly icmpType?: MaskedNumber;
  readonly icmpCode?: MaskedNumber;
  readonly arpSource?: string;
  readonly arpTarget?: string;
  /** 1 request, 2 reply. */
  readonly arpOperation?: MaskedNumber;
  readonly arpSourceHardware?: string;
  readonly arpTargetHardware?: string;
  readonly mplsLabel?: number;
  readonly mplsTrafficClass?: number;
  readonly mplsBottomOfStack?: number;
  readonly mplsTtl?: number;
  /** What a tunnel that the packet came out of has noted: its id, addresses, port. */
  readonly tunnelId?: number;
  readonly tunnelSource?: string;
  readonly tunnelDestination?: string;
  readonly tunnelSourcePort?: MaskedNumber;
  readonly tunnelDestinationPort?: MaskedNumber;
  readonly tunnelTos?: MaskedNumber;
  readonly tunnelTtl?: MaskedNumber;
  /** What the action `ct` has noted: bits 1 new, 2 established, 4 related, 8 tracked, 16 invalid, 32 reply. */
  readonly conntrackState?: MaskedNumber;
  readonly conntrackZone?: MaskedNumber;
  readonly conntrackMark?: MaskedNumber;
  /** Bits 1 is a fragment, 2 is the first one. */
  readonly fragment?: MaskedNumber;
  readonly hash?: MaskedNumber;
  /** PPPoE session (since Linux 6.0). */
  readonly pppoeSession?: number;
}

const u8 = maskedNumber(8);
const u16 = maskedNumber(16);
const ipv4 = maskedAddress(4);
const ipv6 = maskedAddress(16);
const etherType = maskedNumber(16, 'network', PROTOCOLS);
const { tcp, udp, sctp, icmp, icmpv6 } = IP_PROTOCOLS;

/**
 * One attribute, or a pair of value and mask, for an option. Where several rows have the same option, the form or
 * the IP protocol tells which it is.
 */
export type FlowerRow = readonly [
  option: keyof FlowerKeys,
  form: Form,
  value: number,
  mask?: number | undefined,
  ipProtocol?: number,
];

export const FLOWER_ROWS: readonly FlowerRow[] = [
  ['ethernetDestination', maskedHardware, cls.TCA_FLOWER_KEY_ETH_DST, cls.TCA_FLOWER_KEY_ETH_DST_MASK],
  ['ethernetSource', maskedHardware, cls.TCA_FLOWER_KEY_ETH_SRC, cls.TCA_FLOWER_KEY_ETH_SRC_MASK],
  ['vlanId', maskedNumber(12, 'host'), cls.TCA_FLOWER_KEY_VLAN_ID],
  ['vlanPriority', maskedNumber(3), cls.TCA_FLOWER_KEY_VLAN_PRIO],
  ['vlanProtocol', etherType, cls.TCA_FLOWER_KEY_VLAN_ETH_TYPE],
  ['innerVlanId', maskedNumber(12, 'host'), cls.TCA_FLOWER_KEY_CVLAN_ID],
  ['innerVlanPriority', maskedNumber(3), cls.TCA_FLOWER_KEY_CVLAN_PRIO],
  ['innerVlanProtocol', etherType, cls.TCA_FLOWER_KEY_CVLAN_ETH_TYPE],
  ['vlans', u8, cls.TCA_FLOWER_KEY_NUM_OF_VLANS],
  ['ipProtocol', maskedNumber(8, 'network', IP_PROTOCOLS), cls.TCA_FLOWER_KEY_IP_PROTO],
  ['source', ipv4, cls.TCA_FLOWER_KEY_IPV4_SRC, cls.TCA_FLOWER_KEY_IPV4_SRC_MASK],
  ['source', ipv6, cls.TCA_FLOWER_KEY_IPV6_SRC, cls.TCA_FLOWER_KEY_IPV6_SRC_MASK],
  ['destination', ipv4, cls.TCA_FLOWER_KEY_IPV4_DST, cls.TCA_FLOWER_KEY_IPV4_DST_MASK],
  ['destination', ipv6, cls.TCA_FLOWER_KEY_IPV6_DST, cls.TCA_FLOWER_KEY_IPV6_DST_MASK],
  ['tos', u8, cls.TCA_FLOWER_KEY_IP_TOS, cls.TCA_FLOWER_KEY_IP_TOS_MASK],
  ['ttl', u8, cls.TCA_FLOWER_KEY_IP_TTL, cls.TCA_FLOWER_KEY_IP_TTL_MASK],
  ['sourcePort', u16, cls.TCA_FLOWER_KEY_TCP_SRC, cls.TCA_FLOWER_KEY_TCP_SRC_MASK, tcp],
  ['sourcePort', u16, cls.TCA_FLOWER_KEY_UDP_SRC, cls.TCA_FLOWER_KEY_UDP_SRC_MASK, udp],
  ['sourcePort', u16, cls.TCA_FLOWER_KEY_SCTP_SRC, cls.TCA_FLOWER_KEY_SCTP_SRC_MASK, sctp],
  ['destinationPort', u16, cls.TCA_FLOWER_KEY_TCP_DST, cls.TCA_FLOWER_KEY_TCP_DST_MASK, tcp],
  ['destinationPort', u16, cls.TCA_FLOWER_KEY_UDP_DST, cls.TCA_FLOWER_KEY_UDP_DST_MASK, udp],
  ['destinationPort', u16, cls.TCA_FLOWER_KEY_SCTP_DST, cls.TCA_FLOWER_KEY_SCTP_DST_MASK, sctp],
  ['tcpFlags', maskedNumber(12), cls.TCA_FLOWER_KEY_TCP_FLAGS, cls.TCA_FLOWER_KEY_TCP_FLAGS_MASK],
  ['icmpType', u8, cls.TCA_FLOWER_KEY_ICMPV4_TYPE, cls.TCA_FLOWER_KEY_ICMPV4_TYPE_MASK, icmp],
  ['icmpType', u8, cls.TCA_FLOWER_KEY_ICMPV6_TYPE, cls.TCA_FLOWER_KEY_ICMPV6_TYPE_MASK, icmpv6],
  ['icmpCode', u8, cls.TCA_FLOWER_KEY_ICMPV4_CODE, cls.TCA_FLOWER_KEY_ICMPV4_CODE_MASK, icmp],
  ['icmpCode', u8, cls.TCA_FLOWER_KEY_ICMPV6_CODE, cls.TCA_FLOWER_KEY_ICMPV6_CODE_MASK, icmpv6],
  ['arpSource', ipv4, cls.TCA_FLOWER_KEY_ARP_SIP, cls.TCA_FLOWER_KEY_ARP_SIP_MASK],
  ['arpTarget', ipv4, cls.TCA_FLOWER_KEY_ARP_TIP, cls.TCA_FLOWER_KEY_ARP_TIP_MASK],
  ['arpOperation', u8, cls.TCA_FLOWER_KEY_ARP_OP, cls.TCA_FLOWER_KEY_ARP_OP_MASK],
  ['arpSourceHardware', maskedHardware, cls.TCA_FLOWER_KEY_ARP_SHA, cls.TCA_FLOWER_KEY_ARP_SHA_MASK],
  ['arpTargetHardware', maskedHardware, cls.TCA_FLOWER_KEY_ARP_THA, cls.TCA_FLOWER_KEY_ARP_THA_MASK],
  ['mplsLabel', maskedNumber(20, 'host'), cls.TCA_FLOWER_KEY_MPLS_LABEL],
  ['mplsTrafficClass', maskedNumber(3), cls.TCA_FLOWER_KEY_MPLS_TC],
  ['mplsBottomOfStack', maskedNumber(1), cls.TCA_FLOWER_KEY_MPLS_BOS],
  ['mplsTtl', u8, cls.TCA_FLOWER_KEY_MPLS_TTL],
  ['tunnelId', maskedNumber(32), cls.TCA_FLOWER_KEY_ENC_KEY_ID],
  ['tunnelSource', ipv4, cls.TCA_FLOWER_KEY_ENC_IPV4_SRC, cls.TCA_FLOWER_KEY_ENC_IPV4_SRC_MASK],
  ['tunnelSource', ipv6, cls.TCA_FLOWER_KEY_ENC_IPV6_SRC, cls.TCA_FLOWER_KEY_ENC_IPV6_SRC_MASK],
  ['tunnelDestination', ipv4, cls.TCA_FLOWER_KEY_ENC_IPV4_DST, cls.TCA_FLOWER_KEY_ENC_IPV4_DST_MASK],
  ['tunnelDestination', ipv6, cls.TCA_FLOWER_KEY_ENC_IPV6_DST, cls.TCA_FLOWER_KEY_ENC_IPV6_DST_MASK],
  ['tunnelSourcePort', u16, cls.TCA_FLOWER_KEY_ENC_UDP_SRC_PORT, cls.TCA_FLOWER_KEY_ENC_UDP_SRC_PORT_MASK],
  [
    'tunnelDestinationPort',
    u16,
    cls.TCA_FLOWER_KEY_ENC_UDP_DST_PORT,
    cls.TCA_FLOWER_KEY_ENC_UDP_DST_PORT_MASK,
  ],
  ['tunnelTos', u8, cls.TCA_FLOWER_KEY_ENC_IP_TOS, cls.TCA_FLOWER_KEY_ENC_IP_TOS_MASK],
  ['tunnelTtl', u8, cls.TCA_FLOWER_KEY_ENC_IP_TTL, cls.TCA_FLOWER_KEY_ENC_IP_TTL_MASK],
  ['conntrackState', maskedNumber(16, 'host'), cls.TCA_FLOWER_KEY_CT_STATE, cls.TCA_FLOWER_KEY_CT_STATE_MASK],
  ['conntrackZone', maskedNumber(16, 'host'), cls.TCA_FLOWER_KEY_CT_ZONE, cls.TCA_FLOWER_KEY_CT_ZONE_MASK],
  ['conntrackMark', maskedNumber(32, 'host'), cls.TCA_FLOWER_KEY_CT_MARK, cls.TCA_FLOWER_KEY_CT_MARK_MASK],
  ['fragment', maskedNumber(32), cls.TCA_FLOWER_KEY_FLAGS, cls.TCA_FLOWER_KEY_FLAGS_MASK],
  ['hash', maskedNumber(32, 'host'), cls.TCA_FLOWER_KEY_HASH, cls.TCA_FLOWER_KEY_HASH_MASK],
  ['pppoeSession', u16, cls.TCA_FLOWER_KEY_PPPOE_SID],
];
