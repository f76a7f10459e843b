import type { Requirement } from '../netlink/requirement.js';

/** Where in the kernel families come from: the option without CONFIG_, and the module if it can be one. */
const SOURCES: Readonly<Record<string, readonly [config: string, module?: string]>> = {
  SEG6: ['IPV6'],
  TASKSTATS: ['TASKSTATS'],
  batadv: ['BATMAN_ADV', 'batman-adv'],
  devlink: ['NET_DEVLINK'],
  ethtool: ['ETHTOOL_NETLINK'],
  fou: ['NET_FOU', 'fou'],
  gtp: ['GTP', 'gtp'],
  hsr: ['HSR', 'hsr'],
  ioam6: ['IPV6'],
  ipvs: ['IP_VS', 'ip_vs'],
  l2tp: ['L2TP', 'l2tp_netlink'],
  macsec: ['MACSEC', 'macsec'],
  mptcp_pm: ['MPTCP'],
  netdev: ['NET'],
  netlabel_unlbl: ['NETLABEL'],
  nl80211: ['CFG80211', 'cfg80211'],
  ovpn: ['OVPN', 'ovpn'],
  ovs_datapath: ['OPENVSWITCH', 'openvswitch'],
  ovs_flow: ['OPENVSWITCH', 'openvswitch'],
  ovs_vport: ['OPENVSWITCH', 'openvswitch'],
  psample: ['PSAMPLE', 'psample'],
  smc_pnetid: ['SMC', 'smc'],
  tcmu: ['TCM_USER2', 'target_core_user'],
  tcp_metrics: ['INET'],
  team: ['NET_TEAM', 'team'],
  thermal: ['THERMAL_NETLINK'],
  tipc: ['TIPC', 'tipc'],
  vdpa: ['VDPA', 'vdpa'],
  wireguard: ['WIREGUARD', 'wireguard'],
};

/** What a kernel has to be built with to have a family, if that is known here. */
export function requirementOf(family: string): Requirement | undefined {
  if (!Object.hasOwn(SOURCES, family)) return undefined;
  const [config, module] = SOURCES[family] as readonly [string, string?];
  return { feature: `generic netlink family ${JSON.stringify(family)}`, config, module };
}
