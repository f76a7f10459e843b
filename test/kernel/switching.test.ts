/** How bridges, VXLANs and neighbours behave together, in the scenarios that switching stands and falls with. */

import { describe, expect, test, vi } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import { filteringVnis, heedingVlans, VNI_FILTER } from '../support/bridged.js';
import { orLacking } from '../support/lacking.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs, sinceLinux } from '../support/needs.js';
import { addressOf, ask, carries, entryOf, hardwareOf, switched } from '../support/switched.js';
import { vethPair } from '../support/topology.js';

needs('root');
leavesNothingBehind();

const [first, second, third] = [1, 2, 3].map(hardwareOf) as [string, string, string];

/** Sets what is a port's own, or ends the test as skipped if this kernel takes it and forgets it. */
async function portSet(
  sw: Namespace,
  port: string,
  option: 'isolated' | 'locked' | 'neighbourSuppress',
  skip: (note: string) => never,
) {
  await orLacking(sw.links.set(port, { port: { kind: 'bridge', [option]: true } }), skip);
  const read = (await sw.links.get(port)).port;
  if (!(read as Readonly<Record<string, unknown>> | undefined)?.[option])
    skip(`the ports of this kernel's bridges cannot be ${option}`);
}

describe('a bridge', () => {
  test('learns who is where from what they send, unless a port is not to', async () => {
    const { sw, hosts } = await switched(2);
    const [one] = hosts as [Namespace, Namespace];
    await sw.links.set('p2', { port: { kind: 'bridge', learning: false } });
    expect(await ask(one, addressOf(2))).toBe(second);
    expect(await entryOf(sw, first)).toMatchObject({ name: 'p1', state: 'dynamic' });
    expect(await entryOf(sw, second)).toBeUndefined();
    await sw.links.set('br0', { kind: 'bridge', fdbFlush: true });
    expect(await entryOf(sw, first)).toBeUndefined();
  });

  test('lets a host move to another port, but for one that is sticky', async () => {
    const { sw, hosts } = await switched(3);
    const [one, two] = hosts as [Namespace, Namespace, Namespace];
    expect(await ask(one, addressOf(3))).toBe(third);
    expect(await entryOf(sw, first)).toMatchObject({ name: 'p1' });
    // The second host takes the first one's hardware address.
    await one.links.set('eth0', { up: false });
    const moves = async () => {
      await two.links.set('eth0', { up: false });
      await two.links.set('eth0', { address: first });
      await two.links.set('eth0', { up: true });
      await carries(two, 'eth0');
      await carries(sw, 'p2');
      return ask(two, addressOf(3));
    };
    expect(await moves()).toBe(third);
    expect(await entryOf(sw, first)).toMatchObject({ name: 'p2' });
    await sw.bridge.fdb.replace({ link: 'p1', lladdr: first, master: true, state: 'static', sticky: true });
    await moves();
    expect(await entryOf(sw, first)).toMatchObject({ name: 'p1', flags: ['sticky'] });
  });

  test('forgets what a port knew when that leaves, or loses its carrier, but not what is static', async () => {
    const { sw, hosts } = await switched(2);
    const [one] = hosts as [Namespace, Namespace];
    const static_ = '02:00:00:00:02:01';
    await sw.bridge.fdb.add({ link: 'p1', lladdr: static_, master: true, state: 'static' });
    expect(await ask(one, addressOf(2))).toBe(second);
    await one.links.set('eth0', { up: false });
    await vi.waitFor(async () => expect(await entryOf(sw, first)).toBeUndefined());
    expect(await entryOf(sw, static_)).toMatchObject({ name: 'p1' });
    await sw.links.set('p1', { master: null });
    expect(await entryOf(sw, static_)).toBeUndefined();
  });

  test('keeps isolated ports apart, and lets others through to them', async ({ skip }) => {
    const { sw, hosts } = await switched(3);
    const [one, two, three] = hosts as [Namespace, Namespace, Namespace];
    await portSet(sw, 'p1', 'isolated', skip);
    await portSet(sw, 'p2', 'isolated', skip);
    expect(await ask(one, addressOf(2))).toBeUndefined();
    expect(await ask(one, addressOf(3))).toBe(third);
    expect(await ask(three, addressOf(2))).toBe(second);
    expect(await ask(two, addressOf(1))).toBeUndefined();
  });

  test('lets nobody but who is known in by a locked port', async ({ skip }) => {
    const { sw, hosts } = await switched(2);
    const [one, two] = hosts as [Namespace, Namespace];
    await sw.links.set('p1', { port: { kind: 'bridge', learning: false } });
    await portSet(sw, 'p1', 'locked', skip);
    expect(await ask(one, addressOf(2))).toBeUndefined();
    expect(await ask(two, addressOf(1))).toBeUndefined();
    await sw.bridge.fdb.add({ link: 'p1', lladdr: first, master: true, state: 'static' });
    expect(await ask(one, addressOf(2))).toBe(second);
    expect(await ask(two, addressOf(1))).toBe(first);
  });

  test('floods what is for everybody, and what is for somebody unknown, only where it may', async () => {
    const { sw, hosts } = await switched(3);
    const [one, two] = hosts as [Namespace, Namespace, Namespace];
    await sw.links.set('p2', { port: { kind: 'bridge', broadcastFlood: false } });
    expect(await ask(one, addressOf(2))).toBeUndefined();
    expect(await ask(one, addressOf(3))).toBe(third);
    await sw.links.set('p2', { port: { kind: 'bridge', broadcastFlood: true } });
    // The answer finds its way by what was learnt of the question, and without that only by flooding.
    await sw.links.set('p1', { port: { kind: 'bridge', learning: false, flood: false, flush: true } });
    expect(await ask(one, addressOf(2))).toBeUndefined();
    await sw.links.set('p1', { port: { kind: 'bridge', flood: true } });
    expect(await ask(one, addressOf(2))).toBe(second);
    expect(await ask(two, addressOf(1))).toBe(first);
  });

  test('learns no more than it may, and takes what it is told all the same', async ({ skip }) => {
    const { sw, hosts } = await switched(2);
    const [one] = hosts as [Namespace, Namespace];
    await sw.links.set('br0', { kind: 'bridge', fdbMaxLearned: 1 });
    const limit = async () => ((await sw.links.get('br0')).data as { fdbMaxLearned?: number }).fdbMaxLearned;
    if ((await limit()) !== 1)
      skip('the bridges of this kernel have no limit to what they learn (Linux 6.8)');
    expect(await ask(one, addressOf(2))).toBe(second);
    expect([await entryOf(sw, first), await entryOf(sw, second)].filter(Boolean)).toHaveLength(1);
    for (const lladdr of ['02:00:00:00:02:01', '02:00:00:00:02:02']) {
      await sw.bridge.fdb.add({ link: 'p1', lladdr, master: true, state: 'static' });
      expect(await entryOf(sw, lladdr)).toMatchObject({ name: 'p1' });
    }
  });

  test('answers for those whom it knows, in the place of a port that suppresses questions', async ({
    skip,
  }) => {
    const { sw, hosts } = await switched(2);
    const [one] = hosts as [Namespace, Namespace];
    await portSet(sw, 'p2', 'neighbourSuppress', skip);
    const absent = '02:00:00:00:02:50';
    await sw.bridge.fdb.add({ link: 'p2', lladdr: absent, master: true, state: 'static' });
    expect(await ask(one, '192.0.2.50')).toBeUndefined();
    await sw.neighbours.add({ link: 'br0', address: '192.0.2.50', lladdr: absent });
    expect(await ask(one, '192.0.2.50')).toBe(absent);
  });

  test('drops groups that were joined when a port loses its carrier, and keeps those that stay', async () => {
    const { sw, hosts } = await switched(2);
    const [one] = hosts as [Namespace, Namespace];
    const { mdb } = sw.bridge;
    await mdb.add({ link: 'br0', port: 'p1', group: '239.1.1.1' });
    await mdb.add({ link: 'br0', port: 'p1', group: '239.1.1.2', state: 'permanent' });
    const groups = async () =>
      (await mdb.list({ link: 'br0' })).map(({ group }) => group).filter((group) => group.startsWith('239.'));
    expect((await groups()).sort()).toEqual(['239.1.1.1', '239.1.1.2']);
    await one.links.set('eth0', { up: false });
    await vi.waitFor(async () => expect(await groups()).toEqual(['239.1.1.2']));
    await sw.links.set('p1', { master: null });
    expect(await groups()).toEqual([]);
  });

  test('keeps VLANs apart, whatever is tagged on the way', async ({ skip }) => {
    await heedingVlans(skip);
    const { sw, hosts } = await switched(2);
    const [one] = hosts as [Namespace, Namespace];
    const { vlans, fdb } = sw.bridge;
    await sw.links.set('br0', { kind: 'bridge', vlanFiltering: true });
    expect(await ask(one, addressOf(2))).toBe(second);
    await vlans.add({ link: 'p1', vid: 10, pvid: true, untagged: true });
    expect(await ask(one, addressOf(2))).toBeUndefined();
    await vlans.add({ link: 'p2', vid: '10-12', untagged: true });
    await vlans.add({ link: 'p2', vid: 10, pvid: true, untagged: true });
    expect(await ask(one, addressOf(2))).toBe(second);
    const learnt = (await fdb.list({ link: 'p1', vlan: 10 })).map(({ lladdr }) => lladdr);
    expect(learnt).toContain(first);
    // There is one VLAN at most for what comes without a tag.
    expect((await vlans.list({ link: 'p1' })).filter(({ pvid }) => pvid)).toMatchObject([{ vid: 10 }]);
    await vlans.delete({ link: 'p2', vid: '10-12' });
    expect(await ask(one, addressOf(2))).toBeUndefined();
  });

  test('has a port in several spanning trees, and a VLAN in one of them', async ({ skip }) => {
    sinceLinux('5.18', skip); // older ones pass over what they do not know
    await heedingVlans(skip);
    const ns = await unnamed();
    const { links, bridge } = ns;
    const made = { kind: 'bridge', name: 'br0', up: true, vlanFiltering: true, vlanDefaultPvid: 0 } as const;
    await links.add(made);
    const several = await links.set('br0', { kind: 'bridge', mst: true }).catch(({ code }) => code);
    if (several) skip('the bridges of this kernel have one spanning tree (Linux 5.18)');
    await links.add({ kind: 'veth', name: 'p0', up: true, master: 'br0', peer: { name: 'q0', up: true } });
    await carries(ns, 'p0');
    for (const link of ['br0', 'p0']) await bridge.vlans.add({ link, vid: '10-11' });
    await bridge.vlans.global.set({ link: 'br0', vid: 10, msti: 5 });
    expect((await bridge.mst.list({ link: 'p0' })).find(({ msti }) => msti === 5)?.state).toBe('disabled');
    await bridge.mst.set({ link: 'p0', msti: 5, state: 'blocking' });
    expect((await bridge.mst.list({ link: 'p0' })).map(({ msti, state }) => [msti, state]).sort()).toEqual([
      [0, 'forwarding'],
      [5, 'blocking'],
    ]);
    expect((await bridge.vlans.list({ link: 'p0' })).map(({ vid, state }) => [vid, state])).toEqual([
      [10, 'blocking'],
      [11, 'forwarding'],
    ]);
    expect(await bridge.vlans.global.list({ vid: 10 })).toMatchObject([{ vid: 10, vidEnd: 10, msti: 5 }]);
  });

  test('has one spanning tree and needs no more, or says what it lacks for others', async ({ skip }) => {
    sinceLinux('5.18', skip);
    const { sw } = await switched(1);
    const refused = sw.bridge.mst.set({ link: 'p1', msti: 5, state: 'blocking' });
    await expect(refused).rejects.toMatchObject({ code: expect.stringMatching(/EBUSY|EOPNOTSUPP/) });
    expect((await sw.bridge.mst.list()).filter(({ msti }) => msti !== 0)).toEqual([]);
  });
});

/** Two hosts that reach each other by 198.51.100.x, and have the VXLAN vx0 with 10.0.0.x over that. */
async function tunnelled() {
  const { near, far } = await vethPair();
  for (const [ns, number, link] of [
    [near, 1, 'near0'],
    [far, 2, 'far0'],
  ] as const) {
    await ns.addresses.add({ link, address: `198.51.100.${number}/24` });
    await ns.links.add({
      kind: 'vxlan',
      name: 'vx0',
      up: true,
      id: 10,
      local: `198.51.100.${number}`,
      destinationPort: 4789,
      address: hardwareOf(number),
    });
    await ns.addresses.add({ link: 'vx0', address: `10.0.0.${number}/24` });
    await ns.neighbours.tables.set({ name: 'arp_cache', link: 'vx0', retransmitTime: 50 });
    await carries(ns, link);
  }
  return { near, far };
}

const everybody = '00:00:00:00:00:00';

describe('a VXLAN', () => {
  test('sends what is for everybody to all its endpoints, and learns who is behind them', async () => {
    const { near, far } = await tunnelled();
    expect(await ask(near, '10.0.0.2', 'vx0')).toBeUndefined();
    await near.bridge.fdb.append({ link: 'vx0', lladdr: everybody, dst: '198.51.100.9' });
    await near.bridge.fdb.append({ link: 'vx0', lladdr: everybody, dst: '198.51.100.2' });
    expect(await ask(near, '10.0.0.2', 'vx0')).toBe(second);
    const learnt = (ns: Namespace) => ns.bridge.fdb.list({ link: 'vx0', state: 'dynamic' });
    expect(await learnt(near)).toMatchObject([{ lladdr: second, dst: '198.51.100.2', flags: ['self'] }]);
    expect(await learnt(far)).toMatchObject([{ lladdr: first, dst: '198.51.100.1' }]);
    const server = await far.listen({ host: '10.0.0.2', port: 0 }, (socket) => socket.end('here'));
    const { port } = server.address() as { port: number };
    const socket = await near.connect({ host: '10.0.0.2', port });
    let text = '';
    for await (const data of socket) text += data;
    server.close();
    expect(text).toBe('here');
  });

  test('has one endpoint for one address, which can be put in the place of another', async () => {
    const { near } = await tunnelled();
    const { fdb } = near.bridge;
    const entry = { link: 'vx0', lladdr: second };
    await fdb.add({ ...entry, dst: '198.51.100.9' });
    await expect(fdb.add({ ...entry, dst: '198.51.100.2' })).rejects.toMatchObject({ code: 'EEXIST' });
    // Only what is for everybody, or for a group, goes to several: of this the kernel takes no notice.
    await fdb.append({ ...entry, dst: '198.51.100.2' });
    expect(await fdb.list({ link: 'vx0' })).toMatchObject([{ lladdr: second, dst: '198.51.100.9' }]);
    await fdb.replace({ ...entry, dst: '198.51.100.2', vni: 20 });
    expect(await fdb.list({ link: 'vx0' })).toMatchObject([{ lladdr: second, dst: '198.51.100.2', vni: 20 }]);
    await fdb.delete({ ...entry, dst: '198.51.100.2', vni: 20 });
    await expect(fdb.delete(entry)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('sends by next hop objects, and loses the entry with the last of them', async ({ skip }) => {
    const { near } = await tunnelled();
    const { fdb } = near.bridge;
    await near.nexthops.add({ id: 1, via: '198.51.100.2', fdb: true });
    await near.nexthops.add({ id: 2, via: '198.51.100.9', fdb: true });
    await near.nexthops.add({ id: 10, group: [1], fdb: true });
    await orLacking(fdb.add({ link: 'vx0', lladdr: second, nexthop: 10 }), skip);
    expect(await fdb.list({ link: 'vx0' })).toMatchObject([{ lladdr: second, nexthop: 10, dst: undefined }]);
    // A single one is not enough, and none that is for routes.
    await expect(fdb.add({ link: 'vx0', lladdr: third, nexthop: 1 })).rejects.toMatchObject({
      code: 'EINVAL',
    });
    await near.neighbours.add({ link: 'vx0', address: '10.0.0.2', lladdr: second });
    await near.nexthops.delete(10);
    expect(await fdb.list({ link: 'vx0' })).toEqual([]);
  });

  test('takes the VNIs that its filter has, and those alone', async ({ skip }) => {
    const ns = await filteringVnis(skip);
    const { vnis } = ns.bridge;
    await vnis.add({ link: 'vx1', vni: '10-12' });
    await vnis.add({ link: 'vx1', vni: 11, group: '198.51.100.2' });
    const ranges = async () =>
      (await vnis.list({ link: 'vx1' })).map(({ vni, vniEnd, group }) => [vni, vniEnd, group]);
    expect(await ranges()).toEqual([
      [10, 10, undefined],
      [11, 11, '198.51.100.2'],
      [12, 12, undefined],
    ]);
    await vnis.delete({ link: 'vx1', vni: '11-12' });
    expect(await ranges()).toEqual([[10, 10, undefined]]);
    // Another VXLAN on the same port may not take the same one.
    await ns.links.add({ ...VNI_FILTER, name: 'vx2' });
    await expect(vnis.add({ link: 'vx2', vni: 10 })).rejects.toMatchObject({ code: 'EEXIST' });
    await vnis.add({ link: 'vx2', vni: 11 });
  });
});

describe('neighbours', () => {
  test('go with the carrier, unless they are to stay', async ({ skip }) => {
    const { sw, hosts } = await switched(2);
    const [one] = hosts as [Namespace, Namespace];
    const known = async () =>
      (await one.neighbours.list({ link: 'eth0', family: 'inet' })).map(({ address }) => address).sort();
    const flap = async () => {
      await sw.links.set('p1', { up: false });
      await vi.waitFor(async () => expect((await one.links.get('eth0')).operState).not.toBe('UP'));
      await sw.links.set('p1', { up: true });
      await Promise.all([carries(sw, 'p1'), carries(one, 'eth0')]);
    };
    await one.neighbours.add({ link: 'eth0', address: '192.0.2.9', lladdr: third });
    expect(await ask(one, addressOf(2))).toBe(second);
    await flap();
    expect(await known()).toEqual(['192.0.2.9']);
    try {
      await one.sysctl.set('net.ipv4.conf.eth0.arp_evict_nocarrier', 0);
    } catch {
      skip('this kernel always forgets them (Linux 5.16)');
    }
    expect(await ask(one, addressOf(2))).toBe(second);
    await flap();
    expect(await known()).toEqual(['192.0.2.2', '192.0.2.9']);
  });

  test('are answered for by a proxy, while it forwards', async () => {
    const { sw, hosts } = await switched(2);
    const [one, two] = hosts as [Namespace, Namespace];
    // The second host leads to 198.51.100.0/24, by a link of its own.
    await two.links.add({ kind: 'bridge', name: 'lan0', up: true });
    await two.addresses.add({ link: 'lan0', address: '198.51.100.1/24' });
    await one.routes.add({ to: '198.51.100.0/24', dev: 'eth0', scope: 'link' });
    await two.sysctl.set('net.ipv4.conf.all.forwarding', 1);
    // Otherwise it lets the answer wait for up to 0.8 s.
    await two.neighbours.tables.set({ name: 'arp_cache', link: 'eth0', proxyDelay: 0 });
    expect(await ask(one, '198.51.100.7')).toBeUndefined();
    await two.neighbours.add({ link: 'eth0', address: '198.51.100.7', proxy: true });
    expect(await ask(one, '198.51.100.7')).toBe(second);
    expect(await ask(one, '198.51.100.8')).toBeUndefined();
    await two.neighbours.delete({ link: 'eth0', address: '198.51.100.7', proxy: true });
    expect(await ask(one, '198.51.100.7')).toBeUndefined();
    expect(await entryOf(sw, second)).toMatchObject({ name: 'p2' });
  });

  test('that are managed are found, and kept so, by the kernel itself', async ({ skip }) => {
    const { hosts } = await switched(2);
    const [one] = hosts as [Namespace, Namespace];
    await one.neighbours.add({ link: 'eth0', address: addressOf(2), managed: true });
    const get = () => one.neighbours.get({ link: 'eth0', address: addressOf(2) });
    if (!(await get()).flags.includes('managed')) skip('this kernel manages no neighbours (Linux 5.16)');
    await vi.waitFor(async () => expect(await get()).toMatchObject({ state: 'reachable', lladdr: second }));
    expect((await get()).flags).toEqual(['managed']);
  });
});
