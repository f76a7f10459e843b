import { type Ifindex, type LinkRef, linkRef } from '../check/link.js';
import { boolean, type Check, checkOptions, oneOf, wrongType } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import {
  IFLA_STATS_AF_SPEC,
  IFLA_STATS_LINK_64,
  IFLA_STATS_LINK_OFFLOAD_XSTATS,
  IFLA_STATS_LINK_XSTATS,
  IFLA_STATS_LINK_XSTATS_SLAVE,
} from '../uapi/if_link.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import { RTM_GETSTATS, RTM_SETSTATS } from '../uapi/rtnetlink.js';
import type { RawAttribute } from '../wire/attributes.js';
import type { Decoded } from '../wire/message.js';
import {
  type BridgeStats,
  type HardwareStats,
  type LacpStats,
  type MplsStats,
  statsBody,
  statsChangeBody,
} from './statistics_message.js';
import { type LinkStats, readStats } from './stats.js';

/** Groups of counters, as `ip stats` calls them, but for `xstats_slave`. */
const GROUPS = {
  link: IFLA_STATS_LINK_64,
  xstats: IFLA_STATS_LINK_XSTATS,
  xstatsPort: IFLA_STATS_LINK_XSTATS_SLAVE,
  offload: IFLA_STATS_LINK_OFFLOAD_XSTATS,
  afstats: IFLA_STATS_AF_SPEC,
} as const;

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

function toStats(message: Decoded<typeof statsBody>): LinkStatsSet {
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
      body: statsBody,
      header: { index: ref, filterMask: maskOf(query) },
    });
    if (!found) throw new TypeError('the kernel answered a request for counters with nothing');
    return toStats(found);
  }

  /** Of all links: `ip stats show`. */
  async list(query: LinkStatsQuery = {}): Promise<LinkStatsSet[]> {
    checkOptions('links.stats.list', query, { groups });
    return this.#handle.route.request(
      { type: RTM_GETSTATS, flags: NLM_F_DUMP, body: statsBody, header: { filterMask: maskOf(query) } },
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
      body: statsChangeBody,
      header: { index: ref },
      attributes: { l3: Number(changes.l3) },
    });
  }
}
