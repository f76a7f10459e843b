import {
  GENEVE_DF_INHERIT,
  GENEVE_DF_SET,
  GENEVE_DF_UNSET,
  IFLA_GENEVE_COLLECT_METADATA,
  IFLA_GENEVE_DF,
  IFLA_GENEVE_GRO_HINT,
  IFLA_GENEVE_ID,
  IFLA_GENEVE_INNER_PROTO_INHERIT,
  IFLA_GENEVE_LABEL,
  IFLA_GENEVE_LOCAL,
  IFLA_GENEVE_LOCAL6,
  IFLA_GENEVE_PORT,
  IFLA_GENEVE_PORT_RANGE,
  IFLA_GENEVE_REMOTE,
  IFLA_GENEVE_REMOTE6,
  IFLA_GENEVE_TOS,
  IFLA_GENEVE_TTL,
  IFLA_GENEVE_TTL_INHERIT,
  IFLA_GENEVE_UDP_CSUM,
  IFLA_GENEVE_UDP_ZERO_CSUM6_RX,
  IFLA_GENEVE_UDP_ZERO_CSUM6_TX,
} from '../../uapi/if_link.js';
import { be32, u8, u32 } from '../../wire/codec.js';
import { anyIp, byte, choice, number, port, present, switched } from '../field.js';
import { portRange } from '../port_range.js';
import { defineKind } from './kind.js';

/** What becomes of the outer header's don't-fragment bit. */
const DF = { unset: GENEVE_DF_UNSET, set: GENEVE_DF_SET, inherit: GENEVE_DF_INHERIT } as const;

/** Generic network virtualization encapsulation: `ip link add NAME type geneve id VNI remote ADDRESS`; RFC 8926. */
export const geneve = defineKind({
  needs: { option: 'CONFIG_GENEVE', module: 'geneve' },
  rows: {
    /** Virtual network identifier (VNI). */
    id: [IFLA_GENEVE_ID, number(u32, 0, 0xff_ffff), 'create'],
    remote: [[IFLA_GENEVE_REMOTE, IFLA_GENEVE_REMOTE6], anyIp],
    local: [[IFLA_GENEVE_LOCAL, IFLA_GENEVE_LOCAL6], anyIp],
    /** 0: the route's. */
    ttl: [IFLA_GENEVE_TTL, byte],
    /** Of the inner packet. */
    ttlInherit: [IFLA_GENEVE_TTL_INHERIT, switched],
    /** 1: of the inner packet. */
    tos: [IFLA_GENEVE_TOS, byte],
    df: [IFLA_GENEVE_DF, choice(u8, DF)],
    /** IPv6 flow label. */
    flowLabel: [IFLA_GENEVE_LABEL, number(be32, 0, 0xf_ffff)],
    /** UDP port of the other end. Default 6081. */
    destinationPort: [IFLA_GENEVE_PORT, port, 'create'],
    portRange: [IFLA_GENEVE_PORT_RANGE, portRange, 'create'],
    udpChecksum: [IFLA_GENEVE_UDP_CSUM, switched, 'create'],
    udp6ZeroChecksumTx: [IFLA_GENEVE_UDP_ZERO_CSUM6_TX, switched, 'create'],
    udp6ZeroChecksumRx: [IFLA_GENEVE_UDP_ZERO_CSUM6_RX, switched, 'create'],
    /** VNI and endpoint come from the packet's metadata. */
    external: [IFLA_GENEVE_COLLECT_METADATA, present, 'create'],
    innerProtocolInherit: [IFLA_GENEVE_INNER_PROTO_INHERIT, present, 'create'],
    groHint: [IFLA_GENEVE_GRO_HINT, present, 'create'],
  },
});
