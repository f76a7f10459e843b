import { MULTICAST_ROUTER } from '../link/multicast_router.js';
import { requires } from '../netlink/requirement.js';
import {
  BR_STATE_BLOCKING,
  BR_STATE_DISABLED,
  BR_STATE_FORWARDING,
  BR_STATE_LEARNING,
  BR_STATE_LISTENING,
  BRIDGE_VLANDB_DUMP_FLAGS,
  BRIDGE_VLANDB_ENTRY,
  BRIDGE_VLANDB_ENTRY_INFO,
  BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS,
  BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS,
  BRIDGE_VLANDB_ENTRY_MCAST_ROUTER,
  BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT,
  BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS,
  BRIDGE_VLANDB_ENTRY_RANGE,
  BRIDGE_VLANDB_ENTRY_STATE,
  BRIDGE_VLANDB_ENTRY_STATS,
  BRIDGE_VLANDB_ENTRY_TUNNEL_INFO,
  BRIDGE_VLANDB_STATS_RX_BYTES,
  BRIDGE_VLANDB_STATS_RX_PACKETS,
  BRIDGE_VLANDB_STATS_TX_BYTES,
  BRIDGE_VLANDB_STATS_TX_PACKETS,
  BRIDGE_VLANDB_TINFO_CMD,
  BRIDGE_VLANDB_TINFO_ID,
} from '../uapi/if_bridge.js';
import { answeredBy, attributes } from '../wire/attributes.js';
import { link, named, u8, u16, u32, u64 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';

/** Without it nobody answers to these messages. */
export const NEEDS = [requires('bridge', 'vlan', 'BRIDGE_VLAN_FILTERING')];

export const STATES = {
  disabled: BR_STATE_DISABLED,
  listening: BR_STATE_LISTENING,
  learning: BR_STATE_LEARNING,
  forwarding: BR_STATE_FORWARDING,
  blocking: BR_STATE_BLOCKING,
} as const;

const info = struct({ flags: u16, vid: u16 });

export const entry = attributes({
  info: [BRIDGE_VLANDB_ENTRY_INFO, info],
  range: [BRIDGE_VLANDB_ENTRY_RANGE, u16],
  state: [BRIDGE_VLANDB_ENTRY_STATE, named(u8, STATES)],
  tunnel: [
    BRIDGE_VLANDB_ENTRY_TUNNEL_INFO,
    attributes({ command: [BRIDGE_VLANDB_TINFO_CMD, u32], id: [BRIDGE_VLANDB_TINFO_ID, u32] }),
  ],
  stats: [
    BRIDGE_VLANDB_ENTRY_STATS,
    attributes({
      rxBytes: [BRIDGE_VLANDB_STATS_RX_BYTES, u64],
      rxPackets: [BRIDGE_VLANDB_STATS_RX_PACKETS, u64],
      txBytes: [BRIDGE_VLANDB_STATS_TX_BYTES, u64],
      txPackets: [BRIDGE_VLANDB_STATS_TX_PACKETS, u64],
    }),
  ],
  multicastRouter: [BRIDGE_VLANDB_ENTRY_MCAST_ROUTER, named(u8, MULTICAST_ROUTER)],
  multicastGroups: [BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS, u32],
  multicastMaxGroups: [BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS, u32],
  neighbourSuppress: [BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS, u8],
  neighbourForwardGratuitous: [BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT, u8],
});

/** `struct br_vlan_msg` of `<linux/if_bridge.h>`. */
export const header = struct({ family: u8, reserved1: u8, reserved2: u16, index: link });
export const changeBody = { header, attributes: attributes({ entry: [BRIDGE_VLANDB_ENTRY, entry] }) };
export const listBody = {
  header,
  attributes: answeredBy(
    attributes({ dumpFlags: [BRIDGE_VLANDB_DUMP_FLAGS, u32] }),
    'entries',
    BRIDGE_VLANDB_ENTRY,
    entry,
  ),
};
