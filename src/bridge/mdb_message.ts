import { seconds } from '../link/field.js';
import { MULTICAST_ROUTER } from '../link/multicast_router.js';
import { ROUTE_PROTOCOLS } from '../names/tables.js';
import { formatHardware, formatIp, parseHardware, parseIp } from '../packet/address.js';
import {
  MDB_FLAGS_BLOCKED,
  MDB_FLAGS_FAST_LEAVE,
  MDB_FLAGS_OFFLOAD,
  MDB_FLAGS_OFFLOAD_FAILED,
  MDB_FLAGS_STAR_EXCL,
  MDB_PERMANENT,
  MDB_TEMPORARY,
  MDBA_GET_ENTRY,
  MDBA_GET_ENTRY_ATTRS,
  MDBA_MDB,
  MDBA_MDB_EATTR_DST,
  MDBA_MDB_EATTR_DST_PORT,
  MDBA_MDB_EATTR_GROUP_MODE,
  MDBA_MDB_EATTR_IFINDEX,
  MDBA_MDB_EATTR_RTPROT,
  MDBA_MDB_EATTR_SOURCE,
  MDBA_MDB_EATTR_SRC_LIST,
  MDBA_MDB_EATTR_SRC_VNI,
  MDBA_MDB_EATTR_TIMER,
  MDBA_MDB_EATTR_VNI,
  MDBA_MDB_ENTRY,
  MDBA_MDB_ENTRY_INFO,
  MDBA_MDB_SRCATTR_ADDRESS,
  MDBA_MDB_SRCATTR_TIMER,
  MDBA_MDB_SRCLIST_ENTRY,
  MDBA_ROUTER,
  MDBA_ROUTER_PATTR_INET_TIMER,
  MDBA_ROUTER_PATTR_INET6_TIMER,
  MDBA_ROUTER_PATTR_TIMER,
  MDBA_ROUTER_PATTR_TYPE,
  MDBA_ROUTER_PATTR_VID,
  MDBA_ROUTER_PORT,
  MDBA_SET_ENTRY,
  MDBA_SET_ENTRY_ATTRS,
  MDBE_ATTR_DST,
  MDBE_ATTR_DST_PORT,
  MDBE_ATTR_GROUP_MODE,
  MDBE_ATTR_IFINDEX,
  MDBE_ATTR_RTPROT,
  MDBE_ATTR_SOURCE,
  MDBE_ATTR_SRC_LIST,
  MDBE_ATTR_SRC_VNI,
  MDBE_ATTR_STATE_MASK,
  MDBE_ATTR_VNI,
  MDBE_SRC_LIST_ENTRY,
  MDBE_SRCATTR_ADDRESS,
} from '../uapi/if_bridge.js';
import { ETH_P_IP, ETH_P_IPV6 } from '../uapi/if_ether.js';
import { attributes, headed, list } from '../wire/attributes.js';
import { bitNames, type Codec, ip, link, named, u8, u16, u32 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';

/** Whether the list of sources says whom one wants to hear, or whom not (MCAST_INCLUDE, MCAST_EXCLUDE). */
export const FILTER_MODES = { exclude: 0, include: 1 } as const;

const FLAGS = {
  offload: MDB_FLAGS_OFFLOAD,
  fastLeave: MDB_FLAGS_FAST_LEAVE,
  addedByStarExclude: MDB_FLAGS_STAR_EXCL,
  blocked: MDB_FLAGS_BLOCKED,
  offloadFailed: MDB_FLAGS_OFFLOAD_FAILED,
} as const;

/** A flag of an entry, MDB_FLAGS_FAST_LEAVE as `fastLeave`. */
export type MdbFlag = keyof typeof FLAGS;

export const flagNames = bitNames(FLAGS);

/**
 * The group of `struct br_mdb_entry`: an address in sixteen bytes, its EtherType, padding. 0 is a hardware address; all
 * zero, none.
 */
const group: Codec<string> = {
  size: 20,
  write(writer, value) {
    const address = parseIp(value) ?? parseHardware(value) ?? new Uint8Array();
    const at = writer.reserve(20);
    writer.bytes.set(address, at);
    const protocol = address.length === 4 ? ETH_P_IP : address.length === 16 ? ETH_P_IPV6 : 0;
    writer.view.setUint16(at + 16, protocol);
  },
  read(view, start) {
    const protocol = view.getUint16(start + 16);
    const bytes = new Uint8Array(view.buffer, view.byteOffset + start, 16);
    if (protocol === ETH_P_IP) return formatIp(bytes.subarray(0, 4));
    return protocol === ETH_P_IPV6 ? formatIp(bytes) : formatHardware(bytes.subarray(0, 6));
  },
};

/** `struct br_mdb_entry` of `<linux/if_bridge.h>`. */
const entry = struct({
  port: link,
  state: named(u8, { temp: MDB_TEMPORARY, permanent: MDB_PERMANENT }),
  flags: u8,
  vid: u16,
  group,
});

/** `struct br_port_msg` of `<linux/if_bridge.h>`. */
const header = struct({ family: u8, pad1: u8, pad2: u16, index: link });

const protocol = named(u8, ROUTE_PROTOCOLS);
const filterMode = named(u8, FILTER_MODES);

const source = attributes({ address: [MDBE_SRCATTR_ADDRESS, ip] });
export const changeBody = {
  header,
  attributes: attributes({
    entry: [MDBA_SET_ENTRY, entry],
    more: [
      MDBA_SET_ENTRY_ATTRS,
      attributes({
        source: [MDBE_ATTR_SOURCE, ip],
        sources: [MDBE_ATTR_SRC_LIST, list(MDBE_SRC_LIST_ENTRY, source)],
        filterMode: [MDBE_ATTR_GROUP_MODE, filterMode],
        protocol: [MDBE_ATTR_RTPROT, protocol],
        dst: [MDBE_ATTR_DST, ip],
        port: [MDBE_ATTR_DST_PORT, u16],
        vni: [MDBE_ATTR_VNI, u32],
        via: [MDBE_ATTR_IFINDEX, link],
        sourceVni: [MDBE_ATTR_SRC_VNI, u32],
        stateMask: [MDBE_ATTR_STATE_MASK, u8],
      }),
    ],
  }),
};

export const found = headed(
  entry,
  attributes({
    timer: [MDBA_MDB_EATTR_TIMER, seconds(u32)],
    sources: [
      MDBA_MDB_EATTR_SRC_LIST,
      list(
        MDBA_MDB_SRCLIST_ENTRY,
        attributes({
          address: [MDBA_MDB_SRCATTR_ADDRESS, ip],
          timer: [MDBA_MDB_SRCATTR_TIMER, seconds(u32)],
        }),
      ),
    ],
    filterMode: [MDBA_MDB_EATTR_GROUP_MODE, filterMode],
    source: [MDBA_MDB_EATTR_SOURCE, ip],
    protocol: [MDBA_MDB_EATTR_RTPROT, protocol],
    dst: [MDBA_MDB_EATTR_DST, ip],
    dstPort: [MDBA_MDB_EATTR_DST_PORT, u16],
    vni: [MDBA_MDB_EATTR_VNI, u32],
    via: [MDBA_MDB_EATTR_IFINDEX, u32],
    sourceVni: [MDBA_MDB_EATTR_SRC_VNI, u32],
  }),
);

const groups = list(MDBA_MDB_ENTRY, list(MDBA_MDB_ENTRY_INFO, found));

/** A question has the number of the answers' groups for an entry: what is written comes first. */
export const queryBody = {
  header,
  attributes: attributes({
    entry: [MDBA_GET_ENTRY, entry],
    more: [
      MDBA_GET_ENTRY_ATTRS,
      attributes({
        source: [MDBE_ATTR_SOURCE, ip],
        dst: [MDBE_ATTR_DST, ip],
        sourceVni: [MDBE_ATTR_SRC_VNI, u32],
      }),
    ],
    groups: [MDBA_MDB, groups],
  }),
};

/** A port that leads to a multicast router. */
export const router = headed(
  struct({ port: link }),
  attributes({
    timer: [MDBA_ROUTER_PATTR_TIMER, seconds(u32)],
    type: [MDBA_ROUTER_PATTR_TYPE, named(u8, MULTICAST_ROUTER)],
    inetTimer: [MDBA_ROUTER_PATTR_INET_TIMER, seconds(u32)],
    inet6Timer: [MDBA_ROUTER_PATTR_INET6_TIMER, seconds(u32)],
    vid: [MDBA_ROUTER_PATTR_VID, u16],
  }),
);

export const listBody = {
  header,
  attributes: attributes({
    groups: [MDBA_MDB, groups],
    routers: [MDBA_ROUTER, list(MDBA_ROUTER_PORT, router)],
  }),
};
