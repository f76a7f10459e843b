import { expect, test } from 'vitest';
import type { Vni } from '../../src/bridge/vnis.js';
import type { NetworkEvent } from '../../src/events/event.js';
import type { EventKind } from '../../src/events/kinds/index.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { bridged, filteringVnis } from '../support/bridged.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { addressedPair, vethPair } from '../support/topology.js';

needs('root', 'ipv6');
leavesNothingBehind();

const lladdr = '02:00:00:00:00:09';

/** What `change` makes a namespace tell that passes `wanted`, until there are `count`. */
async function told<K extends EventKind>(
  ns: Namespace,
  kind: K,
  count: number,
  change: () => Promise<unknown>,
  wanted: (event: NetworkEvent<K>) => boolean = () => true,
): Promise<NetworkEvent<K>[]> {
  const stream = ns.events({ kinds: [kind], signal: AbortSignal.timeout(10_000) });
  await stream.ready;
  await change();
  const events: NetworkEvent<K>[] = [];
  for await (const event of stream) {
    if (wanted(event)) events.push(event);
    if (events.length === count) break;
  }
  return events;
}

test('neighbours: put there, changed, forgotten; and not the entries of bridges', async () => {
  const { near } = await vethPair();
  const id = { link: 'near0', address: '192.0.2.9' };
  const change = async () => {
    await near.neighbours.add({ ...id, lladdr });
    await near.bridge.fdb.add({ link: 'near0', lladdr: '01:00:5e:00:00:09' });
    await near.neighbours.set({ ...id, lladdr, state: 'stale' });
    await near.neighbours.delete(id);
  };
  const about = (event: NetworkEvent<'neighbour'>) =>
    event.kind === 'neighbour' && event.neighbour.address === id.address;
  expect(await told(near, 'neighbour', 4, change, about)).toMatchObject([
    { action: 'change', neighbour: { family: 'inet', lladdr, state: 'permanent' } },
    { action: 'change', neighbour: { state: 'stale' } },
    { action: 'change', neighbour: { state: 'failed' } },
    { action: 'delete', neighbour: { address: id.address } },
  ]);
});

test('entries of bridges, and not neighbours', async () => {
  const ns = await bridged();
  const change = async () => {
    await ns.neighbours.add({ link: 'p0', address: '192.0.2.9', lladdr });
    await ns.bridge.fdb.add({ link: 'p0', lladdr, master: true, state: 'static' });
    await ns.bridge.fdb.delete({ link: 'p0', lladdr, master: true });
    await ns.bridge.fdb.add({ link: 'vx0', lladdr, dst: '198.51.100.1' });
  };
  // A bridge that knows VLANs has the entry for each of them as well.
  const about = (event: NetworkEvent<'fdb'>) =>
    event.kind === 'fdb' && event.fdb.lladdr === lladdr && event.fdb.vlan === undefined;
  expect(await told(ns, 'fdb', 3, change, about)).toMatchObject([
    { action: 'change', fdb: { lladdr, state: 'static' } },
    { action: 'delete', fdb: { lladdr, state: 'static' } },
    { action: 'change', fdb: { lladdr, dst: '198.51.100.1', flags: ['self'] } },
  ]);
});

test('multicast entries', async () => {
  const ns = await bridged();
  const entry = { link: 'br0', port: 'p0', group: '239.1.1.1' };
  const change = async () => {
    await ns.bridge.mdb.add({ ...entry, state: 'permanent' });
    await ns.bridge.mdb.delete(entry);
  };
  const about = (event: NetworkEvent<'mdb'>) => event.kind === 'mdb' && event.mdb.group === entry.group;
  expect(await told(ns, 'mdb', 2, change, about)).toMatchObject([
    { action: 'change', mdb: { group: '239.1.1.1', state: 'permanent' } },
    { action: 'delete', mdb: { group: '239.1.1.1' } },
  ]);
});

test('numbers of namespaces', async () => {
  const [ns, other] = await Promise.all([unnamed(), unnamed()]);
  const change = async () => {
    await ns.nsids.set(other, 7);
    await other.close();
  };
  expect(await told(ns, 'nsid', 2, change)).toEqual([
    { kind: 'nsid', action: 'add', nsid: 7 },
    { kind: 'nsid', action: 'delete', nsid: 7 },
  ]);
});

test('VNIs that a VXLAN takes, one by one, and in a snapshot', async ({ skip }) => {
  const ns = await filteringVnis(skip);
  await ns.bridge.vnis.add({ link: 'vx1', vni: 5 });
  const change = async () => {
    await ns.bridge.vnis.add({ link: 'vx1', vni: '10-11', group: '198.51.100.2' });
    await ns.bridge.vnis.delete({ link: 'vx1', vni: 10 });
  };
  expect(await told(ns, 'vni', 3, change)).toMatchObject([
    { action: 'change', vni: { vni: 10, vniEnd: 10, group: '198.51.100.2' } },
    { action: 'change', vni: { vni: 11, vniEnd: 11, group: '198.51.100.2' } },
    { action: 'delete', vni: { vni: 10, vniEnd: 10 } },
  ]);
  await ns.bridge.vnis.add({ link: 'vx1', vni: 6 });
  await using stream = ns.events({ kinds: ['vni'], snapshot: true });
  const { value } = await stream[Symbol.asyncIterator]().next();
  expect((value as unknown as { vnis: Vni[] }).vnis.map(({ vni }) => vni)).toEqual([5, 6, 11]);
});

test('how links forward: all of a new one, then what changes', async () => {
  const ns = await unnamed();
  const change = async () => {
    await ns.links.add({ kind: 'bridge', name: 'br0' });
    await ns.sysctl.set('net.ipv4.conf.br0.forwarding', 1);
    await ns.links.delete('br0');
  };
  const about = (event: NetworkEvent<'netconf'>) =>
    event.kind === 'netconf' && event.netconf.family === 'inet';
  const events = await told(ns, 'netconf', 3, change, about);
  expect(events).toMatchObject([
    { action: 'add', netconf: { forwarding: false, proxyNeighbours: false, reversePathFilter: 'off' } },
    { action: 'change', netconf: { forwarding: true, proxyNeighbours: undefined } },
    { action: 'delete', netconf: { family: 'inet' } },
  ]);
});

test('a snapshot has all of them', async () => {
  const ns = await bridged();
  const other = await unnamed();
  await Promise.all([
    ns.neighbours.add({ link: 'p0', address: '192.0.2.9', lladdr }),
    ns.bridge.fdb.add({ link: 'vx0', lladdr, dst: '198.51.100.1' }),
    ns.bridge.mdb.add({ link: 'br0', port: 'p0', group: '239.1.1.1', state: 'permanent' }),
    ns.nsids.set(other, 7),
  ]);
  await using stream = ns.events({ snapshot: true });
  const { value } = await stream[Symbol.asyncIterator]().next();
  expect(value).toMatchObject({
    kind: 'snapshot',
    neighbours: expect.arrayContaining([
      expect.objectContaining({ address: '192.0.2.9', state: 'permanent' }),
    ]),
    fdb: expect.arrayContaining([expect.objectContaining({ lladdr, dst: '198.51.100.1' })]),
    mdb: expect.arrayContaining([expect.objectContaining({ group: '239.1.1.1', state: 'permanent' })]),
    nsids: [7],
    netconf: expect.arrayContaining([expect.objectContaining({ family: 'inet', link: 'all' })]),
  });
});

test('the state knows who was found, and that they go with their link', async () => {
  const { near, far } = await addressedPair();
  await using state = near.state();
  await state.ready;
  const known = (address: string) => [...state.neighbours.values()].find((each) => each.address === address);
  const server = await far.listen({ host: '192.0.2.2', port: 0 }, (socket) => socket.end());
  const socket = await near.connect({ host: '192.0.2.2', port: (server.address() as { port: number }).port });
  socket.on('error', () => {}).destroy();
  server.close();
  await state.until(() => known('192.0.2.2')?.lladdr !== undefined);
  const { address } = await far.links.get('far0');
  expect(known('192.0.2.2')).toMatchObject({ lladdr: address, family: 'inet' });
  await near.links.set('near0', { up: false });
  await state.until(() => known('192.0.2.2') === undefined);
});
