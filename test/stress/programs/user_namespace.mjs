/**
 * node user_namespace.mjs: builds and looks into a small network, as whoever runs it may. Prints what came of each
 * step.
 */

import { stdout } from 'node:process';
import { Namespace } from 'netloom';

const [near, far] = await Promise.all([Namespace.create(), Namespace.create('far')]);

/** @type {Record<string, () => Promise<unknown>>} */
const steps = {
  list: async () => (await Namespace.list()).join(),
  link: () =>
    near.links.add({ kind: 'veth', name: 'a', up: true, peer: { name: 'b', namespace: far, up: true } }),
  address: () => near.addresses.add({ link: 'a', address: '192.0.2.1/24' }),
  peer: () => far.addresses.add({ link: 'b', address: '192.0.2.2/24' }),
  sysctl: () => far.sysctl.set('net.ipv4.ip_forward', 1),
  nft: () => far.nft.run('table ip t { chain c { type filter hook input priority 0; tcp dport 7 counter } }'),
  probe: async () => (await near.probe.tcp({ host: '192.0.2.2', port: 7 })).state,
  capture: async () => (await far.capture('b')).close(),
  listen: async () => (await far.listen({ port: 80 })).close() && undefined,
};
/** @type {Record<string, unknown>} */
const outcomes = {};
for (const [name, step] of Object.entries(steps)) outcomes[name] = (await step()) ?? 'done';
await Promise.all([near.close(), far.close()]);
stdout.write(JSON.stringify(outcomes));
