/** One link of every kind: how we make it, how ip does, what both must read, and what can be changed of it. */

import type { LinkDataOf, LinkKindChanges, LinkKindName, LinkOptions } from '../../src/link/kinds/index.js';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The link beneath those that need one: a veth of that name is there before. */
export const LOWER = 'lower0';

/** One way to make a link. */
interface LinkMaking<K extends LinkKindName> {
  /** The first Linux that has all of it. */
  readonly since?: string;
  /** Everything but the name. */
  readonly options: Without<Extract<LinkOptions, { kind: K }>, 'name'>;
  /** What follows `ip link add NAME`; none: ip makes it in another way. */
  readonly ip: string | undefined;
  /** What is read of it. */
  readonly data: Partial<LinkDataOf<K>>;
  /** What `ip -details -json link show` says in linkinfo.info_data. */
  readonly json: object;
}

export interface LinkCase<K extends LinkKindName = LinkKindName> extends LinkMaking<K> {
  /** Other options of the kind. */
  readonly more?: readonly LinkMaking<K>[];
  readonly change?: {
    readonly options: Without<Extract<LinkKindChanges, { kind: K }>, 'kind'>;
    /** What follows `ip link set NAME type KIND`. */
    readonly ip: string;
    readonly data: Partial<LinkDataOf<K>>;
    readonly json: object;
  };
}

const tunnel4 = { local: '192.0.2.1', remote: '192.0.2.2' } as const;
const tunnel6 = { local: '2001:db8::1', remote: '2001:db8::2' } as const;

/** Without these, the kernel takes no ERSPAN of version 1 or 2. */
const erspanKeys = { inputKey: 5, outputKey: 5, inputSequence: true, outputSequence: true } as const;

/** Every case, and what else there is of its kind. */
export function allLinkCases(): [title: string, kind: LinkKindName, each: LinkCase][] {
  return (Object.entries(LINK_CASES) as [LinkKindName, LinkCase][]).flatMap(
    ([kind, { more = [], ...each }]) => [
      [kind, kind, each],
      ...more.map((other, i): [string, LinkKindName, LinkCase] => [
        `${kind}, otherwise (${i + 1})`,
        kind,
        other,
      ]),
    ],
  );
}

const BRIDGE_SWITCHES = {
  multicastQueryUseAddress: true,
  multicastQuerier: true,
  multicastStats: true,
  nfCallIptables: true,
  nfCallIp6tables: true,
  nfCallArptables: true,
} as const;
const BRIDGE_NUMBERS = {
  groupAddress: '01:80:c2:00:00:0e',
  multicastHashMax: 1024,
  multicastStartupQueryCount: 4,
  multicastLastMemberInterval: 2,
  multicastMembershipInterval: 200,
  multicastQuerierInterval: 250,
  multicastQueryResponseInterval: 5,
  multicastStartupQueryInterval: 20,
  multicastIgmpVersion: 3,
  multicastMldVersion: 2,
} as const;

export const LINK_CASES: { readonly [K in LinkKindName]: LinkCase<K> } = {
  bond: {
    options: {
      kind: 'bond',
      mode: 'active-backup',
      miimon: 100,
      upDelay: 200,
      failOverMac: 'active',
      primaryReselect: 'better',
      resendIgmp: 3,
    },
    ip: 'type bond mode active-backup miimon 100 updelay 200 fail_over_mac active primary_reselect better resend_igmp 3',
    data: {
      mode: 'active-backup',
      miimon: 100,
      upDelay: 200,
      failOverMac: 'active',
      primaryReselect: 'better',
      resendIgmp: 3,
    },
    json: {
      mode: 'active-backup',
      miimon: 100,
      updelay: 200,
      fail_over_mac: 'active',
      primary_reselect: 'better',
      resend_igmp: 3,
    },
    change: {
      options: { miimon: 50, arpValidate: 'none' },
      ip: 'miimon 50 arp_validate none',
      data: { miimon: 50, arpValidate: 'none' },
      json: { miimon: 50, arp_validate: null },
    },
    more: [
      {
        options: {
          kind: 'bond',
          mode: '802.3ad',
          miimon: 100,
          downDelay: 200,
          xmitHashPolicy: 'layer3+4',
          minLinks: 2,
          lacpRate: 'fast',
          adSelect: 'bandwidth',
          adActorSystemPriority: 1000,
          adActorSystem: '02:00:00:00:00:09',
          adUserPortKey: 5,
          allPortsActive: true,
          lpInterval: 2,
        },
        ip: 'type bond mode 802.3ad miimon 100 downdelay 200 xmit_hash_policy layer3+4 min_links 2 lacp_rate fast ad_select bandwidth ad_actor_sys_prio 1000 ad_actor_system 02:00:00:00:00:09 ad_user_port_key 5 all_slaves_active 1 lp_interval 2',
        data: {
          mode: '802.3ad',
          miimon: 100,
          downDelay: 200,
          xmitHashPolicy: 'layer3+4',
          minLinks: 2,
          lacpRate: 'fast',
          adSelect: 'bandwidth',
          adActorSystemPriority: 1000,
          adActorSystem: '02:00:00:00:00:09',
          adUserPortKey: 5,
          allPortsActive: true,
          lpInterval: 2,
        },
        json: { mode: '802.3ad', miimon: 100, downdelay: 200, min_links: 2 },
      },
      {
        options: {
          kind: 'bond',
          mode: 'active-backup',
          arpInterval: 100,
          arpTargets: ['192.0.2.9'],
          arpAllTargets: 'all',
        },
        ip: 'type bond mode active-backup arp_interval 100 arp_ip_target 192.0.2.9 arp_all_targets all',
        data: { mode: 'active-backup', arpInterval: 100, arpTargets: ['192.0.2.9'], arpAllTargets: 'all' },
        json: { mode: 'active-backup', arp_interval: 100, arp_ip_target: ['192.0.2.9'] },
      },
    ],
  },
  bridge: {
    options: {
      kind: 'bridge',
      forwardDelay: 4,
      helloTime: 1,
      maxAge: 7,
      ageingTime: 30,
      priority: 4096,
      multicastSnooping: false,
      multicastRouter: 'permanent',
      multicastQueryInterval: 60,
      multicastLastMemberCount: 3,
      groupForwardMask: 8,
    },
    ip: 'type bridge forward_delay 400 hello_time 100 max_age 700 ageing_time 3000 priority 4096 mcast_snooping 0 mcast_router 2 mcast_query_interval 6000 mcast_last_member_count 3 group_fwd_mask 8',
    data: {
      forwardDelay: 4,
      helloTime: 1,
      maxAge: 7,
      ageingTime: 30,
      priority: 4096,
      multicastSnooping: false,
      multicastRouter: 'permanent',
      multicastQueryInterval: 60,
      multicastLastMemberCount: 3,
      groupForwardMask: 8,
      stp: false,
    },
    json: {
      forward_delay: 400,
      hello_time: 100,
      max_age: 700,
      ageing_time: 3000,
      priority: 4096,
      mcast_snooping: 0,
      mcast_router: 2,
      mcast_query_intvl: 6000,
      mcast_last_member_cnt: 3,
      group_fwd_mask: '0x8',
      stp_state: 0,
    },
    change: {
      options: { stp: true, ageingTime: 12.5, noLinkLocalLearning: true },
      ip: 'stp_state 1 ageing_time 1250 no_linklocal_learn 1',
      data: { stp: true, ageingTime: 12.5, noLinkLocalLearning: true },
      json: { stp_state: 1, ageing_time: 1250, no_linklocal_learn: 1 },
    },
    more: [
      {
        options: { kind: 'bridge', ...BRIDGE_SWITCHES, ...BRIDGE_NUMBERS },
        ip: 'type bridge group_address 01:80:c2:00:00:0e mcast_query_use_ifaddr 1 mcast_querier 1 mcast_hash_max 1024 mcast_startup_query_count 4 mcast_last_member_interval 200 mcast_membership_interval 20000 mcast_querier_interval 25000 mcast_query_response_interval 500 mcast_startup_query_interval 2000 mcast_stats_enabled 1 mcast_igmp_version 3 mcast_mld_version 2 nf_call_iptables 1 nf_call_ip6tables 1 nf_call_arptables 1',
        data: { ...BRIDGE_SWITCHES, ...BRIDGE_NUMBERS },
        json: {
          group_addr: '01:80:c2:00:00:0e',
          mcast_query_use_ifaddr: 1,
          mcast_querier: 1,
          mcast_hash_max: 1024,
          mcast_startup_query_cnt: 4,
          mcast_last_member_intvl: 200,
          mcast_membership_intvl: 20000,
          mcast_querier_intvl: 25000,
          mcast_query_response_intvl: 500,
          mcast_startup_query_intvl: 2000,
          mcast_stats_enabled: 1,
          mcast_igmp_version: 3,
          mcast_mld_version: 2,
          nf_call_iptables: 1,
          nf_call_ip6tables: 1,
          nf_call_arptables: 1,
        },
      },
    ],
  },
  dummy: { options: { kind: 'dummy' }, ip: 'type dummy', data: {}, json: {} },
  erspan: {
    options: { kind: 'erspan', ...tunnel4, ...erspanKeys, erspanVersion: 1, erspanIndex: 123 },
    ip: 'type erspan local 192.0.2.1 remote 192.0.2.2 seq key 5 erspan_ver 1 erspan 123',
    data: { ...tunnel4, ...erspanKeys, erspanVersion: 1, erspanIndex: 123 },
    json: { ...tunnel4, ikey: '0.0.0.5', okey: '0.0.0.5', iseq: true, oseq: true, erspan_ver: 1 },
    more: [
      {
        options: {
          kind: 'erspan',
          ...tunnel4,
          ...erspanKeys,
          erspanVersion: 2,
          erspanDirection: 'egress',
          erspanHardwareId: 26,
        },
        ip: 'type erspan local 192.0.2.1 remote 192.0.2.2 seq key 5 erspan_ver 2 erspan_dir egress erspan_hwid 0x1a',
        data: { ...erspanKeys, erspanVersion: 2, erspanDirection: 'egress', erspanHardwareId: 26 },
        json: { ...tunnel4, erspan_ver: 2 },
      },
    ],
    change: {
      options: { ttl: 9 },
      ip: 'ttl 9',
      data: { ...tunnel4, ...erspanKeys, ttl: 9, erspanVersion: 1, erspanIndex: 123 },
      json: { ...tunnel4, ttl: 9, ikey: '0.0.0.5', erspan_ver: 1 },
    },
  },
  geneve: {
    options: {
      kind: 'geneve',
      id: 42,
      remote: '192.0.2.2',
      ttl: 5,
      tos: 4,
      destinationPort: 6082,
      df: 'set',
      udpChecksum: true,
    },
    ip: 'type geneve id 42 remote 192.0.2.2 ttl 5 tos 4 dstport 6082 df set udpcsum',
    data: {
      id: 42,
      remote: '192.0.2.2',
      ttl: 5,
      tos: 4,
      destinationPort: 6082,
      df: 'set',
      udpChecksum: true,
    },
    json: { id: 42, remote: '192.0.2.2', ttl: 5, tos: '0x4', port: 6082, df: 'set', udp_csum: true },
    change: {
      options: { ttl: 9, remote: '192.0.2.3' },
      ip: 'id 42 remote 192.0.2.3 ttl 9',
      data: { ttl: 9, remote: '192.0.2.3', id: 42 },
      json: { ttl: 9, remote: '192.0.2.3', id: 42 },
    },
  },
  gre: {
    options: {
      kind: 'gre',
      ...tunnel4,
      ttl: 7,
      tos: 8,
      inputKey: 5,
      outputKey: 6,
      inputChecksum: true,
      outputSequence: true,
      pathMtuDiscovery: true,
    },
    ip: 'type gre local 192.0.2.1 remote 192.0.2.2 ttl 7 tos 8 ikey 5 okey 6 icsum oseq pmtudisc',
    data: {
      ...tunnel4,
      ttl: 7,
      tos: 8,
      inputKey: 5,
      outputKey: 6,
      inputChecksum: true,
      outputSequence: true,
      inputSequence: false,
      pathMtuDiscovery: true,
    },
    json: {
      ...tunnel4,
      ttl: 7,
      tos: '0x8',
      ikey: '0.0.0.5',
      okey: '0.0.0.6',
      icsum: true,
      oseq: true,
      pmtudisc: true,
    },
    change: {
      options: { ttl: 9, remote: '192.0.2.3' },
      ip: 'ttl 9 remote 192.0.2.3',
      data: { ttl: 9, remote: '192.0.2.3', local: '192.0.2.1', inputKey: 5, inputChecksum: true },
      json: { ttl: 9, remote: '192.0.2.3', local: '192.0.2.1', ikey: '0.0.0.5', icsum: true },
    },
  },
  gretap: {
    options: {
      kind: 'gretap',
      ...tunnel4,
      pathMtuDiscovery: false,
      ignoreDf: true,
    },
    ip: 'type gretap local 192.0.2.1 remote 192.0.2.2 nopmtudisc ignore-df',
    data: { ...tunnel4, pathMtuDiscovery: false, ignoreDf: true, encapType: 'none' },
    json: { ...tunnel4, pmtudisc: false, ignore_df: true },
    change: {
      options: { remote: '192.0.2.3', ttl: 0 },
      ip: 'remote 192.0.2.3 ttl inherit',
      data: { local: '192.0.2.1', remote: '192.0.2.3', ttl: 0, ignoreDf: true, pathMtuDiscovery: false },
      json: { local: '192.0.2.1', remote: '192.0.2.3', ignore_df: true, pmtudisc: false },
    },
  },
  ifb: { options: { kind: 'ifb' }, ip: 'type ifb', data: {}, json: {} },
  ip6erspan: {
    options: { kind: 'ip6erspan', ...tunnel6, ...erspanKeys, erspanVersion: 1, erspanIndex: 3 },
    ip: 'type ip6erspan local 2001:db8::1 remote 2001:db8::2 seq key 5 erspan_ver 1 erspan 3',
    data: { ...tunnel6, ...erspanKeys, erspanVersion: 1, erspanIndex: 3 },
    json: { ...tunnel6, ikey: '0.0.0.5', okey: '0.0.0.5', erspan_ver: 1 },
    change: {
      options: { ttl: 9 },
      ip: 'ttl 9',
      data: { ...tunnel6, ...erspanKeys, ttl: 9, erspanVersion: 1, erspanIndex: 3 },
      json: { ...tunnel6, ttl: 9, ikey: '0.0.0.5', erspan_ver: 1 },
    },
  },
  ip6gre: {
    options: { kind: 'ip6gre', ...tunnel6, ttl: 7, inputKey: 5, encapLimit: 2 },
    ip: 'type ip6gre local 2001:db8::1 remote 2001:db8::2 ttl 7 ikey 5 encaplimit 2',
    data: { ...tunnel6, ttl: 7, inputKey: 5, encapLimit: 2 },
    json: { ...tunnel6, ttl: 7, ikey: '0.0.0.5', encap_limit: 2 },
    change: {
      options: { ttl: 9 },
      ip: 'ttl 9',
      data: { ttl: 9, inputKey: 5, encapLimit: 2, ...tunnel6 },
      json: { ttl: 9, ikey: '0.0.0.5', encap_limit: 2, ...tunnel6 },
    },
  },
  ip6gretap: {
    options: { kind: 'ip6gretap', ...tunnel6, inheritFlowLabel: true },
    ip: 'type ip6gretap local 2001:db8::1 remote 2001:db8::2 flowlabel inherit',
    data: { ...tunnel6, ttl: 64, encapLimit: 4, inheritFlowLabel: true, inheritTrafficClass: false },
    json: { ...tunnel6, ttl: 64, encap_limit: 4 },
    change: {
      options: { ttl: 9 },
      ip: 'ttl 9',
      data: { ...tunnel6, ttl: 9, encapLimit: 4, inheritFlowLabel: true },
      json: { ...tunnel6, ttl: 9, encap_limit: 4 },
    },
  },
  ip6tnl: {
    options: { kind: 'ip6tnl', ...tunnel6, mode: 'any', ttl: 8 },
    ip: 'type ip6tnl local 2001:db8::1 remote 2001:db8::2 mode any ttl 8',
    data: { ...tunnel6, mode: 'any', ttl: 8, encapLimit: 4 },
    json: { ...tunnel6, proto: 'any', ttl: 8, encap_limit: 4 },
    change: {
      options: { ttl: 9 },
      ip: 'ttl 9',
      data: { ...tunnel6, ttl: 9, mode: 'any', encapLimit: 4 },
      json: { ...tunnel6, ttl: 9, proto: 'any' },
    },
  },
  ipip: {
    options: { kind: 'ipip', ...tunnel4, ttl: 7, tos: 8 },
    ip: 'type ipip local 192.0.2.1 remote 192.0.2.2 ttl 7 tos 8',
    data: { ...tunnel4, ttl: 7, tos: 8, mode: 'any', pathMtuDiscovery: true },
    json: { ...tunnel4, ttl: 7, tos: '0x8', proto: 'any', pmtudisc: true },
    change: {
      options: { ttl: 9 },
      ip: 'ttl 9',
      data: { ...tunnel4, ttl: 9, tos: 8, mode: 'any' },
      json: { ...tunnel4, ttl: 9, tos: '0x8', proto: 'any' },
    },
  },
  ipvlan: {
    options: { kind: 'ipvlan', link: LOWER, mode: 'l2', private: true },
    ip: `link ${LOWER} type ipvlan mode l2 private`,
    data: { mode: 'l2', private: true, vepa: false },
    json: { mode: 'l2', private: true },
    change: {
      options: { mode: 'l3', private: false },
      ip: 'mode l3 bridge',
      data: { mode: 'l3', private: false },
      json: { mode: 'l3' },
    },
  },
  ipvtap: {
    options: { kind: 'ipvtap', link: LOWER, mode: 'l3s', vepa: true },
    ip: `link ${LOWER} type ipvtap mode l3s vepa`,
    data: { mode: 'l3s', private: false, vepa: true },
    json: { mode: 'l3s', vepa: true },
    change: {
      options: { mode: 'l3', vepa: false, private: true },
      ip: 'mode l3 private',
      data: { mode: 'l3', private: true, vepa: false },
      json: { mode: 'l3', private: true },
    },
  },
  macvlan: {
    options: { kind: 'macvlan', link: LOWER, mode: 'source', sources: ['02:00:00:00:00:07'] },
    ip: `link ${LOWER} type macvlan mode source macaddr set 02:00:00:00:00:07`,
    data: { mode: 'source', sources: ['02:00:00:00:00:07'], sourceCount: 1 },
    json: { mode: 'source', macaddr_count: 1, macaddr_data: ['02:00:00:00:00:07'] },
    change: {
      options: { sourceChange: 'add', source: '02:00:00:00:00:08' },
      ip: 'macaddr add 02:00:00:00:00:08',
      data: { mode: 'source', sourceCount: 2 },
      json: { mode: 'source', macaddr_count: 2 },
    },
    more: [
      {
        since: '5.11',
        options: {
          kind: 'macvlan',
          link: LOWER,
          mode: 'passthru',
          noPromiscuity: true,
          broadcastQueueLength: 500,
        },
        ip: `link ${LOWER} type macvlan mode passthru nopromisc bcqueuelen 500`,
        data: {
          mode: 'passthru',
          noPromiscuity: true,
          broadcastQueueLength: 500,
          broadcastQueueLengthUsed: 500,
        },
        json: { mode: 'passthru', nopromisc: true, bcqueuelen: 500, usedbcqueuelen: 500 },
      },
      {
        since: '5.13',
        options: { kind: 'macvlan', link: LOWER, mode: 'source', noDestination: true },
        ip: `link ${LOWER} type macvlan mode source nodst`,
        data: { mode: 'source', noDestination: true, sourceCount: 0 },
        json: { mode: 'source', nodst: true, macaddr_count: 0 },
      },
    ],
  },
  macvtap: {
    options: { kind: 'macvtap', link: LOWER, mode: 'bridge' },
    ip: `link ${LOWER} type macvtap mode bridge`,
    data: { mode: 'bridge', noPromiscuity: false },
    json: { mode: 'bridge' },
    change: {
      options: { mode: 'private' },
      ip: 'mode private',
      data: { mode: 'private' },
      json: { mode: 'private' },
    },
  },
  netkit: {
    options: { kind: 'netkit', mode: 'l2', policy: 'blackhole', peerPolicy: 'forward' },
    // iproute2 knows the kind since 6.6.
    ip: undefined,
    data: { mode: 'l2', policy: 'blackhole', peerPolicy: 'forward', primary: true },
    json: {},
    change: { options: { policy: 'forward' }, ip: '', data: { policy: 'forward', mode: 'l2' }, json: {} },
  },
  nlmon: { options: { kind: 'nlmon' }, ip: 'type nlmon', data: {}, json: {} },
  sit: {
    options: { kind: 'sit', ...tunnel4, ttl: 7, mode: 'ip6ip', isatap: false },
    ip: 'type sit local 192.0.2.1 remote 192.0.2.2 ttl 7 mode ip6ip',
    data: { ...tunnel4, ttl: 7, mode: 'ip6ip', isatap: false },
    json: { ...tunnel4, ttl: 7, proto: 'ip6ip' },
    change: {
      options: { ttl: 9 },
      ip: 'ttl 9',
      data: { ...tunnel4, ttl: 9, mode: 'ip6ip' },
      json: { ...tunnel4, ttl: 9, proto: 'ip6ip' },
    },
  },
  tun: {
    options: {
      kind: 'tun',
      type: 'tap',
      owner: 54321,
      ownerGroup: 54322,
      vnetHeader: true,
      multiQueue: true,
    },
    ip: undefined,
    data: {
      type: 'tap',
      owner: 54321,
      ownerGroup: 54322,
      packetInfo: false,
      vnetHeader: true,
      multiQueue: true,
      persist: true,
    },
    json: {
      type: 'tap',
      user: 54321,
      group: 54322,
      pi: false,
      vnet_hdr: true,
      multi_queue: true,
      persist: true,
    },
  },
  veth: {
    options: { kind: 'veth', peer: { name: 'far0', mtu: 1400 } },
    ip: 'type veth peer name far0 mtu 1400',
    data: {},
    json: {},
  },
  vlan: {
    options: {
      kind: 'vlan',
      link: LOWER,
      id: 5,
      protocol: '802.1ad',
      gvrp: true,
      egressPriorities: [{ from: 1, to: 2 }],
      ingressPriorities: [{ from: 3, to: 4 }],
    },
    ip: `link ${LOWER} type vlan id 5 protocol 802.1ad gvrp on egress-qos-map 1:2 ingress-qos-map 3:4`,
    data: {
      id: 5,
      protocol: '802.1ad',
      gvrp: true,
      reorderHeader: true,
      looseBinding: false,
      egressPriorities: [{ from: 1, to: 2 }],
      ingressPriorities: [{ from: 3, to: 4 }],
    },
    json: {
      id: 5,
      protocol: '802.1ad',
      flags: ['REORDER_HDR', 'GVRP'],
      egress_qos: [{ from: 1, to: 2 }],
      ingress_qos: [{ from: 3, to: 4 }],
    },
    change: {
      options: { reorderHeader: false, gvrp: false },
      ip: 'reorder_hdr off gvrp off',
      data: { id: 5, reorderHeader: false, gvrp: false },
      json: { id: 5, protocol: '802.1ad' },
    },
    more: [
      {
        options: { kind: 'vlan', link: LOWER, id: 6, reorderHeader: false, mvrp: true, looseBinding: true },
        ip: `link ${LOWER} type vlan id 6 reorder_hdr off mvrp on loose_binding on`,
        data: {
          id: 6,
          protocol: '802.1Q',
          reorderHeader: false,
          mvrp: true,
          looseBinding: true,
          gvrp: false,
        },
        json: { id: 6, protocol: '802.1Q', flags: ['MVRP', 'LOOSE_BINDING'] },
      },
    ],
  },
  vrf: {
    options: { kind: 'vrf', table: 1234 },
    ip: 'type vrf table 1234',
    data: { table: 1234 },
    json: { table: 1234 },
  },
  vti: {
    options: { kind: 'vti', ...tunnel4, inputKey: 5, outputKey: 6, mark: 7 },
    ip: 'type vti local 192.0.2.1 remote 192.0.2.2 ikey 5 okey 6 fwmark 7',
    data: { ...tunnel4, inputKey: 5, outputKey: 6, mark: 7 },
    json: { ...tunnel4, ikey: '0.0.0.5', okey: '0.0.0.6', fwmark: '0x7' },
    change: {
      options: { mark: 9 },
      ip: 'fwmark 9',
      data: { ...tunnel4, inputKey: 5, outputKey: 6, mark: 9 },
      json: { ...tunnel4, ikey: '0.0.0.5', okey: '0.0.0.6', fwmark: '0x9' },
    },
  },
  vti6: {
    options: { kind: 'vti6', ...tunnel6, inputKey: 9, outputKey: 9 },
    ip: 'type vti6 local 2001:db8::1 remote 2001:db8::2 key 9',
    data: { ...tunnel6, inputKey: 9, outputKey: 9 },
    json: { ...tunnel6, ikey: '0.0.0.9', okey: '0.0.0.9' },
    change: {
      options: { remote: '2001:db8::3' },
      ip: 'remote 2001:db8::3',
      data: { local: '2001:db8::1', remote: '2001:db8::3', inputKey: 9, outputKey: 9 },
      json: { local: '2001:db8::1', remote: '2001:db8::3', ikey: '0.0.0.9' },
    },
  },
  vxlan: {
    options: {
      kind: 'vxlan',
      id: 77,
      remote: '2001:db8::2',
      local: '2001:db8::1',
      ttl: 9,
      destinationPort: 4789,
      portRange: { low: 1000, high: 2000 },
      ageing: 60,
      learning: false,
      l2miss: true,
      proxy: true,
      udp6ZeroChecksumTx: true,
      flowLabel: 5,
      gbp: true,
    },
    ip: 'type vxlan id 77 remote 2001:db8::2 local 2001:db8::1 ttl 9 dstport 4789 srcport 1000 2000 ageing 60 nolearning l2miss proxy udp6zerocsumtx flowlabel 5 gbp',
    data: {
      id: 77,
      remote: '2001:db8::2',
      local: '2001:db8::1',
      ttl: 9,
      destinationPort: 4789,
      portRange: { low: 1000, high: 2000 },
      ageing: 60,
      learning: false,
      l2miss: true,
      l3miss: false,
      proxy: true,
      udp6ZeroChecksumTx: true,
      udp6ZeroChecksumRx: false,
      flowLabel: 5,
      gbp: true,
      gpe: false,
    },
    json: {
      id: 77,
      remote6: '2001:db8::2',
      local6: '2001:db8::1',
      ttl: 9,
      port: 4789,
      port_range: { low: 1000, high: 2000 },
      ageing: 60,
      learning: false,
      l2miss: true,
      proxy: true,
      udp_zero_csum6_tx: true,
      label: '0x5',
      gbp: true,
    },
    change: {
      options: { ageing: 90, learning: true },
      ip: 'id 77 ageing 90 learning',
      data: { id: 77, ageing: 90, learning: true, remote: '2001:db8::2' },
      json: { id: 77, ageing: 90, learning: true },
    },
    more: [
      {
        options: {
          kind: 'vxlan',
          id: 5,
          dev: LOWER,
          remote: '192.0.2.2',
          local: '192.0.2.1',
          tos: 4,
          df: 'set',
          limit: 100,
          rsc: true,
          l3miss: true,
          udpChecksum: false,
          udp6ZeroChecksumRx: true,
          remoteChecksumTx: true,
          remoteChecksumRx: true,
        },
        ip: `type vxlan id 5 dev ${LOWER} remote 192.0.2.2 local 192.0.2.1 tos 4 df set maxaddress 100 rsc l3miss noudpcsum udp6zerocsumrx remcsumtx remcsumrx`,
        data: {
          id: 5,
          remote: '192.0.2.2',
          local: '192.0.2.1',
          tos: 4,
          df: 'set',
          limit: 100,
          rsc: true,
          l3miss: true,
          udpChecksum: false,
          udp6ZeroChecksumRx: true,
          remoteChecksumTx: true,
          remoteChecksumRx: true,
          external: false,
        },
        json: {
          id: 5,
          link: LOWER,
          remote: '192.0.2.2',
          local: '192.0.2.1',
          tos: '0x4',
          df: 'set',
          limit: 100,
          rsc: true,
          l3miss: true,
          udp_csum: false,
          udp_zero_csum6_rx: true,
          remcsum_tx: true,
          remcsum_rx: true,
        },
      },
      {
        // ip says by itself that it does not learn.
        options: { kind: 'vxlan', external: true, gpe: true, learning: false, destinationPort: 4790 },
        ip: 'type vxlan external gpe dstport 4790',
        data: { external: true, gpe: true, destinationPort: 4790, gbp: false },
        json: { external: true, gpe: true, port: 4790 },
      },
    ],
  },
  wireguard: { options: { kind: 'wireguard' }, ip: 'type wireguard', data: {}, json: {} },
  xfrm: {
    options: { kind: 'xfrm', interfaceId: 255, dev: LOWER },
    ip: `type xfrm dev ${LOWER} if_id 255`,
    data: { interfaceId: 255 },
    json: { if_id: '0xff' },
    change: {
      options: { interfaceId: 254 },
      ip: `dev ${LOWER} if_id 254`,
      data: { interfaceId: 254 },
      json: { if_id: '0xfe' },
    },
  },
};
