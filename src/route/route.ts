import type { Ifindex } from '../check/link.js';
import { type ROUTE_PROTOCOLS, type ROUTE_TABLES, readRealms, type SCOPES } from '../names/tables.js';
import { parseIp } from '../packet/address.js';
import { RTM_F_CLONED, RTM_F_OFFLOAD, RTM_F_OFFLOAD_FAILED, RTM_F_TRAP } from '../uapi/rtnetlink.js';
import type { RawAttribute } from '../wire/attributes.js';
import { bitNames } from '../wire/codec.js';
import type { Decoded } from '../wire/message.js';
import type { RouteCache } from './cache_info.js';
import { type RouteEncap, readEncap } from './encap/index.js';
import type { PREFERENCES, ROUTE_FAMILIES, ROUTE_TYPES, routeBody } from './message.js';
import type { RouteMetrics } from './metrics.js';
import { NEXTHOP_FLAGS, type RouteNexthop } from './nexthops.js';

/** Flags of a route as `ip route` spells them; `cloned` is what it calls `cache`. */
const FLAGS = {
  ...NEXTHOP_FLAGS,
  cloned: RTM_F_CLONED,
  rt_offload: RTM_F_OFFLOAD,
  rt_trap: RTM_F_TRAP,
  rt_offload_failed: RTM_F_OFFLOAD_FAILED,
} as const;

/** A flag of a route or next hop, RTNH_F_ONLINK as `onlink`. Source: `<linux/rtnetlink.h>`. */
export type RouteFlag = keyof typeof FLAGS;

const flagNames = bitNames(FLAGS);

/** A route: a line of `ip route show`. */
export interface Route {
  readonly family: keyof typeof ROUTE_FAMILIES | number;
  /** `'default'`, or a prefix with its length; of an MPLS route the label. */
  readonly to: string;
  /** Prefix of source addresses that the route is for (IPv6). */
  readonly from: string | undefined;
  /** The gateway; `undefined` if the destination is on the link, or if there are several {@link nexthops}. */
  readonly via: string | undefined;
  readonly dev: Ifindex | undefined;
  /** Lower is preferred. */
  readonly metric: number | undefined;
  readonly table: keyof typeof ROUTE_TABLES | number;
  readonly scope: keyof typeof SCOPES | number;
  readonly type: keyof typeof ROUTE_TYPES | number;
  readonly protocol: keyof typeof ROUTE_PROTOCOLS | number;
  /** Source address that packets get by default: `src` of `ip route`. */
  readonly source: string | undefined;
  readonly tos: number;
  readonly flags: readonly RouteFlag[];
  /** Several next hops: a multipath route. */
  readonly nexthops: readonly RouteNexthop[] | undefined;
  /** Metrics of the path. */
  readonly metrics: RouteMetrics | undefined;
  /** The next hop object that it goes by; the kernel tells what that is in `via`, `dev` or `nexthops` as well. */
  readonly nhid?: number;
  readonly encap?: RouteEncap;
  readonly realms?: { readonly from: number; readonly to: number };
  /** IPv6: preference among routers. */
  readonly pref?: keyof typeof PREFERENCES | number;
  /** Lifetime and use, where there is anything to tell. */
  readonly cache?: RouteCache;
  /** MPLS: labels that are put in the place of the one that it is for. */
  readonly as?: readonly number[];
  /** MPLS: whether the TTL goes on into the packet. */
  readonly ttlPropagate?: boolean;
  /** Of an answer of {@link Routes.get}: what was asked about. */
  readonly iif?: Ifindex;
  readonly mark?: number;
  readonly uid?: number;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const NOTHING: readonly never[] = [];

export function toRoute(message: Decoded<typeof routeBody>): Route {
  const { from, sourceLength } = message;
  const route: Mutable<Route> = {
    family: message.family,
    to: destinationOf(message),
    from: from === undefined ? undefined : `${from}/${sourceLength}`,
    via: message.gateway ?? message.via,
    dev: message.dev,
    metric: message.metric,
    table: message.tableId ?? message.table,
    scope: message.scope,
    type: message.type,
    protocol: message.protocol,
    source: message.source,
    tos: message.tos,
    flags: message.flags === 0 ? NOTHING : flagNames(message.flags),
    nexthops: message.nexthops,
    metrics: message.metrics as RouteMetrics | undefined,
    unknown: message.unknown ?? NOTHING,
  };
  // Few routes have any of these: the others stay small.
  const encap = readEncap(message.encapType, message.encap);
  if (encap) route.encap = encap;
  if (message.nhid !== undefined) route.nhid = message.nhid;
  if (message.realms) route.realms = readRealms(message.realms);
  if (message.pref !== undefined) route.pref = message.pref;
  if (message.cacheInfo) route.cache = message.cacheInfo;
  if (message.as) route.as = message.as;
  if (message.ttlPropagate !== undefined) route.ttlPropagate = message.ttlPropagate !== 0;
  if (message.iif !== undefined) route.iif = message.iif;
  if (message.mark !== undefined) route.mark = message.mark;
  if (message.uid !== undefined) route.uid = message.uid;
  return route;
}

function destinationOf({ family, destination, destinationLength }: Decoded<typeof routeBody>): string {
  if (destination === undefined) return 'default';
  if (family !== 'mpls') return `${destination}/${destinationLength}`;
  // Twenty bits of a label, read as the four bytes of an address.
  const [a = 0, b = 0, c = 0] = parseIp(destination) ?? [];
  return String((a << 12) | (b << 4) | (c >> 4));
}
