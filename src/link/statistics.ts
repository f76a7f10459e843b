import { type Ifindex, type LinkRef, linkRef } from '../check/link.js';
import { boolean, type Check, checkOptions, oneOf, wrongType } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
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
import { NLM_F_DUMP } from '../uapi/netlink.js';
import { RTM_GETSTATS, RTM_SETSTATS } from '../uapi/rtnetlink.js';
import { AF_MPLS } from '../uapi/socket.js';
import { attributes, list, type RawAttribute } from '../wire/attributes.js';
import { bytes, type Codec, link, type Read, u8, u16, u32, u64 } from '../wire/codec.js';
import type { Decoded } from '../wire/message.js';
import { struct } from '../wire/struct.js';
import { type LinkStats, readStats } from './stats.js';

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
const body = {
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
const changeBody = {
  header: body.header,
  attributes: attributes({ l3: [IFLA_STATS_SET_OFFLOAD_XSTATS_L3_STATS, u8] }),
};

/** Groups of counters, as `ip stats` calls them, but for `xstats_slave`. */
const GROUPS = {
  link: IFLA_STATS_LINK_64,
  xstats: IFLA_STATS_LINK_XSTATS,
  xstatsPort: IFLA_STATS_LINK_XSTATS_SLAVE,
  offload: IFLA_STATS_LINK_OFFLOAD_XSTATS,
  afstats: IFLA_STATS_AF_SPEC,
} as const;

/** What a bridge has counted, or one of its ports: multicast while the bridge has `multicastStats`. */
export type BridgeStats = Read<typeof bridge>;
/** What a bond of mode 802.3ad has counted of its protocol, or one of its ports. */
export type LacpStats = Read<typeof lacp>;
/** What an adapter has counted of the IP packets that it forwarded by itself. */
export type HardwareStats = Read<typeof l3>;
/** What a link has counted of MPLS. */
export type MplsStats = Read<typeof mpls>;

/** What a link has counted beside the packets of every link. Source: `<linux/if_link.h>`. */
export interface LinkStatsSet {
  readonly link: Ifindex;
  /** What every link counts. */
  readonly counters?: LinkStats;
  /** As a bridge, or as a port of one. */
  readonly bridge?: BridgeStats;
  readonly bridgePort?: BridgeStats;
  /** As a bond, or as a port of one. */
  readonly lacp?: LacpStats;
  readonly lacpPort?: LacpStats;
  /** Of what an adapter forwards by itself, the part that came to this host all the same. */
  readonly cpuHit?: LinkStats;
  /** Since Linux 5.18: whether an adapter is to count what it forwards by itself, whether it does, and what it has. */
  readonly l3?: HardwareStats & { readonly requested: boolean; readonly used: boolean };
  readonly mpls?: MplsStats;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

/** Which counters are told. */
export interface LinkStatsQuery {
  /** Default: all. */
  readonly groups?: readonly (keyof typeof GROUPS)[];
}

const groupName = oneOf(...Object.keys(GROUPS));
const groups: Check = (field, value) => {
  if (!Array.isArray(value) || value.length === 0) throw wrongType(field, value, 'an array of groups');
  for (const [i, each] of value.entries()) groupName(`${field}[${i}]`, each);
};

const maskOf = ({ groups: some = Object.keys(GROUPS) as (keyof typeof GROUPS)[] }: LinkStatsQuery) =>
  some.reduce((mask, name) => mask | (1 << (GROUPS[name] - 1)), 0);

function toStats(message: Decoded<typeof body>): LinkStatsSet {
  const { index, link, xstats, xstatsPort, offload, afstats, unknown = [] } = message;
  const info = offload?.info?.l3;
  const found = {
    counters: link && readStats(link),
    bridge: xstats?.bridge,
    bridgePort: xstatsPort?.bridge,
    lacp: xstats?.bond?.lacp,
    lacpPort: xstatsPort?.bond?.lacp,
    cpuHit: offload?.cpuHit && readStats(offload.cpuHit),
    l3: info && { requested: info.requested === 1, used: info.used === 1, ...offload?.l3 },
    mpls: afstats?.mpls?.link,
  };
  const there = Object.entries(found).filter(([, value]) => value !== undefined);
  return { link: index, ...Object.fromEntries(there), unknown };
}

/** What links have counted, of their kinds as well: `ip stats`; ip-stats(8). */
export class LinkStatistics {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** Of one link: `ip stats show dev LINK`. @throws NetlinkError ENODEV if there is none. */
  async get(ref: LinkRef, query: LinkStatsQuery = {}): Promise<LinkStatsSet> {
    linkRef('link', ref);
    checkOptions('links.stats.get', query, { groups });
    const [found] = await this.#handle.route.request({
      type: RTM_GETSTATS,
      subject: ref,
      body,
      header: { index: ref, filterMask: maskOf(query) },
    });
    if (!found) throw new TypeError('the kernel answered a request for counters with nothing');
    return toStats(found);
  }

  /** Of all links: `ip stats show`. */
  async list(query: LinkStatsQuery = {}): Promise<LinkStatsSet[]> {
    checkOptions('links.stats.list', query, { groups });
    return this.#handle.route.request(
      { type: RTM_GETSTATS, flags: NLM_F_DUMP, body, header: { filterMask: maskOf(query) } },
      toStats,
    );
  }

  /**
   * Has the adapter of a link count the IP packets that it forwards by itself, or no longer: `ip stats set dev LINK
   * l3_stats on`. Since Linux 5.18. Needs CAP_NET_ADMIN.
   */
  async set(ref: LinkRef, changes: { readonly l3: boolean }): Promise<void> {
    linkRef('link', ref);
    checkOptions('links.stats.set', changes, { l3: boolean }, ['l3']);
    await this.#handle.route.request({
      type: RTM_SETSTATS,
      subject: ref,
      body: changeBody,
      header: { index: ref },
      attributes: { l3: Number(changes.l3) },
    });
  }
}
