import type { Ifindex } from '../check/link.js';
import type { MULTICAST_ROUTER } from '../link/multicast_router.js';
import type { ROUTE_PROTOCOLS } from '../names/tables.js';
import type { RawAttribute } from '../wire/attributes.js';
import type { Read } from '../wire/codec.js';
import { type FILTER_MODES, flagNames, type found, type MdbFlag, type router } from './mdb_message.js';

/** An entry of a multicast table: a line of `bridge -details mdb show`. Source: `<linux/if_bridge.h>`. */
export interface MdbEntry {
  /** The bridge, or the VXLAN. */
  readonly link: Ifindex;
  readonly port: Ifindex;
  readonly group: string;
  readonly source: string | undefined;
  readonly vid: number | undefined;
  readonly state: 'temp' | 'permanent' | number;
  readonly flags: readonly MdbFlag[];
  readonly filterMode: keyof typeof FILTER_MODES | number | undefined;
  /** With the seconds that are left of them. */
  readonly sources: readonly { readonly address: string; readonly timer: number }[];
  readonly protocol: keyof typeof ROUTE_PROTOCOLS | number | undefined;
  /** Seconds left; 0: it stays. */
  readonly timer: number;
  readonly dst: string | undefined;
  readonly dstPort: number | undefined;
  readonly vni: number | undefined;
  readonly sourceVni: number | undefined;
  readonly via: Ifindex | undefined;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

export function toMdbEntry(index: Ifindex, read: Read<typeof found>): MdbEntry {
  return {
    link: index,
    port: read.port,
    group: read.group,
    source: read.source,
    vid: read.vid || undefined,
    state: read.state,
    flags: flagNames(read.flags),
    filterMode: read.filterMode,
    sources: (read.sources ?? []).map(({ address = '', timer = 0 }) => ({ address, timer })),
    protocol: read.protocol,
    timer: read.timer ?? 0,
    dst: read.dst,
    dstPort: read.dstPort,
    vni: read.vni,
    sourceVni: read.sourceVni,
    via: read.via,
    unknown: read.unknown ?? [],
  };
}

/** A port that leads to a multicast router: a router line of `bridge -statistics mdb show`. */
export interface MdbRouter {
  /** The bridge. */
  readonly link: Ifindex;
  readonly port: Ifindex;
  readonly vid: number | undefined;
  readonly type: keyof typeof MULTICAST_ROUTER | number | undefined;
  /** Seconds until it is forgotten, if nobody says it again; of either IP version. */
  readonly timer: number | undefined;
  readonly inetTimer: number | undefined;
  readonly inet6Timer: number | undefined;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

export function toMdbRouter(index: Ifindex, read: Read<typeof router>): MdbRouter {
  const { port, vid, type, timer, inetTimer, inet6Timer, unknown = [] } = read;
  return { link: index, port, vid, type, timer, inetTimer, inet6Timer, unknown };
}
