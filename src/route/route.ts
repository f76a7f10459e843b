import type { SCOPES } from '../address/message.js';
import type { Ifindex } from '../check/link.js';
import {
  RTNH_F_DEAD,
  RTNH_F_LINKDOWN,
  RTNH_F_OFFLOAD,
  RTNH_F_ONLINK,
  RTNH_F_PERVASIVE,
} from '../uapi/rtnetlink.js';
import { AF_INET } from '../uapi/socket.js';
import type { RawAttribute } from '../wire/attributes.js';
import { bitNames } from '../wire/codec.js';
import type { Decoded } from '../wire/message.js';
import type { ROUTE_PROTOCOLS, ROUTE_TABLES, ROUTE_TYPES, routeBody } from './message.js';

/** Flags of a route as `ip route` spells them. */
const FLAGS = {
  dead: RTNH_F_DEAD,
  pervasive: RTNH_F_PERVASIVE,
  onlink: RTNH_F_ONLINK,
  offload: RTNH_F_OFFLOAD,
  linkdown: RTNH_F_LINKDOWN,
} as const;

/** A flag of a next hop, RTNH_F_ONLINK as `onlink`. Source: `<linux/rtnetlink.h>`. */
export type RouteFlag = keyof typeof FLAGS;

const flagNames = bitNames(FLAGS);

/** A route: a line of `ip route show`. */
export interface Route {
  readonly family: 'inet' | 'inet6';
  /** `'default'`, or a prefix with its length. */
  readonly to: string;
  /** Prefix of source addresses that the route is for (IPv6). */
  readonly from: string | undefined;
  /** The gateway; `undefined` if the destination is on the link. */
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
  /** Several next hops (RTA_MULTIPATH), as the kernel sent them. */
  readonly multipath: Uint8Array | undefined;
  /** Metrics of the path (RTA_METRICS), as the kernel sent them. */
  readonly metrics: Uint8Array | undefined;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

export function toRoute(message: Decoded<typeof routeBody>): Route {
  const { destination, destinationLength, from, sourceLength } = message;
  return {
    family: message.family === AF_INET ? 'inet' : 'inet6',
    to: destination === undefined ? 'default' : `${destination}/${destinationLength}`,
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
    flags: flagNames(message.flags),
    multipath: message.multipath,
    metrics: message.metrics,
    unknown: message.unknown ?? [],
  };
}
