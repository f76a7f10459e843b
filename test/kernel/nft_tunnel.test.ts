/** Rules on the packets of a tunnel that look at what it carries. */

import { expect, test, vi } from 'vitest';
import type { LinkOptions } from '../../src/link/kinds/index.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { NftError } from '../../src/nft/error.js';
import { orLacking } from '../support/lacking.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { stateOf } from '../support/routed.js';
import { carries } from '../support/switched.js';
import { echo } from '../support/tcp.js';
import { addressedPair } from '../support/topology.js';

needs('root');
leavesNothingBehind();

interface Case {
  /** What the rules see. */
  readonly outside: string;
  readonly tunnel: string;
  /** The link in one namespace, whose other end is in the other. */
  link(local: string, remote: string): LinkOptions;
}

const tunnels: readonly Case[] = [
  {
    outside: 'udp dport 4789',
    tunnel: 'vxlan',
    link: (local, remote) => ({
      kind: 'vxlan',
      name: 'tunnel0',
      id: 10,
      destinationPort: 4789,
      local,
      remote,
    }),
  },
  {
    outside: 'udp dport 6081',
    tunnel: 'geneve',
    link: (_, remote) => ({ kind: 'geneve', name: 'tunnel0', id: 10, remote }),
  },
  {
    outside: 'ip saddr 192.0.2.1',
    tunnel: 'gre',
    link: (local, remote) => ({ kind: 'gre', name: 'tunnel0', local, remote }),
  },
  {
    outside: 'ip saddr 192.0.2.1',
    tunnel: 'gretap',
    link: (local, remote) => ({ kind: 'gretap', name: 'tunnel0', local, remote }),
  },
];

const NEAR = { outside: '192.0.2.1', inside: '10.0.0.1' } as const;
const FAR = { outside: '192.0.2.2', inside: '10.0.0.2' } as const;

async function settle(ns: Namespace, link: LinkOptions, address: string): Promise<void> {
  await ns.sysctl.set('net.ipv6.conf.default.disable_ipv6', 1).catch(() => {});
  await ns.links.add({ ...link, up: true });
  await ns.addresses.add({ link: 'tunnel0', address: `${address}/24` });
}

/** Goes on without tunnels where the kernel knows none, if it is told so: the test ends there, as skipped. */
async function orTooOld(work: Promise<unknown>, skip: (note: string) => never): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof NftError) || !error.message.includes('looking into tunnels needs Linux 6.2'))
      throw error;
    skip(error.message);
  }
}

/** Which of the counters have seen packets. */
async function seen(ns: Namespace): Promise<string[]> {
  const { nftables } = await ns.nft.list();
  return nftables.flatMap((item) =>
    'counter' in item && Number(item.counter.packets) > 0 ? [item.counter.name] : [],
  );
}

test.for(tunnels)(
  'what $tunnel carries is matched outside of it',
  async ({ outside, tunnel, link }, { skip }) => {
    const { near, far } = await addressedPair();
    await Promise.all([carries(near, 'near0'), carries(far, 'far0')]);
    await orLacking(settle(near, link(NEAR.outside, FAR.outside), NEAR.inside), skip);
    await settle(far, link(FAR.outside, NEAR.outside), FAR.inside);
    const inside = `${outside} ${tunnel}`;
    const rules = `
    table inet t {
      counter address { }
      counter network { }
      counter port { }
      counter pair { }
      counter other { }
      chain input {
        type filter hook input priority filter; policy accept;
        ${inside} ip daddr ${FAR.inside} counter name address
        ${inside} ip saddr 10.0.0.0/8 counter name network
        ${inside} tcp dport 7000 counter name port
        ${inside} ip saddr . ${tunnel} ip daddr { ${NEAR.inside} . ${FAR.inside} } counter name pair
        ${inside} ip saddr ${FAR.inside} counter name other
        ${inside} tcp dport vmap { 7001 : drop }
      }
    }
  `;
    await orTooOld(far.nft.run(rules), skip);
    for (const port of [7000, 7001]) await echo(far, { host: FAR.inside, port });
    // The first packets wait for the other end's address.
    await vi.waitFor(async () => expect(await stateOf(near, FAR.inside, 7000)).toBe('open'), 10_000);
    expect(await stateOf(near, FAR.inside, 7001)).toBe('filtered');
    expect(await seen(far)).toEqual(['address', 'network', 'port', 'pair']);
  },
);
