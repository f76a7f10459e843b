/** What links can be to their masters: how we say it, how ip does, and what both must read. */

import { expect } from 'vitest';
import type { LinkOptions } from '../../src/link/kinds/index.js';
import type { PortKindName, PortOptions } from '../../src/link/ports/index.js';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export interface PortCase<K extends PortKindName = PortKindName> {
  /** What it is a port of; named `master0`. */
  readonly master: Without<LinkOptions, 'name'>;
  readonly options: Without<Extract<PortOptions, { kind: K }>, 'kind'>;
  /** What follows `ip link set LINK type KIND_slave`; absent: there is nothing that ip could say. */
  readonly ip?: string;
  /** What is read of it, if that is not what was said. */
  readonly data?: object;
  /** What `ip -details -json link show` says in linkinfo.info_slave_data. */
  readonly json: object;
  /** What older kernels do not know, as we and as ip call it. */
  readonly newer?: Readonly<Record<string, string>>;
}

const on = (names: readonly string[], value: boolean) =>
  Object.fromEntries(names.map((name) => [name, value]));

/** Switches of a bridge's port, as we and as ip spell them. */
const SWITCHES = {
  hairpin: 'hairpin',
  guard: 'guard',
  rootBlock: 'root_block',
  fastLeave: 'fastleave',
  learning: 'learning',
  flood: 'flood',
  multicastFlood: 'mcast_flood',
  broadcastFlood: 'bcast_flood',
  multicastToUnicast: 'mcast_to_unicast',
  proxyArp: 'proxy_arp',
  proxyArpWifi: 'proxy_arp_wifi',
  vlanTunnel: 'vlan_tunnel',
  neighbourSuppress: 'neigh_suppress',
  isolated: 'isolated',
} as const;

const allSwitches = (value: boolean): PortCase<'bridge'> => ({
  master: { kind: 'bridge' },
  options: { ...on(Object.keys(SWITCHES), value), locked: false },
  ip: Object.values(SWITCHES)
    .map((word) => `${word} ${value ? 'on' : 'off'}`)
    .join(' '),
  json: on(Object.values(SWITCHES), value),
  newer: { locked: 'locked' },
});

export const PORT_CASES: { readonly [K in PortKindName]: readonly PortCase<K>[] } = {
  bond: [
    {
      master: { kind: 'bond', mode: 'active-backup' },
      options: { queueId: 3, priority: -5 },
      ip: 'queue_id 3 prio -5',
      json: { queue_id: 3, prio: -5 },
      newer: { priority: 'prio' },
      data: { queueId: 3, priority: -5, linkFailures: 0 },
    },
  ],
  bridge: [
    allSwitches(true),
    allSwitches(false),
    {
      master: { kind: 'bridge' },
      options: {
        priority: 10,
        cost: 7,
        multicastRouter: 'permanent',
        groupForwardMask: 8,
        locked: true,
        backupPort: 'spare0',
        multicastEhtHostsLimit: 100,
        flush: true,
      },
      ip: 'priority 10 cost 7 mcast_router 2 group_fwd_mask 8 locked on backup_port spare0',
      json: {
        priority: 10,
        cost: 7,
        multicast_router: 2,
        group_fwd_mask: '0x8',
        locked: true,
        backup_port: 'spare0',
      },
      newer: { locked: 'locked' },
      data: {
        priority: 10,
        cost: 7,
        multicastRouter: 'permanent',
        groupForwardMask: 8,
        locked: true,
        backupPort: expect.any(Number),
      },
    },
    {
      master: { kind: 'bridge', vlanFiltering: true },
      options: {
        state: 'disabled',
        multicastMaxGroups: 9,
        locked: true,
        macAuthenticationBypass: true,
        backupNexthop: 5,
        neighbourVlanSuppress: true,
        neighbourForwardGratuitous: true,
      },
      json: { state: 'disabled', locked: true },
      newer: {
        multicastMaxGroups: 'mcast_max_groups',
        locked: 'locked',
        macAuthenticationBypass: 'mab',
        backupNexthop: 'backup_nhid',
        neighbourVlanSuppress: 'neigh_vlan_suppress',
        neighbourForwardGratuitous: 'neigh_forward_grat',
      },
    },
  ],
  vrf: [{ master: { kind: 'vrf', table: 100 }, options: {}, json: { table: 100 }, data: { table: 100 } }],
};
