/** How links, their addresses and what hangs on them behave together, in the scenarios that set-ups stand and fall with. */

import { describe, expect, test, vi } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { PATIENCE } from '../support/patience.js';
import { addressedPair, vethPair } from '../support/topology.js';

needs('root', 'ipv6');
leavesNothingBehind();

describe('addresses of a link', () => {
  test('go with the first of their network, or the next one takes its place', async () => {
    const { near } = await vethPair();
    const { addresses } = near;
    const all = async () =>
      (await addresses.list({ link: 'near0', family: 'inet' })).map(({ address, flags }) => [
        address,
        flags.includes('secondary'),
      ]);
    const give = () =>
      addresses.add({ link: 'near0', address: '192.0.2.1/24' }).then(async () => {
        await addresses.add({ link: 'near0', address: '192.0.2.2/24' });
        await addresses.add({ link: 'near0', address: '203.0.113.1/24' });
      });
    await give();
    expect(await all()).toEqual([
      ['192.0.2.1', false],
      ['203.0.113.1', false],
      ['192.0.2.2', true],
    ]);
    await addresses.delete({ link: 'near0', address: '192.0.2.1/24' });
    expect(await all()).toEqual([['203.0.113.1', false]]);
    await addresses.delete({ link: 'near0', address: '203.0.113.1/24' });

    await near.sysctl.set('net.ipv4.conf.near0.promote_secondaries', 1);
    await give();
    await addresses.delete({ link: 'near0', address: '192.0.2.1/24' });
    expect(await all()).toEqual([
      ['203.0.113.1', false],
      ['192.0.2.2', false],
    ]);
  });

  test('take the routes that name them as source with them', async () => {
    const { near } = await addressedPair();
    await near.addresses.add({ link: 'near0', address: '198.51.100.1/32' });
    await near.routes.add({ to: '203.0.113.0/24', via: '192.0.2.2', source: '198.51.100.1' });
    expect(await near.routes.get('203.0.113.9')).toMatchObject({ source: '198.51.100.1' });
    await near.addresses.delete({ link: 'near0', address: '198.51.100.1/32' });
    await expect(near.routes.get('203.0.113.9')).rejects.toMatchObject({ code: 'ENETUNREACH' });
  });

  test('bring the route to their network, with their metric or not at all', async () => {
    const { near } = await vethPair();
    const { addresses, routes } = near;
    const network = () => routes.list({ to: '192.0.2.0/24' });
    await addresses.add({ link: 'near0', address: '192.0.2.1/24', metric: 99 });
    expect(await network()).toMatchObject([{ metric: 99, scope: 'link', protocol: 'kernel' }]);
    await addresses.replace({ link: 'near0', address: '192.0.2.1/24', metric: 100 });
    expect(await network()).toMatchObject([{ metric: 100 }]);
    await addresses.delete({ link: 'near0', address: '192.0.2.1/24' });
    await addresses.add({ link: 'near0', address: '192.0.2.1/24', noprefixroute: true });
    expect(await network()).toEqual([]);
  });

  test('of IPv6 go when the link is set down, unless it is told to keep them; IPv4 stays', async () => {
    const { near } = await addressedPair();
    const { addresses, links, sysctl } = near;
    const global = async () =>
      (await addresses.list({ link: 'near0' })).flatMap(({ address, scope }) =>
        scope === 'global' ? [address] : [],
      );
    await links.set('near0', { up: false });
    expect(await global()).toEqual(['192.0.2.1']);
    await links.set('near0', { up: true });
    await sysctl.set('net.ipv6.conf.near0.keep_addr_on_down', 1);
    await addresses.add({ link: 'near0', address: '2001:db8::1/64', nodad: true });
    await links.set('near0', { up: false });
    expect(await global()).toEqual(['192.0.2.1', '2001:db8::1']);
  });

  test('of IPv6 are made by the link itself when it comes up, or not', async () => {
    const { near } = await vethPair();
    const own = async () =>
      (await near.addresses.list({ link: 'near0', family: 'inet6' })).map(({ scope }) => scope);
    await vi.waitFor(async () => expect(await own()).toEqual(['link']));
    await near.links.set('near0', { up: false });
    await near.links.set('near0', { addressGeneration: 'none' });
    await near.links.set('near0', { up: true });
    expect(await own()).toEqual([]);
  });
});

describe('a veth pair', () => {
  test('goes with either end, and with the namespace of either', async () => {
    const { near, far } = await vethPair();
    await far.links.delete('far0');
    await expect(near.links.get('near0')).rejects.toMatchObject({ code: 'ENODEV' });

    await near.links.add({ kind: 'veth', name: 'near0', peer: { name: 'far0', namespace: far } });
    await far.close();
    await vi.waitFor(
      () => expect(near.links.get('near0')).rejects.toMatchObject({ code: 'ENODEV' }),
      PATIENCE,
    );
  });

  test('has a carrier only while both ends are up', async () => {
    const { near, far } = await vethPair();
    const carrier = async () => (await near.links.get('near0')).carrier;
    expect(await carrier()).toBe(true);
    await far.links.set('far0', { up: false });
    expect(await carrier()).toBe(false);
    await far.links.set('far0', { up: true });
    expect(await carrier()).toBe(true);
    await near.links.set('near0', { up: false });
    expect(await carrier()).toBe(false);
  });

  test('moves end by end: what it had stays behind, and its name must be free', async () => {
    const { near, far } = await addressedPair();
    const third = await unnamed();
    await near.links.set('near0', { namespace: third });
    const moved = await third.links.get('near0');
    expect(moved).toMatchObject({ up: false });
    expect(await third.addresses.list({ link: 'near0' })).toEqual([]);
    await third.links.set('near0', { up: true });
    await vi.waitFor(async () => expect(await far.links.get('far0')).toMatchObject({ operState: 'UP' }));

    await near.links.add({ kind: 'veth', name: 'near0', peer: { name: 'other0' } });
    await expect(near.links.set('near0', { namespace: third })).rejects.toMatchObject({ code: 'EEXIST' });
    await near.links.set('near0', { namespace: third, name: 'near1' });
    expect((await third.links.list()).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['near0', 'near1']),
    );
  });
});

describe('names of links', () => {
  test('are free to be taken only once, alternative ones too', async () => {
    const { near } = await vethPair();
    const { links } = near;
    await links.add({ kind: 'veth', name: 'a0', altNames: ['uplink'], peer: { name: 'b0' } });
    await expect(links.set('b0', { name: 'near0' })).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(links.set('b0', { name: 'uplink' })).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(links.altNames.add('b0', 'uplink')).rejects.toMatchObject({ code: 'EEXIST' });
    await links.delete('uplink');
    await links.add({ kind: 'veth', name: 'uplink', peer: { name: 'b0' } });
    expect((await links.get('uplink')).name).toBe('uplink');
  });

  test('and their numbers are given out where asked, and counted where "%d" stands', async () => {
    const { near } = await vethPair();
    const { links } = near;
    await links.add({ kind: 'veth', name: 'test%d', index: 4711, peer: { name: 'test%d', index: 4712 } });
    expect(await links.get('test0')).toMatchObject({ index: 4712 });
    expect(await links.get('test1')).toMatchObject({ index: 4711 });
    const again = links.add({ kind: 'veth', name: 'c0', index: 4711, peer: { name: 'c1' } });
    await expect(again).rejects.toMatchObject({ code: expect.stringMatching(/^(EEXIST|EBUSY)$/) });
  });
});

describe('a bridge', () => {
  test('has the lowest address of its ports and the least of their MTUs, until it is told its own', async () => {
    const ns = await unnamed();
    const { links } = ns;
    await links.add({ kind: 'bridge', name: 'br0', up: true });
    const port = (name: string, address: string, mtu: number) =>
      links.add({ kind: 'veth', name, address, mtu, master: 'br0', up: true, peer: { name: `${name}p` } });
    await port('p0', '02:00:00:00:00:20', 1400);
    await port('p1', '02:00:00:00:00:10', 1300);
    expect(await links.get('br0')).toMatchObject({ address: '02:00:00:00:00:10', mtu: 1300 });
    await links.set('p1', { master: null });
    expect(await links.get('br0')).toMatchObject({ address: '02:00:00:00:00:20', mtu: 1400 });
    await links.set('br0', { address: '02:00:00:00:00:99', mtu: 1350 });
    await links.set('p1', { master: 'br0' });
    expect(await links.get('br0')).toMatchObject({ address: '02:00:00:00:00:99', mtu: 1350 });
  });

  test('lets its ports go when it is deleted, and takes no bridge or loopback as one', async () => {
    const ns = await unnamed();
    const { links } = ns;
    await links.add({ kind: 'bridge', name: 'br0' });
    await links.add({ kind: 'bridge', name: 'br1' });
    await links.add({ kind: 'veth', name: 'p0', master: 'br0', peer: { name: 'p1' } });
    await expect(links.set('br1', { master: 'br0' })).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(links.set('lo', { master: 'br0' })).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(links.set('p0', { master: 'br1' })).resolves.toBeUndefined();
    expect((await links.get('p0')).master).toBe((await links.get('br1')).index);
    await links.delete('br1');
    expect((await links.get('p0')).master).toBeUndefined();
  });
});

test('links on top of another go with it, and so does what they carry', async () => {
  const { near } = await addressedPair();
  const { links, addresses, routes } = near;
  await links.add({ kind: 'macvlan', name: 'mv0', link: 'near0', mode: 'bridge', up: true });
  await addresses.add({ link: 'mv0', address: '203.0.113.1/24' });
  await routes.add({ to: '198.51.100.0/24', via: '203.0.113.2' });
  await links.delete('near0');
  await expect(links.get('mv0')).rejects.toMatchObject({ code: 'ENODEV' });
  expect(await addresses.list({ family: 'inet' })).toEqual([]);
  expect(await routes.list({ family: 'inet' })).toEqual([]);
});

test('neighbours go when their link is set down', async () => {
  const { near } = await addressedPair();
  await near.neighbours.add({ link: 'near0', address: '192.0.2.9', lladdr: '02:00:00:00:00:09' });
  expect(await near.neighbours.list({ link: 'near0' })).not.toEqual([]);
  await near.links.set('near0', { up: false });
  expect(await near.neighbours.list({ link: 'near0' })).toEqual([]);
});

test('a queueing discipline taken away leaves the one that the link had by itself', async () => {
  const { near } = await vethPair();
  const kinds = async () => (await near.qdiscs.list({ link: 'near0' })).map(({ kind }) => kind);
  const before = await kinds();
  await near.qdiscs.add({ link: 'near0', kind: 'tbf', rate: '1mbit', burst: '10kb', latency: '50ms' });
  expect(await kinds()).toContain('tbf');
  await near.qdiscs.delete({ link: 'near0' });
  expect(await kinds()).toEqual(before);
});
