import { scope } from '../address/message.js';
import { seconds } from '../link/field.js';
import { ROUTE_PROTOCOLS } from '../names/tables.js';
import { encapBytes, encapType } from '../route/encap/index.js';
import {
  NEXTHOP_GRP_TYPE_MPATH,
  NEXTHOP_GRP_TYPE_RES,
  NHA_BLACKHOLE,
  NHA_ENCAP,
  NHA_ENCAP_TYPE,
  NHA_FDB,
  NHA_GATEWAY,
  NHA_GROUP,
  NHA_GROUP_STATS,
  NHA_GROUP_STATS_ENTRY,
  NHA_GROUP_STATS_ENTRY_ID,
  NHA_GROUP_STATS_ENTRY_PACKETS,
  NHA_GROUP_STATS_ENTRY_PACKETS_HW,
  NHA_GROUP_TYPE,
  NHA_GROUPS,
  NHA_HW_STATS_ENABLE,
  NHA_HW_STATS_USED,
  NHA_ID,
  NHA_MASTER,
  NHA_OIF,
  NHA_OP_FLAGS,
  NHA_RES_BUCKET,
  NHA_RES_BUCKET_IDLE_TIME,
  NHA_RES_BUCKET_INDEX,
  NHA_RES_BUCKET_NH_ID,
  NHA_RES_GROUP,
  NHA_RES_GROUP_BUCKETS,
  NHA_RES_GROUP_IDLE_TIMER,
  NHA_RES_GROUP_UNBALANCED_TIME,
  NHA_RES_GROUP_UNBALANCED_TIMER,
} from '../uapi/nexthop.js';
import { AF_INET, AF_INET6, AF_UNSPEC } from '../uapi/socket.js';
import { attributes, list } from '../wire/attributes.js';
import { type Codec, flag, ip, link, named, u8, u16, u32, u64 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';

/** Families of next hops, as `ip` spells them; a group has none. */
export const NEXTHOP_FAMILIES = { unspec: AF_UNSPEC, inet: AF_INET, inet6: AF_INET6 } as const;

/** How a group shares out, as `ip nexthop` spells it. */
export const GROUP_TYPES = { mpath: NEXTHOP_GRP_TYPE_MPATH, resilient: NEXTHOP_GRP_TYPE_RES } as const;

/** One next hop of a group. */
export interface GroupMember {
  readonly id: number;
  /** Its share of the packets among the weights of all. */
  readonly weight: number;
}

const MEMBER = 8;

/** `struct nexthop_grp` for each: id, weight less one in two bytes that are apart from history, two bytes of nothing. */
const members: Codec<GroupMember[], readonly GroupMember[]> = {
  size: undefined,
  write(writer, group) {
    for (const { id, weight } of group) {
      u32.write(writer, id);
      u8.write(writer, (weight - 1) & 0xff);
      u8.write(writer, (weight - 1) >> 8);
      writer.reserve(2);
    }
  },
  read(view, start, end) {
    const group: GroupMember[] = [];
    for (let at = start; at + MEMBER <= end; at += MEMBER) {
      const weight = view.getUint8(at + 4) + view.getUint8(at + 5) * 256 + 1;
      group.push({ id: u32.read(view, at, at + 4), weight });
    }
    return group;
  },
};

/** A number in four bytes or eight, whichever the kernel thinks enough: NLA_UINT. */
const uint: Codec<bigint, never> = {
  size: 4,
  write: () => {},
  read: (view, start, end) =>
    end - start < 8 ? BigInt(u32.read(view, start, end)) : u64.read(view, start, end),
};

/** RTM_*NEXTHOP and RTM_*NEXTHOPBUCKET: `struct nhmsg` of `<linux/nexthop.h>`. */
export const nexthopBody = {
  header: struct({
    family: named(u8, NEXTHOP_FAMILIES),
    scope,
    protocol: named(u8, ROUTE_PROTOCOLS),
    reserved: u8,
    flags: u32,
  }),
  attributes: attributes({
    id: [NHA_ID, u32],
    group: [NHA_GROUP, members],
    type: [NHA_GROUP_TYPE, named(u16, GROUP_TYPES)],
    blackhole: [NHA_BLACKHOLE, flag],
    dev: [NHA_OIF, link],
    gateway: [NHA_GATEWAY, ip],
    encap: [NHA_ENCAP, encapBytes],
    encapType: [NHA_ENCAP_TYPE, encapType],
    groups: [NHA_GROUPS, flag],
    master: [NHA_MASTER, link],
    fdb: [NHA_FDB, flag],
    resilient: [
      NHA_RES_GROUP,
      attributes({
        buckets: [NHA_RES_GROUP_BUCKETS, u16],
        idleTimer: [NHA_RES_GROUP_IDLE_TIMER, seconds(u32)],
        unbalancedTimer: [NHA_RES_GROUP_UNBALANCED_TIMER, seconds(u32)],
        unbalancedTime: [NHA_RES_GROUP_UNBALANCED_TIME, seconds(u64)],
      }),
    ],
    operationFlags: [NHA_OP_FLAGS, u32],
    stats: [
      NHA_GROUP_STATS,
      list(
        NHA_GROUP_STATS_ENTRY,
        attributes({
          id: [NHA_GROUP_STATS_ENTRY_ID, u32],
          packets: [NHA_GROUP_STATS_ENTRY_PACKETS, uint],
          hardwarePackets: [NHA_GROUP_STATS_ENTRY_PACKETS_HW, uint],
        }),
      ),
    ],
    hardwareStats: [NHA_HW_STATS_ENABLE, u32],
    hardwareStatsUsed: [NHA_HW_STATS_USED, u32],
    bucket: [
      NHA_RES_BUCKET,
      attributes({
        index: [NHA_RES_BUCKET_INDEX, u16],
        idleTime: [NHA_RES_BUCKET_IDLE_TIME, seconds(u64)],
        nhid: [NHA_RES_BUCKET_NH_ID, u32],
      }),
    ],
  }),
};
