import { expect, test } from 'vitest';
import { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { named, randomName } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { run } from './program.js';

needs('root');
leavesNothingBehind();

const ALLOWED = [
  'current',
  'current.links.list',
  'current.addresses.list',
  'current.routes.list',
  'current.sysctl.get',
  'list',
];

/** What is refused, and the capability that is missing for it. */
const refused = (name: string): Readonly<Record<string, readonly [refusal: string, capability: string]>> => ({
  'current.sysctl.set': ['EACCES: open sysctl net.ipv4.ip_default_ttl', 'CAP_NET_ADMIN'],
  create: ['EPERM: unshare CLONE_NEWNET', 'CAP_SYS_ADMIN'],
  'create by name': ['EPERM: mount /run/netns', 'CAP_SYS_ADMIN'],
  'open by name': ['EPERM: setns CLONE_NEWNET', 'CAP_SYS_ADMIN'],
  'open by pid': [`EACCES: open /proc/${process.pid}/ns/net`, 'CAP_SYS_PTRACE'],
  delete: [`EPERM: umount2 /run/netns/${name}`, 'CAP_SYS_ADMIN'],
  'links.add': ['EPERM: RTM_NEWLINK a', 'CAP_NET_ADMIN'],
  'links.set': ['EPERM: RTM_SETLINK lo', 'CAP_NET_ADMIN'],
  'addresses.add': ['EPERM: RTM_NEWADDR 192.0.2.1', 'CAP_NET_ADMIN'],
  'routes.add': ['EPERM: RTM_NEWROUTE default', 'CAP_NET_ADMIN'],
  'sysctl.set': ['EPERM: setns sysctl net.ipv4.ip_forward', 'CAP_SYS_ADMIN'],
  listen: ['EPERM: setns CLONE_NEWNET', 'CAP_SYS_ADMIN'],
  'nft.list': ['EPERM: nf_tables dump', 'CAP_NET_ADMIN'],
  'nft.run': ['EPERM: NFNL_MSG_BATCH_BEGIN', 'CAP_NET_ADMIN'],
  capture: ['EPERM: setns CLONE_NEWNET', 'CAP_SYS_ADMIN'],
  'probe.tcp': ['EPERM: setns CLONE_NEWNET', 'CAP_SYS_ADMIN'],
});

test('without privileges one may look, and for the rest is told what is missing and how to get it', async () => {
  const name = randomName();
  await named(name);
  const ending = await run('unprivileged', [name, String(process.pid)]);
  expect(ending).toMatchObject({ code: 0, errors: '' });
  const told = Object.entries(refused(name)).map(([attempt, [refusal, capability]]) => {
    const text = refusal.startsWith('EPERM') ? 'operation not permitted' : 'permission denied';
    const advice = `needs ${capability}: run as root, or in a container started with --privileged or --cap-add`;
    return [attempt, `${refusal}: ${text} (${advice})`];
  });
  const allowed = ALLOWED.map((attempt) => [attempt, 'ok']);
  expect(JSON.parse(ending.output)).toEqual(Object.fromEntries([...allowed, ...told]));
  expect(await Namespace.list()).toContain(name);
});
