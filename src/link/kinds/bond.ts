import {
  BOND_MODE_8023AD,
  BOND_MODE_ACTIVEBACKUP,
  BOND_MODE_ALB,
  BOND_MODE_BROADCAST,
  BOND_MODE_ROUNDROBIN,
  BOND_MODE_TLB,
  BOND_MODE_XOR,
  BOND_XMIT_POLICY_ENCAP23,
  BOND_XMIT_POLICY_ENCAP34,
  BOND_XMIT_POLICY_LAYER2,
  BOND_XMIT_POLICY_LAYER23,
  BOND_XMIT_POLICY_LAYER34,
  BOND_XMIT_POLICY_VLAN_SRCMAC,
} from '../../uapi/if_bonding.js';
import {
  IFLA_BOND_ACTIVE_SLAVE,
  IFLA_BOND_AD_ACTOR_SYS_PRIO,
  IFLA_BOND_AD_ACTOR_SYSTEM,
  IFLA_BOND_AD_INFO,
  IFLA_BOND_AD_INFO_ACTOR_KEY,
  IFLA_BOND_AD_INFO_AGGREGATOR,
  IFLA_BOND_AD_INFO_NUM_PORTS,
  IFLA_BOND_AD_INFO_PARTNER_KEY,
  IFLA_BOND_AD_INFO_PARTNER_MAC,
  IFLA_BOND_AD_LACP_ACTIVE,
  IFLA_BOND_AD_LACP_RATE,
  IFLA_BOND_AD_SELECT,
  IFLA_BOND_AD_USER_PORT_KEY,
  IFLA_BOND_ALL_SLAVES_ACTIVE,
  IFLA_BOND_ARP_ALL_TARGETS,
  IFLA_BOND_ARP_INTERVAL,
  IFLA_BOND_ARP_IP_TARGET,
  IFLA_BOND_ARP_VALIDATE,
  IFLA_BOND_BROADCAST_NEIGH,
  IFLA_BOND_COUPLED_CONTROL,
  IFLA_BOND_DOWNDELAY,
  IFLA_BOND_FAIL_OVER_MAC,
  IFLA_BOND_LACP_STRICT,
  IFLA_BOND_LP_INTERVAL,
  IFLA_BOND_MIIMON,
  IFLA_BOND_MIN_LINKS,
  IFLA_BOND_MISSED_MAX,
  IFLA_BOND_MODE,
  IFLA_BOND_NS_IP6_TARGET,
  IFLA_BOND_NUM_PEER_NOTIF,
  IFLA_BOND_PACKETS_PER_SLAVE,
  IFLA_BOND_PEER_NOTIF_DELAY,
  IFLA_BOND_PRIMARY,
  IFLA_BOND_PRIMARY_RESELECT,
  IFLA_BOND_RESEND_IGMP,
  IFLA_BOND_TLB_DYNAMIC_LB,
  IFLA_BOND_UPDELAY,
  IFLA_BOND_USE_CARRIER,
  IFLA_BOND_XMIT_HASH_POLICY,
} from '../../uapi/if_link.js';
import { attributes, eachAttribute, writeAttribute } from '../../wire/attributes.js';
import { mac, u8, u16, u32 } from '../../wire/codec.js';
import {
  byte,
  choice,
  deviceOrNone,
  type Field,
  hardware,
  ipv4,
  ipv6,
  listOf,
  readOnly,
  short,
  switched,
  word,
} from '../field.js';
import { defineKind } from './kind.js';

/** How a bond shares its load, as `ip link` spells it. */
const MODES = {
  'balance-rr': BOND_MODE_ROUNDROBIN,
  'active-backup': BOND_MODE_ACTIVEBACKUP,
  'balance-xor': BOND_MODE_XOR,
  broadcast: BOND_MODE_BROADCAST,
  '802.3ad': BOND_MODE_8023AD,
  'balance-tlb': BOND_MODE_TLB,
  'balance-alb': BOND_MODE_ALB,
} as const;

const HASH_POLICIES = {
  layer2: BOND_XMIT_POLICY_LAYER2,
  'layer3+4': BOND_XMIT_POLICY_LAYER34,
  'layer2+3': BOND_XMIT_POLICY_LAYER23,
  'encap2+3': BOND_XMIT_POLICY_ENCAP23,
  'encap3+4': BOND_XMIT_POLICY_ENCAP34,
  'vlan+srcmac': BOND_XMIT_POLICY_VLAN_SRCMAC,
} as const;

// These have no names in the headers; the numbers are those of the bonding driver's documentation.
const ARP_VALIDATION = {
  none: 0,
  active: 1,
  backup: 2,
  all: 3,
  filter: 4,
  filter_active: 5,
  filter_backup: 6,
} as const;
const ARP_TARGETS = { any: 0, all: 1 } as const;
const RESELECTION = { always: 0, better: 1, failure: 2 } as const;
const FAIL_OVER_MAC = { none: 0, active: 1, follow: 2 } as const;
const LACP_RATES = { slow: 0, fast: 1 } as const;
const AGGREGATORS = { stable: 0, bandwidth: 1, count: 2, 'actor-port-prio': 3 } as const;

/** Up to sixteen addresses, each under its position. */
function targets(each: Field<string>): Field<string[], readonly string[]> {
  return {
    size: undefined,
    check: listOf(each.check),
    write: (writer, values) => {
      for (const [index, value] of values.entries()) writeAttribute(writer, 'entry', index, each, value);
    },
    read: (view, start, end) => {
      const result: string[] = [];
      eachAttribute(view, start, end, (_, from, to) => result.push(each.read(view, from, to)));
      return result;
    },
  };
}

/** What 802.3ad has agreed on. */
const aggregation = attributes({
  aggregator: [IFLA_BOND_AD_INFO_AGGREGATOR, u16],
  ports: [IFLA_BOND_AD_INFO_NUM_PORTS, u16],
  actorKey: [IFLA_BOND_AD_INFO_ACTOR_KEY, u16],
  partnerKey: [IFLA_BOND_AD_INFO_PARTNER_KEY, u16],
  partnerAddress: [IFLA_BOND_AD_INFO_PARTNER_MAC, mac],
});

/** Several links as one: `ip link add NAME type bond`; the kernel's networking/bonding. */
export const bond = defineKind({
  needs: { option: 'CONFIG_BONDING', module: 'bonding' },
  rows: {
    /** Default balance-rr. */
    mode: [IFLA_BOND_MODE, choice(u8, MODES)],
    /** 0: the bond is to choose one. */
    activePort: [IFLA_BOND_ACTIVE_SLAVE, deviceOrNone],
    /** How often links are looked at, in milliseconds; 0: never. */
    miimon: [IFLA_BOND_MIIMON, word],
    /** In milliseconds, a multiple of `miimon`; so is `downDelay`. */
    upDelay: [IFLA_BOND_UPDELAY, word],
    downDelay: [IFLA_BOND_DOWNDELAY, word],
    useCarrier: [IFLA_BOND_USE_CARRIER, switched],
    /** In milliseconds. */
    arpInterval: [IFLA_BOND_ARP_INTERVAL, word],
    arpTargets: [IFLA_BOND_ARP_IP_TARGET, targets(ipv4)],
    /** IPv6 addresses to look for by neighbour solicitation. */
    nsTargets: [IFLA_BOND_NS_IP6_TARGET, targets(ipv6)],
    arpValidate: [IFLA_BOND_ARP_VALIDATE, choice(u32, ARP_VALIDATION)],
    arpAllTargets: [IFLA_BOND_ARP_ALL_TARGETS, choice(u32, ARP_TARGETS)],
    missedMax: [IFLA_BOND_MISSED_MAX, byte],
    /** 0: none. */
    primary: [IFLA_BOND_PRIMARY, deviceOrNone],
    primaryReselect: [IFLA_BOND_PRIMARY_RESELECT, choice(u8, RESELECTION)],
    failOverMac: [IFLA_BOND_FAIL_OVER_MAC, choice(u8, FAIL_OVER_MAC)],
    xmitHashPolicy: [IFLA_BOND_XMIT_HASH_POLICY, choice(u8, HASH_POLICIES)],
    resendIgmp: [IFLA_BOND_RESEND_IGMP, word],
    peerNotifications: [IFLA_BOND_NUM_PEER_NOTIF, byte],
    /** In milliseconds. */
    peerNotificationDelay: [IFLA_BOND_PEER_NOTIF_DELAY, word],
    allPortsActive: [IFLA_BOND_ALL_SLAVES_ACTIVE, switched],
    minLinks: [IFLA_BOND_MIN_LINKS, word],
    /** In seconds. */
    lpInterval: [IFLA_BOND_LP_INTERVAL, word],
    packetsPerPort: [IFLA_BOND_PACKETS_PER_SLAVE, word],
    lacpActive: [IFLA_BOND_AD_LACP_ACTIVE, switched],
    lacpRate: [IFLA_BOND_AD_LACP_RATE, choice(u8, LACP_RATES)],
    lacpStrict: [IFLA_BOND_LACP_STRICT, switched],
    adSelect: [IFLA_BOND_AD_SELECT, choice(u8, AGGREGATORS)],
    adActorSystemPriority: [IFLA_BOND_AD_ACTOR_SYS_PRIO, short],
    adActorSystem: [IFLA_BOND_AD_ACTOR_SYSTEM, hardware],
    adUserPortKey: [IFLA_BOND_AD_USER_PORT_KEY, short],
    adInfo: [IFLA_BOND_AD_INFO, readOnly(aggregation), 'read'],
    tlbDynamicLb: [IFLA_BOND_TLB_DYNAMIC_LB, switched],
    coupledControl: [IFLA_BOND_COUPLED_CONTROL, switched],
    broadcastNeighbours: [IFLA_BOND_BROADCAST_NEIGH, switched],
  },
});
