/**
 * node unprivileged.mjs NAME PID: makes a namespace as root, becomes nobody, and tries everything. Prints what came
 * of each attempt: `ok`, or the error. NAME is that of a namespace, PID that of a process of root's.
 */

import process, { argv, stdout } from 'node:process';
import { Namespace } from 'netloom';

const NOBODY = 65_534;
const [name = '', pid = ''] = argv.slice(2);

// Whatever were not refused would change this namespace and no other.
const own = await Namespace.create();
process.setgroups?.([]);
process.setgid?.(NOBODY);
process.setuid?.(NOBODY);
const current = await Namespace.current();

/** @type {Record<string, () => Promise<unknown>>} */
const attempts = {
  current: async () => current.id,
  'current.links.list': () => current.links.list(),
  'current.addresses.list': () => current.addresses.list(),
  'current.routes.list': () => current.routes.list(),
  'current.sysctl.get': () => current.sysctl.get('net.ipv4.ip_forward'),
  // To the value that it has.
  'current.sysctl.set': async () =>
    current.sysctl.set('net.ipv4.ip_default_ttl', await current.sysctl.get('net.ipv4.ip_default_ttl')),
  list: () => Namespace.list(),
  create: () => Namespace.create(),
  'create by name': () => Namespace.create(`${name}-other`),
  'open by name': () => Namespace.open(name),
  'open by pid': () => Namespace.open({ pid: Number(pid) }),
  delete: () => Namespace.delete(name),
  'links.add': () => own.links.add({ kind: 'veth', name: 'a', peer: { name: 'b' } }),
  'links.set': () => own.links.set('lo', { up: true }),
  'addresses.add': () => own.addresses.add({ link: 'lo', address: '192.0.2.1' }),
  'routes.add': () => own.routes.add({ to: 'default', dev: 'lo' }),
  'sysctl.set': () => own.sysctl.set('net.ipv4.ip_forward', 1),
  listen: () => own.listen({ port: 80 }),
  'nft.list': () => own.nft.list(),
  'nft.run': () => own.nft.run('add table ip a'),
  capture: () => own.capture('lo'),
  'probe.tcp': () => own.probe.tcp({ host: '127.0.0.1', port: 80 }),
};

/** @type {Record<string, unknown>} */
const outcomes = {};
for (const [what, attempt] of Object.entries(attempts)) {
  try {
    await attempt();
    outcomes[what] = 'ok';
  } catch (error) {
    outcomes[what] = error instanceof Error ? error.message : error;
  }
}
stdout.write(JSON.stringify(outcomes));
