import type { Ifindex } from '../check/link.js';
import type { ROUTE_PROTOCOLS, SCOPES } from '../names/tables.js';
import { type RouteEncap, readEncap } from '../route/encap/index.js';
import { NEXTHOP_FLAGS } from '../route/nexthops.js';
import type { RawAttribute } from '../wire/attributes.js';
import { bitNames } from '../wire/codec.js';
import type { Decoded } from '../wire/message.js';
import type { GROUP_TYPES, GroupMember, NEXTHOP_FAMILIES, nexthopBody } from './message.js';

const flagNames = bitNames(NEXTHOP_FLAGS);

/** A next hop object: a line of `ip nexthop show`. What it does not have is left out. */
export interface Nexthop {
  readonly id: number;
  /** `unspec` of a group. */
  readonly family: keyof typeof NEXTHOP_FAMILIES | number;
  readonly via?: string;
  readonly dev?: Ifindex;
  readonly blackhole?: true;
  /** For entries of a bridge's or VXLAN's forwarding database, not for routes. */
  readonly fdb?: true;
  readonly encap?: RouteEncap;
  readonly group?: readonly GroupMember[];
  /** How a group shares out. */
  readonly type?: keyof typeof GROUP_TYPES | number;
  /** Of a resilient group: times in seconds. */
  readonly buckets?: number;
  readonly idleTimer?: number;
  readonly unbalancedTimer?: number;
  /** How long it has been out of balance. */
  readonly unbalancedTime?: number;
  /** Of a group, if that is asked for: what went by each of its next hops. */
  readonly stats?: readonly GroupStats[];
  /** Whether adapters are to count for the group, and whether one does; if {@link stats} are asked for. */
  readonly hardwareStats?: boolean;
  readonly hardwareStatsUsed?: boolean;
  readonly scope: keyof typeof SCOPES | number;
  readonly protocol: keyof typeof ROUTE_PROTOCOLS | number;
  readonly flags: readonly (keyof typeof NEXTHOP_FLAGS)[];
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

/** What went by a next hop of a group. */
export interface GroupStats {
  /** Of the next hop. */
  readonly id: number;
  readonly packets: bigint;
  /** Those of them that an adapter forwarded. */
  readonly hardwarePackets: bigint | undefined;
}

/** A bucket of a resilient group: a line of `ip nexthop bucket show`. */
export interface NexthopBucket {
  /** Of the group. */
  readonly id: number;
  readonly index: number;
  /** The next hop that it is assigned to. */
  readonly nhid: number;
  /** Seconds since a packet came through it. */
  readonly idleTime: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function toNexthop(message: Decoded<typeof nexthopBody>): Nexthop {
  const { id = 0, family, gateway, dev, blackhole, fdb, group, type, resilient = {} } = message;
  const { buckets, idleTimer, unbalancedTimer, unbalancedTime, unknown = [] } = resilient;
  const nexthop: Mutable<Nexthop> = {
    id,
    family,
    scope: message.scope,
    protocol: message.protocol,
    flags: flagNames(message.flags),
    unknown: [...(message.unknown ?? []), ...unknown],
  };
  const encap = readEncap(message.encapType, message.encap);
  if (gateway !== undefined) nexthop.via = gateway;
  if (dev !== undefined) nexthop.dev = dev;
  if (blackhole) nexthop.blackhole = true;
  if (fdb) nexthop.fdb = true;
  if (encap) nexthop.encap = encap;
  if (group) {
    nexthop.group = group;
    nexthop.type = type ?? 'mpath';
  }
  const { stats, hardwareStats, hardwareStatsUsed } = message;
  if (stats)
    nexthop.stats = stats.map(({ id = 0, packets = 0n, hardwarePackets }) => ({
      id,
      packets,
      hardwarePackets,
    }));
  if (hardwareStats !== undefined) nexthop.hardwareStats = hardwareStats !== 0;
  if (hardwareStatsUsed !== undefined) nexthop.hardwareStatsUsed = hardwareStatsUsed !== 0;
  if (buckets !== undefined) nexthop.buckets = buckets;
  if (idleTimer !== undefined) nexthop.idleTimer = idleTimer;
  if (unbalancedTimer !== undefined) nexthop.unbalancedTimer = unbalancedTimer;
  if (unbalancedTime !== undefined) nexthop.unbalancedTime = unbalancedTime;
  return nexthop;
}

export function toBucket({ id = 0, bucket = {} }: Decoded<typeof nexthopBody>): NexthopBucket {
  const { index = 0, nhid = 0, idleTime = 0 } = bucket;
  return { id, index, nhid, idleTime };
}
