import { ROUTE_PROTOCOLS, ROUTE_TABLES } from '../names/tables.js';
import { tunnelId } from '../route/encap/ip.js';
import { ROUTE_FAMILIES } from '../route/message.js';
import {
  FR_ACT_BLACKHOLE,
  FR_ACT_GOTO,
  FR_ACT_NOP,
  FR_ACT_PROHIBIT,
  FR_ACT_TO_TBL,
  FR_ACT_UNREACHABLE,
  FRA_DPORT_MASK,
  FRA_DPORT_RANGE,
  FRA_DSCP,
  FRA_DSCP_MASK,
  FRA_DST,
  FRA_FLOW,
  FRA_FLOWLABEL,
  FRA_FLOWLABEL_MASK,
  FRA_FWMARK,
  FRA_FWMASK,
  FRA_GOTO,
  FRA_IIFNAME,
  FRA_IP_PROTO,
  FRA_L3MDEV,
  FRA_OIFNAME,
  FRA_PRIORITY,
  FRA_PROTOCOL,
  FRA_SPORT_MASK,
  FRA_SPORT_RANGE,
  FRA_SRC,
  FRA_SUPPRESS_IFGROUP,
  FRA_SUPPRESS_PREFIXLEN,
  FRA_TABLE,
  FRA_TUN_ID,
  FRA_UID_RANGE,
} from '../uapi/fib_rules.js';
import { attributes } from '../wire/attributes.js';
import { be32, type Codec, ip, named, string, u8, u16, u32 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';

/** What a rule does with a packet, as `ip rule` spells it. */
export const RULE_ACTIONS = {
  unspec: 0,
  lookup: FR_ACT_TO_TBL,
  goto: FR_ACT_GOTO,
  nop: FR_ACT_NOP,
  blackhole: FR_ACT_BLACKHOLE,
  unreachable: FR_ACT_UNREACHABLE,
  prohibit: FR_ACT_PROHIBIT,
} as const;

/** The first and the last of some numbers. */
export type Range = readonly [first: number, last: number];

function range(codec: Codec<number>): Codec<Range> {
  const size = codec.size ?? 0;
  return {
    size: 2 * size,
    write: (writer, [first, last]) => {
      codec.write(writer, first);
      codec.write(writer, last);
    },
    read: (view, start) => [
      codec.read(view, start, start + size),
      codec.read(view, start + size, start + 2 * size),
    ],
  };
}

/** RTM_*RULE: `struct fib_rule_hdr` of `<linux/fib_rules.h>`. */
export const ruleBody = {
  header: struct({
    family: named(u8, ROUTE_FAMILIES),
    toLength: u8,
    fromLength: u8,
    tos: u8,
    table: u8,
    reserved: u16,
    action: named(u8, RULE_ACTIONS),
    flags: u32,
  }),
  attributes: attributes({
    to: [FRA_DST, ip],
    from: [FRA_SRC, ip],
    iif: [FRA_IIFNAME, string],
    oif: [FRA_OIFNAME, string],
    goto: [FRA_GOTO, u32],
    priority: [FRA_PRIORITY, u32],
    fwmark: [FRA_FWMARK, u32],
    fwmask: [FRA_FWMASK, u32],
    realms: [FRA_FLOW, u32],
    tunId: [FRA_TUN_ID, tunnelId],
    suppressIfgroup: [FRA_SUPPRESS_IFGROUP, u32],
    suppressPrefixlength: [FRA_SUPPRESS_PREFIXLEN, u32],
    tableId: [FRA_TABLE, named(u32, ROUTE_TABLES)],
    l3mdev: [FRA_L3MDEV, u8],
    uidrange: [FRA_UID_RANGE, range(u32)],
    protocol: [FRA_PROTOCOL, named(u8, ROUTE_PROTOCOLS)],
    ipproto: [FRA_IP_PROTO, u8],
    sport: [FRA_SPORT_RANGE, range(u16)],
    dport: [FRA_DPORT_RANGE, range(u16)],
    dscp: [FRA_DSCP, u8],
    flowlabel: [FRA_FLOWLABEL, be32],
    flowlabelMask: [FRA_FLOWLABEL_MASK, be32],
    sportMask: [FRA_SPORT_MASK, u16],
    dportMask: [FRA_DPORT_MASK, u16],
    dscpMask: [FRA_DSCP_MASK, u8],
  }),
};
