import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { HANDLE } from '../../src/handle/handle.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { carries } from '../support/switched.js';
import { ip } from './views.js';

needs('root', 'ip', 'nsenter', 'python3');
leavesNothingBehind();

/**
 * A routing daemon with nothing to it: two links, and what 192.0.2.9 sends to 239.1.1.1 goes from the first to the second;
 * then what it is told to send. Only while such a one is there does the kernel forward multicast.
 */
const DAEMON = `
import socket, struct, sys
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_IGMP)
MRT_INIT, MRT_ADD_VIF, MRT_ADD_MFC, VIFF_USE_IFINDEX = 200, 202, 204, 8
s.setsockopt(socket.IPPROTO_IP, MRT_INIT, 1)
for number, link in enumerate(('v0', 'w0')):
  vif = struct.pack('=HBBIi4s', number, VIFF_USE_IFINDEX, 1, 0, socket.if_nametoindex(link), bytes(4))
  s.setsockopt(socket.IPPROTO_IP, MRT_ADD_VIF, vif)
pair = socket.inet_aton('192.0.2.9') + socket.inet_aton('239.1.1.1')
s.setsockopt(socket.IPPROTO_IP, MRT_ADD_MFC, struct.pack('=8sH32s2x16s', pair, 0, bytes([0, 5]) + bytes(30), bytes(16)))
print('ready', flush=True)
sys.stdin.read()
`;

async function linked(): Promise<Namespace> {
  const ns = await unnamed();
  for (const [name, peer] of [
    ['v0', 'v1'],
    ['w0', 'w1'],
  ] as const)
    await ns.links.add({ kind: 'veth', name, up: true, peer: { name: peer, up: true } });
  await ns.addresses.add({ link: 'v0', address: '192.0.2.1/24' });
  await carries(ns, 'v0');
  return ns;
}

/** Has the daemon run, until it is told to end. */
async function routing(ns: Namespace): Promise<() => Promise<unknown>> {
  const enter = `--net=/proc/${process.pid}/fd/${ns[HANDLE].native.fd}`;
  const daemon = spawn('nsenter', [enter, 'python3', '-c', DAEMON], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(daemon, 'exit');
  await Promise.race([once(daemon.stdout, 'data'), ended]);
  return () => {
    daemon.stdin.end();
    return ended;
  };
}

test('where multicast is forwarded is read as ip reads it', async () => {
  const ns = await linked();
  const end = await routing(ns);
  const [v0, w0] = await Promise.all([ns.links.get('v0'), ns.links.get('w0')]);
  const [entry] = await ns.mroutes.list();
  expect(entry).toMatchObject({
    family: 'inet',
    group: '239.1.1.1',
    source: '192.0.2.9',
    iif: v0.index,
    oifs: [{ dev: w0.index, ttl: 5 }],
    unresolved: false,
    offload: false,
    table: 'default',
    packets: 0n,
    bytes: 0n,
    wrongIif: 0n,
    unknown: [],
  });
  expect(JSON.parse(ip(ns, '-json -statistics -details mroute show table all'))).toMatchObject([
    {
      src: '192.0.2.9',
      dst: '239.1.1.1',
      iif: 'v0',
      multipath: [{ oif: 'w0', ttl: 5 }],
      state: 'resolved',
      packets: 0,
      table: 'default',
    },
  ]);
  const count = async (filter: Parameters<typeof ns.mroutes.list>[0]) =>
    (await ns.mroutes.list(filter)).length;
  expect(await count({ group: '239.1.1.1', source: '192.0.2.9', iif: 'v0', table: 'default' })).toBe(1);
  expect(await count({ family: 'inet6' })).toBe(0);
  expect(await count({ group: '239.1.1.2' })).toBe(0);
  expect(await count({ iif: 'w0' })).toBe(0);
  expect(await count({ table: 100 })).toBe(0);
  await expect(ns.mroutes.list({ via: '192.0.2.1' } as never)).rejects.toThrow(
    'does not know the option via',
  );
  await end();
  expect(await ns.mroutes.list()).toEqual([]);
});

test('changes of that are told, and not as changes of routes', async () => {
  const ns = await linked();
  const first = await routing(ns);
  const stream = ns.events({
    kinds: ['route', 'mroute'],
    snapshot: true,
    signal: AbortSignal.timeout(10_000),
  });
  const told: string[] = [];
  for await (const event of stream) {
    if (event.kind === 'snapshot') {
      expect(event.mroutes).toMatchObject([{ group: '239.1.1.1', source: '192.0.2.9' }]);
      expect(event.routes.filter(({ family }) => family !== 'inet' && family !== 'inet6')).toEqual([]);
      await first();
      const second = await routing(ns);
      await second();
    } else if (event.kind === 'mroute') told.push(`${event.action} ${event.mroute.group}`);
    else if (event.kind === 'route') expect(event.route.to).not.toContain('239.1.1.1');
    if (told.length === 3) break;
  }
  expect(told).toEqual(['delete 239.1.1.1', 'change 239.1.1.1', 'delete 239.1.1.1']);
});
