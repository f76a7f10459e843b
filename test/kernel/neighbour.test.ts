import { describe, expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { addressedPair, vethPair } from '../support/topology.js';

needs('root', 'ipv6');
leavesNothingBehind();

const lladdr = '02:00:00:00:00:09';
const id = { link: 'near0', address: '192.0.2.9' };

describe('a neighbour', () => {
  test('is put there once, changed only if it is there, and replaced either way', async () => {
    const { near } = await vethPair();
    await expect(near.neighbours.set({ ...id, lladdr })).rejects.toMatchObject({ code: 'ENOENT' });
    await near.neighbours.add({ ...id, lladdr });
    await expect(near.neighbours.add({ ...id, lladdr })).rejects.toMatchObject({
      code: 'EEXIST',
      subject: id.address,
    });
    await near.neighbours.set({ ...id, lladdr: '02:00:00:00:00:0a', state: 'stale' });
    expect(await near.neighbours.get(id)).toMatchObject({ lladdr: '02:00:00:00:00:0a', state: 'stale' });
    await near.neighbours.replace({ ...id, lladdr });
    expect(await near.neighbours.get(id)).toMatchObject({ lladdr, state: 'permanent' });
    await near.neighbours.delete(id);
    await expect(near.neighbours.delete(id)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(near.neighbours.get({ ...id, address: '2001:db8::77' })).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  test.each(['reachable', 'stale', 'noarp', 'permanent'] as const)('may be %s', async (state) => {
    const { near } = await vethPair();
    await near.neighbours.add({ ...id, lladdr, state });
    expect(await near.neighbours.get(id)).toMatchObject({ lladdr, state });
  });

  test('may be one that somebody else makes sure of', async ({ skip }) => {
    const { near } = await vethPair();
    const options = { ...id, lladdr, state: 'stale', externValid: true } as const;
    const refused = await near.neighbours.add(options).catch((error) => error);
    if (refused?.code === 'EINVAL') skip('this kernel has no such neighbours (Linux 6.17)');
    expect(refused).toBeUndefined();
    const found = await near.neighbours.get(id);
    if (!found.flags.includes('externValid')) skip('this kernel has no such neighbours (Linux 6.17)');
    expect(found).toMatchObject({ lladdr, state: 'stale', flags: ['externValid'] });
  });

  test('is found by the kernel when it is used', async () => {
    const [near, far] = await Promise.all([unnamed(), unnamed()]);
    // What IPv6 asks with, its link-local address, is there at once then.
    await near.sysctl.set('net.ipv6.conf.default.accept_dad', 0);
    const peer = { name: 'far0', namespace: far, up: true };
    await near.links.add({ kind: 'veth', name: 'near0', up: true, peer });
    await Promise.all([
      near.addresses.add({ link: 'near0', address: '192.0.2.1/24' }),
      far.addresses.add({ link: 'far0', address: '192.0.2.2/24' }),
      far.addresses.add({ link: 'far0', address: '2001:db8::2/64', nodad: true }),
    ]);
    await using state = near.state();
    await state.until(({ addresses }) =>
      [...addresses.values()].some(
        ({ address, flags }) => address.startsWith('fe80:') && !flags.includes('tentative'),
      ),
    );
    await near.neighbours.add({ link: 'near0', address: '192.0.2.2', use: true });
    await near.neighbours.add({ link: 'near0', address: '2001:db8::2', use: true });
    const found = () => [...state.neighbours.values()].filter((each) => each.state === 'reachable');
    await state.until(() => found().length === 2, { signal: AbortSignal.timeout(5000) });
    const { address } = await far.links.get('far0');
    expect(found().map((each) => each.lladdr)).toEqual([address, address]);
  });

  test('that nobody is fails', async () => {
    const { near } = await addressedPair();
    await near.neighbours.tables.set({ name: 'arp_cache', link: 'near0', retransmitTime: 20 });
    await near.neighbours.add({ link: 'near0', address: '192.0.2.77', use: true });
    await using state = near.state();
    const failed = () => [...state.neighbours.values()].some((each) => each.state === 'failed');
    await state.until(failed, { signal: AbortSignal.timeout(5000) });
  });
});

describe('lists', () => {
  test('are filtered by link, master, family, proxy and state', async () => {
    const ns = await unnamed();
    const { neighbours, links } = ns;
    await Promise.all([
      links.add({ kind: 'bridge', name: 'br0' }),
      links.add({ kind: 'veth', name: 'a0', up: true, peer: { name: 'b0', up: true } }),
      links.set('a0', { master: 'br0' }),
      neighbours.add({ link: 'a0', address: '192.0.2.1', lladdr }),
      neighbours.add({ link: 'a0', address: '2001:db8::1', lladdr, state: 'stale' }),
      neighbours.add({ link: 'b0', address: '192.0.2.2', lladdr }),
      neighbours.add({ link: 'b0', address: '192.0.2.3', proxy: true }),
    ]);
    const addresses = async (filter: Parameters<typeof neighbours.list>[0]) =>
      (await neighbours.list(filter))
        .map(({ address }) => address)
        .filter((address) => !address.startsWith('ff02:'));
    expect((await addresses({})).sort()).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::1']);
    expect((await addresses({ link: 'a0' })).sort()).toEqual(['192.0.2.1', '2001:db8::1']);
    expect((await addresses({ master: 'br0' })).sort()).toEqual(['192.0.2.1', '2001:db8::1']);
    expect(await addresses({ family: 'inet6' })).toEqual(['2001:db8::1']);
    expect(await addresses({ link: 'a0', state: 'permanent' })).toEqual(['192.0.2.1']);
    expect(await addresses({ to: '192.0.2.2/31' })).toEqual(['192.0.2.2']);
    expect(await addresses({ to: '2001:DB8::/32' })).toEqual(['2001:db8::1']);
    expect(await addresses({ proxy: true })).toEqual(['192.0.2.3']);
  });

  test('are emptied, but for those that stay by themselves', async () => {
    const { near } = await vethPair();
    const { neighbours } = near;
    await Promise.all([
      neighbours.add({ ...id, lladdr }),
      neighbours.add({ ...id, address: '192.0.2.10', lladdr, state: 'noarp' }),
      neighbours.add({ ...id, address: '192.0.2.11', lladdr, state: 'stale' }),
      neighbours.add({ ...id, address: '2001:db8::9', lladdr, state: 'reachable' }),
    ]);
    const left = async () =>
      (await neighbours.list({ link: 'near0' }))
        .filter(({ state, address }) => state !== 'failed' && !address.startsWith('ff02:'))
        .map(({ address }) => address)
        .sort();
    await neighbours.flush({ link: 'near0', family: 'inet' });
    expect(await left()).toEqual(['192.0.2.10', '192.0.2.9', '2001:db8::9']);
    await neighbours.flush({ to: '192.0.2.8/31', state: 'noarp' });
    expect(await left()).toEqual(['192.0.2.10', '192.0.2.9', '2001:db8::9']);
    await neighbours.flush({ link: 'near0', state: 'permanent' });
    await neighbours.flush({ link: 'near0' });
    expect(await left()).toEqual(['192.0.2.10']);
    await neighbours.flush({ to: '192.0.2.10', state: 'noarp' });
    expect(await left()).toEqual([]);
  });
});

test('tables of a link have its settings, and those of new links', async () => {
  const { near } = await vethPair();
  const { tables } = near.neighbours;
  const { index } = await near.links.get('near0');
  await tables.set({
    name: 'arp_cache',
    link: 'near0',
    retransmitTime: 300,
    gcStaleTime: 30_000,
    appProbes: 1,
  });
  expect(await tables.list({ name: 'arp_cache', link: 'near0' })).toMatchObject([
    { name: 'arp_cache', link: index, retransmitTime: 300, gcStaleTime: 30_000, appProbes: 1 },
  ]);
  expect(await near.sysctl.get('net.ipv4.neigh.near0.retrans_time_ms')).toBe(300);
  const [arp] = (await tables.list({ name: 'arp_cache' })).filter(({ link }) => link === undefined);
  expect(arp).toMatchObject({ thresh1: expect.any(Number), statistics: { lookups: expect.any(BigInt) } });
  await expect(tables.set({ name: 'arp_cache', link: 99_999, retransmitTime: 1 })).rejects.toMatchObject({
    code: 'ENOENT',
  });
});
