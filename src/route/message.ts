import { scope } from '../address/message.js';
import { ROUTE_PROTOCOLS, ROUTE_TABLES } from '../names/tables.js';
import {
  ICMPV6_ROUTER_PREF_HIGH,
  ICMPV6_ROUTER_PREF_INVALID,
  ICMPV6_ROUTER_PREF_LOW,
  ICMPV6_ROUTER_PREF_MEDIUM,
} from '../uapi/icmpv6.js';
import {
  RTA_CACHEINFO,
  RTA_DPORT,
  RTA_DST,
  RTA_EXPIRES,
  RTA_FLOWLABEL,
  RTA_IIF,
  RTA_IP_PROTO,
  RTA_MARK,
  RTA_METRICS,
  RTA_MULTIPATH,
  RTA_NH_ID,
  RTA_OIF,
  RTA_PREF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTA_SPORT,
  RTA_SRC,
  RTA_TABLE,
  RTA_TTL_PROPAGATE,
  RTA_UID,
  RTN_ANYCAST,
  RTN_BLACKHOLE,
  RTN_BROADCAST,
  RTN_LOCAL,
  RTN_MULTICAST,
  RTN_NAT,
  RTN_PROHIBIT,
  RTN_THROW,
  RTN_UNICAST,
  RTN_UNREACHABLE,
  RTN_UNSPEC,
  RTNL_FAMILY_IP6MR,
  RTNL_FAMILY_IPMR,
} from '../uapi/rtnetlink.js';
import { AF_INET, AF_INET6, AF_MPLS } from '../uapi/socket.js';
import { attributes } from '../wire/attributes.js';
import { be16, be32, ip, link, named, u8, u32 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';
import { cacheInfo } from './cache_info.js';
import { metricsAttributes } from './metrics.js';
import { hopAttributes, multipath } from './nexthops.js';

/** What a route does with a packet, as `ip route` spells it. */
export const ROUTE_TYPES = {
  unspec: RTN_UNSPEC,
  unicast: RTN_UNICAST,
  local: RTN_LOCAL,
  broadcast: RTN_BROADCAST,
  anycast: RTN_ANYCAST,
  multicast: RTN_MULTICAST,
  blackhole: RTN_BLACKHOLE,
  unreachable: RTN_UNREACHABLE,
  prohibit: RTN_PROHIBIT,
  throw: RTN_THROW,
  nat: RTN_NAT,
} as const;

/** Families of routes, as `ip` spells them; the last two are forwarding entries of multicast. */
export const ROUTE_FAMILIES = {
  inet: AF_INET,
  inet6: AF_INET6,
  mpls: AF_MPLS,
  ipmr: RTNL_FAMILY_IPMR,
  ip6mr: RTNL_FAMILY_IP6MR,
} as const;

/** Preference among routers; RFC 4191. */
export const PREFERENCES = {
  low: ICMPV6_ROUTER_PREF_LOW,
  medium: ICMPV6_ROUTER_PREF_MEDIUM,
  high: ICMPV6_ROUTER_PREF_HIGH,
  invalid: ICMPV6_ROUTER_PREF_INVALID,
} as const;

/** RTM_*ROUTE: `struct rtmsg` of `<linux/rtnetlink.h>`. */
export const routeBody = {
  header: struct({
    family: named(u8, ROUTE_FAMILIES),
    destinationLength: u8,
    sourceLength: u8,
    tos: u8,
    table: u8,
    protocol: named(u8, ROUTE_PROTOCOLS),
    scope,
    type: named(u8, ROUTE_TYPES),
    flags: u32,
  }),
  attributes: attributes({
    // Of an MPLS route an entry of a label stack, four bytes like an IPv4 address.
    destination: [RTA_DST, ip],
    from: [RTA_SRC, ip],
    iif: [RTA_IIF, link],
    ...hopAttributes,
    dev: [RTA_OIF, link],
    metric: [RTA_PRIORITY, u32],
    source: [RTA_PREFSRC, ip],
    metrics: [RTA_METRICS, metricsAttributes],
    nexthops: [RTA_MULTIPATH, multipath],
    cacheInfo: [RTA_CACHEINFO, cacheInfo],
    tableId: [RTA_TABLE, named(u32, ROUTE_TABLES)],
    mark: [RTA_MARK, u32],
    pref: [RTA_PREF, named(u8, PREFERENCES)],
    expires: [RTA_EXPIRES, u32],
    uid: [RTA_UID, u32],
    ttlPropagate: [RTA_TTL_PROPAGATE, u8],
    ipproto: [RTA_IP_PROTO, u8],
    sport: [RTA_SPORT, be16],
    dport: [RTA_DPORT, be16],
    flowlabel: [RTA_FLOWLABEL, be32],
    nhid: [RTA_NH_ID, u32],
  }),
};
