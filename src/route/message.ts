import { scope } from '../address/message.js';
import {
  RT_TABLE_DEFAULT,
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RT_TABLE_UNSPEC,
  RTA_CACHEINFO,
  RTA_DST,
  RTA_GATEWAY,
  RTA_IIF,
  RTA_MARK,
  RTA_METRICS,
  RTA_MULTIPATH,
  RTA_OIF,
  RTA_PREF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTA_SRC,
  RTA_TABLE,
  RTA_VIA,
  RTN_ANYCAST,
  RTN_BLACKHOLE,
  RTN_BROADCAST,
  RTN_LOCAL,
  RTN_MULTICAST,
  RTN_PROHIBIT,
  RTN_THROW,
  RTN_UNICAST,
  RTN_UNREACHABLE,
  RTN_UNSPEC,
  RTPROT_BOOT,
  RTPROT_DHCP,
  RTPROT_KERNEL,
  RTPROT_RA,
  RTPROT_REDIRECT,
  RTPROT_STATIC,
  RTPROT_UNSPEC,
} from '../uapi/rtnetlink.js';
import { AF_INET, AF_INET6 } from '../uapi/socket.js';
import { attributes } from '../wire/attributes.js';
import { bytes, type Codec, ip, link, named, u8, u32 } from '../wire/codec.js';
import { LITTLE_ENDIAN } from '../wire/endian.js';
import { struct } from '../wire/struct.js';

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
} as const;

/** Who made a route, as `ip route` spells it. */
export const ROUTE_PROTOCOLS = {
  unspec: RTPROT_UNSPEC,
  redirect: RTPROT_REDIRECT,
  kernel: RTPROT_KERNEL,
  boot: RTPROT_BOOT,
  static: RTPROT_STATIC,
  ra: RTPROT_RA,
  dhcp: RTPROT_DHCP,
} as const;

/** Tables that have names everywhere. */
export const ROUTE_TABLES = {
  unspec: RT_TABLE_UNSPEC,
  default: RT_TABLE_DEFAULT,
  main: RT_TABLE_MAIN,
  local: RT_TABLE_LOCAL,
} as const;

/** `struct rtvia`: a gateway of another family than the route's. */
const via: Codec<string> = {
  size: 2,
  write: (writer, address) => {
    const at = writer.reserve(2);
    ip.write(writer, address);
    const family = writer.length - at - 2 === 4 ? AF_INET : AF_INET6;
    writer.view.setUint16(at, family, LITTLE_ENDIAN);
  },
  read: (view, start, end) => ip.read(view, start + 2, end),
};

/** RTM_*ROUTE: `struct rtmsg` of `<linux/rtnetlink.h>`. */
export const routeBody = {
  header: struct({
    family: u8,
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
    destination: [RTA_DST, ip],
    from: [RTA_SRC, ip],
    inputLink: [RTA_IIF, link],
    dev: [RTA_OIF, link],
    gateway: [RTA_GATEWAY, ip],
    via: [RTA_VIA, via],
    metric: [RTA_PRIORITY, u32],
    source: [RTA_PREFSRC, ip],
    metrics: [RTA_METRICS, bytes],
    multipath: [RTA_MULTIPATH, bytes],
    cacheInfo: [RTA_CACHEINFO, bytes],
    tableId: [RTA_TABLE, named(u32, ROUTE_TABLES)],
    mark: [RTA_MARK, u32],
    pref: [RTA_PREF, u8],
  }),
};
