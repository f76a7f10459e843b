import {
  BOND_3AD_STAT_LACPDU_ILLEGAL_RX,
  BOND_3AD_STAT_LACPDU_RX,
  BOND_3AD_STAT_LACPDU_TX,
  BOND_3AD_STAT_LACPDU_UNKNOWN_RX,
  BOND_3AD_STAT_MARKER_RESP_RX,
  BOND_3AD_STAT_MARKER_RESP_TX,
  BOND_3AD_STAT_MARKER_RX,
  BOND_3AD_STAT_MARKER_TX,
  BOND_3AD_STAT_MARKER_UNKNOWN_RX,
  BOND_XSTATS_3AD,
} from '../uapi/if_bonding.js';
import { BRIDGE_XSTATS_MCAST, BRIDGE_XSTATS_STP, BRIDGE_XSTATS_VLAN } from '../uapi/if_bridge.js';
import {
  IFLA_OFFLOAD_XSTATS_CPU_HIT,
  IFLA_OFFLOAD_XSTATS_HW_S_INFO,
  IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST,
  IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED,
  IFLA_OFFLOAD_XSTATS_L3_STATS,
  IFLA_STATS_AF_SPEC,
  IFLA_STATS_LINK_64,
  IFLA_STATS_LINK_OFFLOAD_XSTATS,
  IFLA_STATS_LINK_XSTATS,
  IFLA_STATS_LINK_XSTATS_SLAVE,
  IFLA_STATS_SET_OFFLOAD_XSTATS_L3_STATS,
  LINK_XSTATS_TYPE_BOND,
  LINK_XSTATS_TYPE_BRIDGE,
} from '../uapi/if_link.js';
import { MPLS_STATS_LINK } from '../uapi/mpls.js';
import { AF_MPLS } from '../uapi/socket.js';
import { attributes, list } from '../wire/attributes.js';
import { bytes, type Codec, link, type Read, u8, u16, u32, u64 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';

/** Counters of eight bytes one after the other, as many as this kernel has. */
function counters<const N extends string>(
  ...names: readonly N[]
): Codec<{ readonly [K in N]?: bigint }, never> {
  return {
    size: undefined,
    write: () => {},
    read: (view, start, end) => {
      const result: { [K in N]?: bigint } = {};
      for (const [index, name] of names.entries()) {
        const at = start + 8 * index;
        if (at + 8 <= end) result[name] = u64.read(view, at, at + 8);
      }
      return result;
    },
  };
}

/** What goes both ways: first what came in, then what went out. */
const bothWays = <const N extends string>(...names: readonly N[]) =>
  names.flatMap((name) => [`rx${name}`, `tx${name}`] as const);

/** `struct br_mcast_stats` */
const multicast = counters(
  ...bothWays('IgmpV1Queries', 'IgmpV2Queries', 'IgmpV3Queries', 'IgmpLeaves'),
  ...bothWays('IgmpV1Reports', 'IgmpV2Reports', 'IgmpV3Reports'),
  'igmpParseErrors',
  ...bothWays('MldV1Queries', 'MldV2Queries', 'MldLeaves', 'MldV1Reports', 'MldV2Reports'),
  'mldParseErrors',
  ...bothWays('Bytes', 'Packets'),
);

/** `struct bridge_stp_xstats` */
const stp = counters('blockings', 'forwardings', ...bothWays('Bpdu', 'Tcn'));

/** `struct bridge_vlan_xstats` */
const vlan = struct({
  rxBytes: u64,
  rxPackets: u64,
  txBytes: u64,
  txPackets: u64,
  vid: u16,
  flags: u16,
  pad: u32,
});
const vlanCounters: Codec<
  { vid: number; rxBytes: bigint; rxPackets: bigint; txBytes: bigint; txPackets: bigint },
  never
> = {
  size: vlan.size,
  write: () => {},
  read: (view, start) => {
    const { flags: _, pad: __, ...rest } = vlan.read(view, start);
    return rest;
  },
};

const ofBridge = attributes({
  vlan: [BRIDGE_XSTATS_VLAN, vlanCounters],
  multicast: [BRIDGE_XSTATS_MCAST, multicast],
  stp: [BRIDGE_XSTATS_STP, stp],
});
const vlans = list(BRIDGE_XSTATS_VLAN, vlanCounters);

/** One of them is there for each VLAN. */
const bridge = {
  ...ofBridge,
  read: (view: DataView, start: number, end: number) => {
    const { vlan: _, ...rest } = ofBridge.read(view, start, end);
    return { ...rest, vlans: vlans.read(view, start, end) };
  },
};

const lacp = attributes({
  rxLacpdu: [BOND_3AD_STAT_LACPDU_RX, u64],
  txLacpdu: [BOND_3AD_STAT_LACPDU_TX, u64],
  rxLacpduUnknown: [BOND_3AD_STAT_LACPDU_UNKNOWN_RX, u64],
  rxLacpduIllegal: [BOND_3AD_STAT_LACPDU_ILLEGAL_RX, u64],
  rxMarker: [BOND_3AD_STAT_MARKER_RX, u64],
  txMarker: [BOND_3AD_STAT_MARKER_TX, u64],
  rxMarkerResponse: [BOND_3AD_STAT_MARKER_RESP_RX, u64],
  txMarkerResponse: [BOND_3AD_STAT_MARKER_RESP_TX, u64],
  rxMarkerUnknown: [BOND_3AD_STAT_MARKER_UNKNOWN_RX, u64],
});

const ofKind = attributes({
  bridge: [LINK_XSTATS_TYPE_BRIDGE, bridge as Codec<ReturnType<(typeof bridge)['read']>, never>],
  bond: [LINK_XSTATS_TYPE_BOND, attributes({ lacp: [BOND_XSTATS_3AD, lacp] })],
});

/** `struct mpls_link_stats` */
const mpls = counters(
  'rxPackets',
  'txPackets',
  'rxBytes',
  'txBytes',
  'rxErrors',
  'txErrors',
  'rxDropped',
  'txDropped',
  'rxNoRoute',
);

/** `struct rtnl_hw_stats64` */
const l3 = counters(...bothWays('Packets', 'Bytes', 'Errors', 'Dropped'), 'multicast');

const offload = attributes({
  cpuHit: [IFLA_OFFLOAD_XSTATS_CPU_HIT, bytes],
  l3: [IFLA_OFFLOAD_XSTATS_L3_STATS, l3],
  info: [
    IFLA_OFFLOAD_XSTATS_HW_S_INFO,
    attributes({
      l3: [
        IFLA_OFFLOAD_XSTATS_L3_STATS,
        attributes({
          requested: [IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST, u8],
          used: [IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED, u8],
        }),
      ],
    }),
  ],
});

/** RTM_*STATS: `struct if_stats_msg` of `<linux/if_link.h>`. */
export const statsBody = {
  header: struct({ family: u8, pad1: u8, pad2: u16, index: link, filterMask: u32 }),
  attributes: attributes({
    link: [IFLA_STATS_LINK_64, bytes],
    xstats: [IFLA_STATS_LINK_XSTATS, ofKind],
    xstatsPort: [IFLA_STATS_LINK_XSTATS_SLAVE, ofKind],
    offload: [IFLA_STATS_LINK_OFFLOAD_XSTATS, offload],
    afstats: [
      IFLA_STATS_AF_SPEC,
      attributes({ mpls: [AF_MPLS, attributes({ link: [MPLS_STATS_LINK, mpls] })] }),
    ],
  }),
};

/** RTM_SETSTATS, whose attributes have other meanings. */
export const statsChangeBody = {
  header: statsBody.header,
  attributes: attributes({ l3: [IFLA_STATS_SET_OFFLOAD_XSTATS_L3_STATS, u8] }),
};

/** What a bridge has counted, or one of its ports: multicast while the bridge has `multicastStats`. */
export type BridgeStats = Read<typeof bridge>;
/** What a bond of mode 802.3ad has counted of its protocol, or one of its ports. */
export type LacpStats = Read<typeof lacp>;
/** What an adapter has counted of the IP packets that it forwarded by itself. */
export type HardwareStats = Read<typeof l3>;
/** What a link has counted of MPLS. */
export type MplsStats = Read<typeof mpls>;
