import { expect, test } from 'vitest';
import { bridged } from '../support/bridged.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'ip', 'ipv6');
leavesNothingBehind();

type Fields = Readonly<Record<string, unknown>>;

test('forwarding, as ip has it', async () => {
  const ns = await bridged();
  await ns.sysctl.set('net.ipv4.conf.br0.forwarding', 1);
  await ns.sysctl.set('net.ipv4.conf.br0.rp_filter', 2);
  const names = new Map((await ns.links.list()).map(({ index, name }) => [index, name]));
  for (const [family, option] of [
    ['inet', '-4'],
    ['inet6', '-6'],
  ] as const) {
    const ours = (await ns.netconf.list({ family })).map((entry) => ({
      interface: typeof entry.link === 'number' ? names.get(entry.link) : entry.link,
      forwarding: entry.forwarding,
      mc_forwarding: entry.multicastForwarding,
      proxy_neigh: entry.proxyNeighbours,
    }));
    const theirs = (JSON.parse(runIn(ns, ['ip', option, '-json', 'netconf', 'show'])) as Fields[]).map(
      (entry) => ({
        interface: entry.interface,
        forwarding: entry.forwarding,
        mc_forwarding: entry.mc_forwarding,
        proxy_neigh: entry.proxy_neigh,
      }),
    );
    expect(ours).toEqual(theirs);
  }
  expect(await ns.netconf.get('inet', 'br0')).toMatchObject({ forwarding: true, reversePathFilter: 'loose' });
  expect(await ns.netconf.get('inet', 'all')).toMatchObject({ link: 'all', forwarding: false });
});
