import {
  IFLA_VXLAN_AGEING,
  IFLA_VXLAN_COLLECT_METADATA,
  IFLA_VXLAN_DF,
  IFLA_VXLAN_GBP,
  IFLA_VXLAN_GPE,
  IFLA_VXLAN_GROUP,
  IFLA_VXLAN_GROUP6,
  IFLA_VXLAN_ID,
  IFLA_VXLAN_L2MISS,
  IFLA_VXLAN_L3MISS,
  IFLA_VXLAN_LABEL,
  IFLA_VXLAN_LABEL_POLICY,
  IFLA_VXLAN_LEARNING,
  IFLA_VXLAN_LIMIT,
  IFLA_VXLAN_LINK,
  IFLA_VXLAN_LOCAL,
  IFLA_VXLAN_LOCAL6,
  IFLA_VXLAN_LOCALBYPASS,
  IFLA_VXLAN_MC_ROUTE,
  IFLA_VXLAN_PORT,
  IFLA_VXLAN_PORT_RANGE,
  IFLA_VXLAN_PROXY,
  IFLA_VXLAN_REMCSUM_NOPARTIAL,
  IFLA_VXLAN_REMCSUM_RX,
  IFLA_VXLAN_REMCSUM_TX,
  IFLA_VXLAN_RESERVED_BITS,
  IFLA_VXLAN_RSC,
  IFLA_VXLAN_TOS,
  IFLA_VXLAN_TTL,
  IFLA_VXLAN_TTL_INHERIT,
  IFLA_VXLAN_UDP_CSUM,
  IFLA_VXLAN_UDP_ZERO_CSUM6_RX,
  IFLA_VXLAN_UDP_ZERO_CSUM6_TX,
  IFLA_VXLAN_VNIFILTER,
  VXLAN_DF_INHERIT,
  VXLAN_DF_SET,
  VXLAN_DF_UNSET,
  VXLAN_LABEL_FIXED,
  VXLAN_LABEL_INHERIT,
} from '../../uapi/if_link.js';
import { be32, bytes, u8, u32 } from '../../wire/codec.js';
import { anyIp, byte, choice, device, number, port, present, readOnly, switched, word } from '../field.js';
import { portRange } from '../port_range.js';
import { defineKind } from './kind.js';

/** What becomes of the outer header's don't-fragment bit. */
const DF = { unset: VXLAN_DF_UNSET, set: VXLAN_DF_SET, inherit: VXLAN_DF_INHERIT } as const;

const LABEL_POLICIES = { fixed: VXLAN_LABEL_FIXED, inherit: VXLAN_LABEL_INHERIT } as const;

/** Ethernet over UDP: `ip link add NAME type vxlan id VNI`; RFC 7348. */
export const vxlan = defineKind({
  needs: { option: 'CONFIG_VXLAN', module: 'vxlan' },
  rows: {
    /** VXLAN network identifier (VNI). */
    id: [IFLA_VXLAN_ID, number(u32, 0, 0xff_ffff), 'create'],
    /** Where frames go whose destination is not known: a tunnel endpoint, or a multicast group. */
    remote: [[IFLA_VXLAN_GROUP, IFLA_VXLAN_GROUP6], anyIp],
    /** Source address of the tunnel. */
    local: [[IFLA_VXLAN_LOCAL, IFLA_VXLAN_LOCAL6], anyIp],
    /** The link that the tunnel's own packets leave by. */
    dev: [IFLA_VXLAN_LINK, device],
    /** 0: the route's. */
    ttl: [IFLA_VXLAN_TTL, byte],
    /** Of the inner packet. */
    ttlInherit: [IFLA_VXLAN_TTL_INHERIT, present],
    /** 1: of the inner packet. */
    tos: [IFLA_VXLAN_TOS, byte],
    df: [IFLA_VXLAN_DF, choice(u8, DF)],
    /** IPv6 flow label. */
    flowLabel: [IFLA_VXLAN_LABEL, number(be32, 0, 0xf_ffff)],
    flowLabelPolicy: [IFLA_VXLAN_LABEL_POLICY, choice(u32, LABEL_POLICIES)],
    /** UDP port of the other end. The kernel's default is 8472; the one that IANA gave is 4789. */
    destinationPort: [IFLA_VXLAN_PORT, port, 'create'],
    portRange: [IFLA_VXLAN_PORT_RANGE, portRange, 'create'],
    /** Learns who is behind which endpoint. Default true. */
    learning: [IFLA_VXLAN_LEARNING, switched],
    /** Lifetime of what was learnt, in seconds. */
    ageing: [IFLA_VXLAN_AGEING, word],
    /** Entries at most; 0: any number. */
    limit: [IFLA_VXLAN_LIMIT, word],
    /** Answers ARP itself. */
    proxy: [IFLA_VXLAN_PROXY, switched, 'create'],
    /** Route short circuit. */
    rsc: [IFLA_VXLAN_RSC, switched, 'create'],
    l2miss: [IFLA_VXLAN_L2MISS, switched, 'create'],
    l3miss: [IFLA_VXLAN_L3MISS, switched, 'create'],
    udpChecksum: [IFLA_VXLAN_UDP_CSUM, switched, 'create'],
    udp6ZeroChecksumTx: [IFLA_VXLAN_UDP_ZERO_CSUM6_TX, switched, 'create'],
    udp6ZeroChecksumRx: [IFLA_VXLAN_UDP_ZERO_CSUM6_RX, switched, 'create'],
    remoteChecksumTx: [IFLA_VXLAN_REMCSUM_TX, switched, 'create'],
    remoteChecksumRx: [IFLA_VXLAN_REMCSUM_RX, switched, 'create'],
    remoteChecksumNoPartial: [IFLA_VXLAN_REMCSUM_NOPARTIAL, present, 'create'],
    /** Group policy extension. */
    gbp: [IFLA_VXLAN_GBP, present, 'create'],
    /** Generic protocol extension; only with `external`, and with `learning: false`. */
    gpe: [IFLA_VXLAN_GPE, present, 'create'],
    /** VNI and endpoint come from the packet's metadata. */
    external: [IFLA_VXLAN_COLLECT_METADATA, switched, 'create'],
    /** Takes only VNIs that it is told of; with `external`. */
    vniFilter: [IFLA_VXLAN_VNIFILTER, switched, 'create'],
    /** Frames for an endpoint here take a short cut. Default true. */
    localBypass: [IFLA_VXLAN_LOCALBYPASS, switched],
    /** Which bits of the header must be zero, eight bytes. */
    reservedBits: [IFLA_VXLAN_RESERVED_BITS, readOnly(bytes), 'read'],
    /** Sends multicast by the multicast routing table. */
    multicastRoute: [IFLA_VXLAN_MC_ROUTE, switched, 'create'],
  },
});
