import {
  BR_BOOLOPT_FDB_LOCAL_VLAN_0,
  BR_BOOLOPT_MCAST_VLAN_SNOOPING,
  BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION,
  BR_BOOLOPT_MST_ENABLE,
  BR_BOOLOPT_NO_LL_LEARN,
  BRIDGE_QUERIER_IP_ADDRESS,
  BRIDGE_QUERIER_IP_OTHER_TIMER,
  BRIDGE_QUERIER_IP_PORT,
  BRIDGE_QUERIER_IPV6_ADDRESS,
  BRIDGE_QUERIER_IPV6_OTHER_TIMER,
  BRIDGE_QUERIER_IPV6_PORT,
} from '../../uapi/if_bridge.js';
import {
  BR_STP_MODE_AUTO,
  BR_STP_MODE_KERNEL,
  BR_STP_MODE_USER,
  IFLA_BR_AGEING_TIME,
  IFLA_BR_BRIDGE_ID,
  IFLA_BR_FDB_FLUSH,
  IFLA_BR_FDB_MAX_LEARNED,
  IFLA_BR_FDB_N_LEARNED,
  IFLA_BR_FORWARD_DELAY,
  IFLA_BR_GC_TIMER,
  IFLA_BR_GROUP_ADDR,
  IFLA_BR_GROUP_FWD_MASK,
  IFLA_BR_HELLO_TIME,
  IFLA_BR_HELLO_TIMER,
  IFLA_BR_MAX_AGE,
  IFLA_BR_MCAST_HASH_ELASTICITY,
  IFLA_BR_MCAST_HASH_MAX,
  IFLA_BR_MCAST_IGMP_VERSION,
  IFLA_BR_MCAST_LAST_MEMBER_CNT,
  IFLA_BR_MCAST_LAST_MEMBER_INTVL,
  IFLA_BR_MCAST_MEMBERSHIP_INTVL,
  IFLA_BR_MCAST_MLD_VERSION,
  IFLA_BR_MCAST_QUERIER,
  IFLA_BR_MCAST_QUERIER_INTVL,
  IFLA_BR_MCAST_QUERIER_STATE,
  IFLA_BR_MCAST_QUERY_INTVL,
  IFLA_BR_MCAST_QUERY_RESPONSE_INTVL,
  IFLA_BR_MCAST_QUERY_USE_IFADDR,
  IFLA_BR_MCAST_ROUTER,
  IFLA_BR_MCAST_SNOOPING,
  IFLA_BR_MCAST_STARTUP_QUERY_CNT,
  IFLA_BR_MCAST_STARTUP_QUERY_INTVL,
  IFLA_BR_MCAST_STATS_ENABLED,
  IFLA_BR_MULTI_BOOLOPT,
  IFLA_BR_NF_CALL_ARPTABLES,
  IFLA_BR_NF_CALL_IP6TABLES,
  IFLA_BR_NF_CALL_IPTABLES,
  IFLA_BR_PRIORITY,
  IFLA_BR_ROOT_ID,
  IFLA_BR_ROOT_PATH_COST,
  IFLA_BR_ROOT_PORT,
  IFLA_BR_STP_MODE,
  IFLA_BR_STP_STATE,
  IFLA_BR_TCN_TIMER,
  IFLA_BR_TOPOLOGY_CHANGE,
  IFLA_BR_TOPOLOGY_CHANGE_DETECTED,
  IFLA_BR_TOPOLOGY_CHANGE_TIMER,
  IFLA_BR_VLAN_DEFAULT_PVID,
  IFLA_BR_VLAN_FILTERING,
  IFLA_BR_VLAN_PROTOCOL,
  IFLA_BR_VLAN_STATS_ENABLED,
  IFLA_BR_VLAN_STATS_PER_PORT,
} from '../../uapi/if_link.js';
import { attributes } from '../../wire/attributes.js';
import { be16, ip, u8, u16, u32, u64 } from '../../wire/codec.js';
import { maskedBits } from '../bits.js';
import { bridgeId } from '../bridge_id.js';
import {
  choice,
  hardware,
  number,
  onOff,
  present,
  readOnly,
  seconds,
  short,
  switched,
  word,
} from '../field.js';
import { MULTICAST_ROUTER } from '../multicast_router.js';
import { defineKind } from './kind.js';
import { VLAN_PROTOCOLS } from './vlan.js';

/** Who runs the spanning tree. */
const STP_MODES = { auto: BR_STP_MODE_AUTO, user: BR_STP_MODE_USER, kernel: BR_STP_MODE_KERNEL } as const;

/** Who asks for the members of multicast groups, by IGMP and by MLD. */
export const querier = attributes({
  address: [BRIDGE_QUERIER_IP_ADDRESS, ip],
  port: [BRIDGE_QUERIER_IP_PORT, u32],
  otherTimer: [BRIDGE_QUERIER_IP_OTHER_TIMER, seconds(u64)],
  address6: [BRIDGE_QUERIER_IPV6_ADDRESS, ip],
  port6: [BRIDGE_QUERIER_IPV6_PORT, u32],
  otherTimer6: [BRIDGE_QUERIER_IPV6_OTHER_TIMER, seconds(u64)],
});

const timer = readOnly(seconds(u64));

/** A switch between the links that have it as `master`: `ip link add NAME type bridge`. Times are in seconds. */
export const bridge = defineKind({
  needs: { option: 'CONFIG_BRIDGE', module: 'bridge' },
  optionNeeds: {
    vlanFiltering: 'CONFIG_BRIDGE_VLAN_FILTERING',
    vlanProtocol: 'CONFIG_BRIDGE_VLAN_FILTERING',
    vlanDefaultPvid: 'CONFIG_BRIDGE_VLAN_FILTERING',
    multicastSnooping: 'CONFIG_BRIDGE_IGMP_SNOOPING',
  },
  rows: {
    /** 2 to 30, default 15; only with `stp`, as the next two. */
    forwardDelay: [IFLA_BR_FORWARD_DELAY, seconds(u32)],
    /** 1 to 10, default 2. */
    helloTime: [IFLA_BR_HELLO_TIME, seconds(u32)],
    /** 6 to 40, default 20. */
    maxAge: [IFLA_BR_MAX_AGE, seconds(u32)],
    /** How long a learnt address stays. Default 300; 0: for ever. */
    ageingTime: [IFLA_BR_AGEING_TIME, seconds(u32)],
    /** Spanning tree. Default false. */
    stp: [IFLA_BR_STP_STATE, onOff(u32)],
    stpMode: [IFLA_BR_STP_MODE, choice(u32, STP_MODES)],
    /** In the spanning tree. Default 32768. */
    priority: [IFLA_BR_PRIORITY, short],
    /** Default false: frames pass whatever their VLAN. */
    vlanFiltering: [IFLA_BR_VLAN_FILTERING, switched],
    vlanProtocol: [IFLA_BR_VLAN_PROTOCOL, choice(be16, VLAN_PROTOCOLS)],
    /** VLAN of frames without a tag. Default 1; 0: such frames do not pass. */
    vlanDefaultPvid: [IFLA_BR_VLAN_DEFAULT_PVID, number(u16, 0, 4095)],
    vlanStats: [IFLA_BR_VLAN_STATS_ENABLED, switched],
    vlanStatsPerPort: [IFLA_BR_VLAN_STATS_PER_PORT, switched],
    /** Bit n: frames to 01:80:c2:00:00:0n are forwarded. */
    groupForwardMask: [IFLA_BR_GROUP_FWD_MASK, short],
    /** Where the spanning tree's messages go. */
    groupAddress: [IFLA_BR_GROUP_ADDR, hardware],
    /** Forgets the addresses it has learnt. */
    fdbFlush: [IFLA_BR_FDB_FLUSH, present, 'write'],
    /** Learnt addresses at most; 0: any number. */
    fdbMaxLearned: [IFLA_BR_FDB_MAX_LEARNED, word],
    fdbLearned: [IFLA_BR_FDB_N_LEARNED, word, 'read'],
    multicastRouter: [IFLA_BR_MCAST_ROUTER, choice(u8, MULTICAST_ROUTER)],
    /** IGMP and MLD snooping. Default true. */
    multicastSnooping: [IFLA_BR_MCAST_SNOOPING, switched],
    multicastQueryUseAddress: [IFLA_BR_MCAST_QUERY_USE_IFADDR, switched],
    multicastQuerier: [IFLA_BR_MCAST_QUERIER, switched],
    multicastQuerierState: [IFLA_BR_MCAST_QUERIER_STATE, readOnly(querier), 'read'],
    multicastHashElasticity: [IFLA_BR_MCAST_HASH_ELASTICITY, word],
    multicastHashMax: [IFLA_BR_MCAST_HASH_MAX, word],
    multicastLastMemberCount: [IFLA_BR_MCAST_LAST_MEMBER_CNT, word],
    multicastStartupQueryCount: [IFLA_BR_MCAST_STARTUP_QUERY_CNT, word],
    multicastLastMemberInterval: [IFLA_BR_MCAST_LAST_MEMBER_INTVL, seconds(u64)],
    multicastMembershipInterval: [IFLA_BR_MCAST_MEMBERSHIP_INTVL, seconds(u64)],
    multicastQuerierInterval: [IFLA_BR_MCAST_QUERIER_INTVL, seconds(u64)],
    multicastQueryInterval: [IFLA_BR_MCAST_QUERY_INTVL, seconds(u64)],
    multicastQueryResponseInterval: [IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, seconds(u64)],
    multicastStartupQueryInterval: [IFLA_BR_MCAST_STARTUP_QUERY_INTVL, seconds(u64)],
    multicastStats: [IFLA_BR_MCAST_STATS_ENABLED, switched],
    multicastIgmpVersion: [IFLA_BR_MCAST_IGMP_VERSION, number(u8, 2, 3)],
    multicastMldVersion: [IFLA_BR_MCAST_MLD_VERSION, number(u8, 1, 2)],
    /** Bridged packets pass iptables as well; so with ip6tables and arptables. */
    nfCallIptables: [IFLA_BR_NF_CALL_IPTABLES, switched],
    nfCallIp6tables: [IFLA_BR_NF_CALL_IP6TABLES, switched],
    nfCallArptables: [IFLA_BR_NF_CALL_ARPTABLES, switched],
    rootId: [IFLA_BR_ROOT_ID, readOnly(bridgeId), 'read'],
    bridgeId: [IFLA_BR_BRIDGE_ID, readOnly(bridgeId), 'read'],
    rootPort: [IFLA_BR_ROOT_PORT, short, 'read'],
    rootPathCost: [IFLA_BR_ROOT_PATH_COST, word, 'read'],
    topologyChange: [IFLA_BR_TOPOLOGY_CHANGE, switched, 'read'],
    topologyChangeDetected: [IFLA_BR_TOPOLOGY_CHANGE_DETECTED, switched, 'read'],
    helloTimer: [IFLA_BR_HELLO_TIMER, timer, 'read'],
    tcnTimer: [IFLA_BR_TCN_TIMER, timer, 'read'],
    topologyChangeTimer: [IFLA_BR_TOPOLOGY_CHANGE_TIMER, timer, 'read'],
    gcTimer: [IFLA_BR_GC_TIMER, timer, 'read'],
  },
  bits: [
    {
      name: 'booleans',
      type: IFLA_BR_MULTI_BOOLOPT,
      codec: maskedBits,
      bits: {
        /** Does not learn from link-local frames. */
        noLinkLocalLearning: 1 << BR_BOOLOPT_NO_LL_LEARN,
        multicastVlanSnooping: 1 << BR_BOOLOPT_MCAST_VLAN_SNOOPING,
        /** Multiple spanning trees. */
        mst: 1 << BR_BOOLOPT_MST_ENABLE,
        mdbOffloadFailNotification: 1 << BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION,
        fdbLocalVlan0: 1 << BR_BOOLOPT_FDB_LOCAL_VLAN_0,
      },
    },
  ],
});
