import {
  BR_STATE_BLOCKING,
  BR_STATE_DISABLED,
  BR_STATE_FORWARDING,
  BR_STATE_LEARNING,
  BR_STATE_LISTENING,
} from '../../uapi/if_bridge.js';
import {
  IFLA_BRPORT_BACKUP_NHID,
  IFLA_BRPORT_BACKUP_PORT,
  IFLA_BRPORT_BCAST_FLOOD,
  IFLA_BRPORT_BRIDGE_ID,
  IFLA_BRPORT_CONFIG_PENDING,
  IFLA_BRPORT_COST,
  IFLA_BRPORT_DESIGNATED_COST,
  IFLA_BRPORT_DESIGNATED_PORT,
  IFLA_BRPORT_FAST_LEAVE,
  IFLA_BRPORT_FLUSH,
  IFLA_BRPORT_FORWARD_DELAY_TIMER,
  IFLA_BRPORT_GROUP_FWD_MASK,
  IFLA_BRPORT_GUARD,
  IFLA_BRPORT_HOLD_TIMER,
  IFLA_BRPORT_ID,
  IFLA_BRPORT_ISOLATED,
  IFLA_BRPORT_LEARNING,
  IFLA_BRPORT_LOCKED,
  IFLA_BRPORT_MAB,
  IFLA_BRPORT_MCAST_EHT_HOSTS_CNT,
  IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT,
  IFLA_BRPORT_MCAST_FLOOD,
  IFLA_BRPORT_MCAST_MAX_GROUPS,
  IFLA_BRPORT_MCAST_N_GROUPS,
  IFLA_BRPORT_MCAST_TO_UCAST,
  IFLA_BRPORT_MESSAGE_AGE_TIMER,
  IFLA_BRPORT_MODE,
  IFLA_BRPORT_MRP_IN_OPEN,
  IFLA_BRPORT_MRP_RING_OPEN,
  IFLA_BRPORT_MULTICAST_ROUTER,
  IFLA_BRPORT_NEIGH_FORWARD_GRAT,
  IFLA_BRPORT_NEIGH_SUPPRESS,
  IFLA_BRPORT_NEIGH_VLAN_SUPPRESS,
  IFLA_BRPORT_NO,
  IFLA_BRPORT_PRIORITY,
  IFLA_BRPORT_PROTECT,
  IFLA_BRPORT_PROXYARP,
  IFLA_BRPORT_PROXYARP_WIFI,
  IFLA_BRPORT_ROOT_ID,
  IFLA_BRPORT_STATE,
  IFLA_BRPORT_TOPOLOGY_CHANGE_ACK,
  IFLA_BRPORT_UNICAST_FLOOD,
  IFLA_BRPORT_VLAN_TUNNEL,
} from '../../uapi/if_link.js';
import { u8, u16, u64 } from '../../wire/codec.js';
import { bridgeId } from '../bridge_id.js';
import { choice, deviceOrNone, number, present, readOnly, seconds, short, switched, word } from '../field.js';
import { MULTICAST_ROUTER } from '../multicast_router.js';
import { optionTable } from '../option_table.js';

/** What the spanning tree lets a port do. */
const STATES = {
  disabled: BR_STATE_DISABLED,
  listening: BR_STATE_LISTENING,
  learning: BR_STATE_LEARNING,
  forwarding: BR_STATE_FORWARDING,
  blocking: BR_STATE_BLOCKING,
} as const;

export const portState = choice(u8, STATES);

const timer = readOnly(seconds(u64));

/** A port of a bridge: `ip link set LINK type bridge_slave`, `bridge link set dev LINK`. Times are in seconds. */
export const bridgePort = optionTable(
  {
    state: [IFLA_BRPORT_STATE, portState],
    priority: [IFLA_BRPORT_PRIORITY, number(u16, 0, 63)],
    cost: [IFLA_BRPORT_COST, word],
    /** Frames may leave by the port that they came by. */
    hairpin: [IFLA_BRPORT_MODE, switched],
    /** Spanning tree messages are not taken. */
    guard: [IFLA_BRPORT_GUARD, switched],
    /** Cannot become the way to the root. */
    rootBlock: [IFLA_BRPORT_PROTECT, switched],
    /** Who leaves a multicast group is believed at once. */
    fastLeave: [IFLA_BRPORT_FAST_LEAVE, switched],
    learning: [IFLA_BRPORT_LEARNING, switched],
    /** Frames to unknown addresses leave by it; so with multicast and broadcast. */
    flood: [IFLA_BRPORT_UNICAST_FLOOD, switched],
    multicastFlood: [IFLA_BRPORT_MCAST_FLOOD, switched],
    broadcastFlood: [IFLA_BRPORT_BCAST_FLOOD, switched],
    multicastToUnicast: [IFLA_BRPORT_MCAST_TO_UCAST, switched],
    multicastRouter: [IFLA_BRPORT_MULTICAST_ROUTER, choice(u8, MULTICAST_ROUTER)],
    /** Groups at most; 0: any number. */
    multicastMaxGroups: [IFLA_BRPORT_MCAST_MAX_GROUPS, word],
    multicastGroups: [IFLA_BRPORT_MCAST_N_GROUPS, word, 'read'],
    multicastEhtHostsLimit: [IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT, word],
    multicastEhtHosts: [IFLA_BRPORT_MCAST_EHT_HOSTS_CNT, word, 'read'],
    proxyArp: [IFLA_BRPORT_PROXYARP, switched],
    proxyArpWifi: [IFLA_BRPORT_PROXYARP_WIFI, switched],
    /** VLANs are mapped to tunnels. */
    vlanTunnel: [IFLA_BRPORT_VLAN_TUNNEL, switched],
    /** Bit n: frames to 01:80:c2:00:00:0n are forwarded. */
    groupForwardMask: [IFLA_BRPORT_GROUP_FWD_MASK, short],
    /** Answers ARP and neighbour solicitations itself where it can. */
    neighbourSuppress: [IFLA_BRPORT_NEIGH_SUPPRESS, switched],
    neighbourVlanSuppress: [IFLA_BRPORT_NEIGH_VLAN_SUPPRESS, switched],
    neighbourForwardGratuitous: [IFLA_BRPORT_NEIGH_FORWARD_GRAT, switched],
    /** Reaches no other isolated port. */
    isolated: [IFLA_BRPORT_ISOLATED, switched],
    /** Only known addresses may send. */
    locked: [IFLA_BRPORT_LOCKED, switched],
    /** Unknown addresses get a locked entry, for somebody to authenticate. */
    macAuthenticationBypass: [IFLA_BRPORT_MAB, switched],
    /** Takes over when this port is down; 0: none. */
    backupPort: [IFLA_BRPORT_BACKUP_PORT, deviceOrNone],
    backupNexthop: [IFLA_BRPORT_BACKUP_NHID, word],
    /** Forgets the addresses it has learnt. */
    flush: [IFLA_BRPORT_FLUSH, present, 'write'],
    rootId: [IFLA_BRPORT_ROOT_ID, readOnly(bridgeId), 'read'],
    bridgeId: [IFLA_BRPORT_BRIDGE_ID, readOnly(bridgeId), 'read'],
    designatedPort: [IFLA_BRPORT_DESIGNATED_PORT, short, 'read'],
    designatedCost: [IFLA_BRPORT_DESIGNATED_COST, short, 'read'],
    id: [IFLA_BRPORT_ID, short, 'read'],
    number: [IFLA_BRPORT_NO, short, 'read'],
    topologyChangeAck: [IFLA_BRPORT_TOPOLOGY_CHANGE_ACK, switched, 'read'],
    configPending: [IFLA_BRPORT_CONFIG_PENDING, switched, 'read'],
    messageAgeTimer: [IFLA_BRPORT_MESSAGE_AGE_TIMER, timer, 'read'],
    forwardDelayTimer: [IFLA_BRPORT_FORWARD_DELAY_TIMER, timer, 'read'],
    holdTimer: [IFLA_BRPORT_HOLD_TIMER, timer, 'read'],
    mrpRingOpen: [IFLA_BRPORT_MRP_RING_OPEN, switched, 'read'],
    mrpInOpen: [IFLA_BRPORT_MRP_IN_OPEN, switched, 'read'],
  },
  [],
);
