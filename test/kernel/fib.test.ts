/** How routes, next hops and rules behave together, in the scenarios that routing stands and falls with. */

import { describe, expect, test, vi } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { addressedPair } from '../support/topology.js';

needs('root', 'ipv6');
leavesNothingBehind();

/** near0 to the far end as in {@link addressedPair}, and near1, whose peer is in the same namespace. */
async function twoLinks() {
  const { near, far } = await addressedPair();
  await near.links.set('lo', { up: true });
  await near.links.add({ kind: 'veth', name: 'near1', up: true, peer: { name: 'other1', up: true } });
  await near.addresses.add({ link: 'near1', address: '203.0.113.1/24' });
  await near.addresses.add({ link: 'near1', address: '2001:db8:1::1/64', nodad: true });
  const [{ index: first }, { index: second }] = await Promise.all([
    near.links.get('near0'),
    near.links.get('near1'),
  ]);
  return { near, far, first, second, routes: near.routes, nexthops: near.nexthops, rules: near.rules };
}

const to = '198.51.100.0/24';
const host = '198.51.100.1';
const to6 = '2001:db8:9::/48';
const host6 = '2001:db8:9::1';

describe('a next hop object', () => {
  test('takes its routes with it, and leaves a group to the others', async () => {
    const { routes, nexthops } = await twoLinks();
    await nexthops.add({ id: 1, via: '192.0.2.2', dev: 'near0' });
    await nexthops.add({ id: 2, via: '203.0.113.2', dev: 'near1' });
    await nexthops.add({ id: 10, group: [1, 2] });
    await routes.add({ to, nhid: 10 });
    await routes.add({ to: '198.51.101.0/24', nhid: 1 });
    await nexthops.delete(1);
    expect(await routes.list({ to: '198.51.101.0/24' })).toEqual([]);
    expect(await routes.list({ to })).toMatchObject([{ nhid: 10, via: '203.0.113.2' }]);
    expect(await nexthops.get(10)).toMatchObject({ group: [{ id: 2 }] });
    await nexthops.delete(2);
    expect(await nexthops.list()).toEqual([]);
    expect(await routes.list({ to })).toEqual([]);
  });

  test('goes with its link, and with a link that is set down', async () => {
    const { near, routes, nexthops } = await twoLinks();
    await nexthops.add({ id: 1, via: '203.0.113.2', dev: 'near1' });
    await nexthops.add({ id: 2, via: '192.0.2.2', dev: 'near0' });
    await routes.add({ to, nhid: 1 });
    await near.links.set('near1', { up: false });
    expect((await nexthops.list()).map(({ id }) => id)).toEqual([2]);
    expect(await routes.list({ to })).toEqual([]);
    await near.links.delete('near0');
    expect(await nexthops.list()).toEqual([]);
  });

  test('of one family is not for routes of the other, but for IPv4 by way of IPv6', async () => {
    const { routes, nexthops, first } = await twoLinks();
    await nexthops.add({ id: 6, via: '2001:db8::2', dev: 'near0' });
    await nexthops.add({ id: 4, via: '192.0.2.2', dev: 'near0' });
    await routes.add({ to, nhid: 6 });
    expect(await routes.get(host)).toMatchObject({ via: '2001:db8::2', dev: first });
    await expect(routes.add({ to: to6, nhid: 4 })).rejects.toMatchObject({ code: 'EINVAL' });
  });

  test('for a forwarding database is not for routes, and a black hole not for groups of others', async () => {
    const { routes, nexthops } = await twoLinks();
    await nexthops.add({ id: 1, via: '192.0.2.2', fdb: true });
    await nexthops.add({ id: 2, blackhole: true });
    await nexthops.add({ id: 3, via: '192.0.2.2', dev: 'near0' });
    await expect(routes.add({ to, nhid: 1 })).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(nexthops.add({ id: 10, group: [2, 3] })).rejects.toMatchObject({ code: 'EINVAL' });
    await routes.add({ to, nhid: 2 });
    await expect(routes.get(host)).rejects.toMatchObject({ code: 'EINVAL' });
  });
});

describe('a multipath route', () => {
  test('loses the next hop whose link is set down, and is dead without any', async () => {
    const { near, routes } = await twoLinks();
    await routes.add({
      to,
      nexthops: [
        { via: '192.0.2.2', dev: 'near0' },
        { via: '203.0.113.2', dev: 'near1' },
      ],
    });
    await near.links.set('near1', { up: false });
    expect(await routes.list({ to })).toMatchObject([
      { nexthops: [{ flags: [] }, { flags: ['dead', 'linkdown'] }] },
    ]);
    expect(await routes.get(host)).toMatchObject({ via: '192.0.2.2' });
    await near.links.set('near0', { up: false });
    expect(await routes.list({ to })).toEqual([]);
  });

  test('is replaced as a whole, by fewer next hops or by one', async () => {
    const { routes } = await twoLinks();
    for (const [prefix, vias] of [
      [to, ['192.0.2.2', '192.0.2.3', '203.0.113.2']],
      [to6, ['2001:db8::2', '2001:db8::3', '2001:db8:1::2']],
    ] as const) {
      await routes.add({ to: prefix, nexthops: vias.map((via) => ({ via })) });
      await routes.replace({ to: prefix, nexthops: vias.slice(1).map((via) => ({ via })) });
      const [route, ...others] = await routes.list({ to: prefix });
      expect(others).toEqual([]);
      expect(route?.nexthops?.map(({ via }) => via)).toEqual(vias.slice(1));
      await routes.replace({ to: prefix, via: vias[0] });
      expect(await routes.list({ to: prefix })).toMatchObject([{ via: vias[0], nexthops: undefined }]);
    }
  });
});

test('a link without carrier keeps its routes, marked, and can be passed over', async () => {
  const { near, far, routes } = await twoLinks();
  await routes.add({ to, via: '192.0.2.2', metric: 1 });
  await routes.add({ to, via: '203.0.113.2', metric: 2 });
  await far.links.set('far0', { up: false });
  await vi.waitFor(async () =>
    expect(await routes.list({ to, metric: 1 })).toMatchObject([{ flags: ['linkdown'] }]),
  );
  expect(await routes.get(host)).toMatchObject({ via: '192.0.2.2' });
  await near.sysctl.set('net.ipv4.conf.near0.ignore_routes_with_linkdown', 1);
  expect(await routes.get(host)).toMatchObject({ via: '203.0.113.2' });
});

describe('one more route to the same prefix', () => {
  test('of IPv4 stands before or behind the others', async () => {
    const { routes } = await twoLinks();
    await routes.add({ to, via: '192.0.2.5' });
    await routes.append({ to, via: '192.0.2.6' });
    await routes.prepend({ to, via: '192.0.2.4' });
    const vias = async () => (await routes.list({ to })).map(({ via }) => via);
    expect(await vias()).toEqual(['192.0.2.4', '192.0.2.5', '192.0.2.6']);
    expect(await routes.get(host)).toMatchObject({ via: '192.0.2.4' });
    await expect(routes.append({ to, via: '192.0.2.6' })).rejects.toMatchObject({ code: 'EEXIST' });
    await routes.replace({ to, via: '192.0.2.9' });
    expect(await vias()).toEqual(['192.0.2.9', '192.0.2.5', '192.0.2.6']);
  });

  test('of IPv6 becomes a next hop when it is appended', async () => {
    const { routes } = await twoLinks();
    await routes.add({ to: to6, via: '2001:db8::5' });
    await routes.append({ to: to6, via: '2001:db8::6' });
    const [route] = await routes.list({ to: to6 });
    expect(route?.nexthops?.map(({ via }) => via)).toEqual(['2001:db8::5', '2001:db8::6']);
    await routes.delete({ to: to6, via: '2001:db8::5' });
    expect(await routes.list({ to: to6 })).toMatchObject([{ via: '2001:db8::6', nexthops: undefined }]);
  });

  test('is only changed if it is there', async () => {
    const { routes } = await twoLinks();
    await expect(routes.change({ to, via: '192.0.2.2' })).rejects.toMatchObject({ code: 'ENOENT' });
    await routes.add({ to, via: '192.0.2.2' });
    await routes.change({ to, via: '192.0.2.3', metrics: { mtu: 1400 } });
    expect(await routes.list({ to })).toMatchObject([{ via: '192.0.2.3', metrics: { mtu: 1400 } }]);
  });
});

describe('the policy rules', () => {
  test('choose a table by mark, by source, by user and by port', async () => {
    const { routes, rules } = await twoLinks();
    for (const [table, last] of [
      [101, 11],
      [102, 12],
      [103, 13],
      [104, 14],
    ]) {
      await routes.add({ to, via: `192.0.2.${last}`, ...(table === undefined ? {} : { table }) });
    }
    await rules.add({ fwmark: 0x10, fwmask: 0xf0, table: 101, priority: 1 });
    await rules.add({ from: '203.0.113.1', table: 102, priority: 2 });
    await rules.add({ uidrange: [1000, 1999], table: 103, priority: 3 });
    await rules.add({ ipproto: 'tcp', dport: [80, 90], table: 104, priority: 4 });
    const via = async (query: Parameters<typeof routes.get>[1]) => (await routes.get(host, query)).via;
    expect(await via({ mark: 0x1f })).toBe('192.0.2.11');
    expect(await via({ from: '203.0.113.1' })).toBe('192.0.2.12');
    expect(await via({ uid: 1500 })).toBe('192.0.2.13');
    expect(await via({ ipproto: 'tcp', dport: 85 })).toBe('192.0.2.14');
    await expect(via({ mark: 0x2f })).rejects.toMatchObject({ code: 'ENETUNREACH' });
    await expect(via({ ipproto: 'udp', dport: 85 })).rejects.toMatchObject({ code: 'ENETUNREACH' });
    await expect(via({ uid: 2000 })).rejects.toMatchObject({ code: 'ENETUNREACH' });
  });

  test('pass over the default route of a table, and use it otherwise', async () => {
    const { routes, rules } = await twoLinks();
    await routes.add({ to: 'default', via: '192.0.2.2' });
    await routes.add({ to: 'default', via: '203.0.113.2', table: 100 });
    await rules.add({ table: 'main', suppressPrefixlength: 0, priority: 10 });
    await rules.add({ table: 100, priority: 11 });
    expect(await routes.get(host)).toMatchObject({ via: '203.0.113.2', table: 100 });
    expect(await routes.get('192.0.2.9')).toMatchObject({ table: 'main', via: undefined });
  });

  test('refuse by themselves, and go on over a rule that throws or is told to', async () => {
    const { routes, rules } = await twoLinks();
    await routes.add({ to: 'default', via: '192.0.2.2' });
    await routes.add({ to, type: 'throw', table: 100 });
    await rules.add({ table: 100, priority: 1 });
    await rules.add({ goto: 30_000, priority: 2 });
    await rules.add({ to, action: 'prohibit', priority: 3 });
    await rules.add({ to, action: 'nop', priority: 30_000 });
    expect(await routes.get(host)).toMatchObject({ via: '192.0.2.2', table: 'main' });
    await rules.delete({ priority: 2 });
    await expect(routes.get(host)).rejects.toMatchObject({ code: 'EACCES' });
  });

  test('go by the table of a link that comes in', async () => {
    const { near, routes, rules } = await twoLinks();
    await near.sysctl.set('net.ipv4.ip_forward', 1);
    await routes.add({ to, via: '203.0.113.2', table: 100 });
    await rules.add({ iif: 'near0', table: 100 });
    expect(await routes.get(host, { iif: 'near0', from: '192.0.2.2' })).toMatchObject({ via: '203.0.113.2' });
    await expect(routes.get(host)).rejects.toMatchObject({ code: 'ENETUNREACH' });
  });
});

describe('what decides', () => {
  test('is the longest prefix, then the lowest metric', async () => {
    const { routes } = await twoLinks();
    await routes.add({ to: '198.51.0.0/16', via: '192.0.2.16', metric: 1 });
    await routes.add({ to, via: '192.0.2.24', metric: 50 });
    await routes.add({ to, via: '192.0.2.25', metric: 20 });
    await routes.add({ to: to6, via: '2001:db8::5', metric: 50 });
    await routes.add({ to: to6, via: '2001:db8::6', metric: 20 });
    expect(await routes.get(host, { fibmatch: true })).toMatchObject({ to, via: '192.0.2.25', metric: 20 });
    expect(await routes.get(host6, { fibmatch: true })).toMatchObject({ to: to6, via: '2001:db8::6' });
    expect(await routes.get('198.51.9.9', { fibmatch: true })).toMatchObject({ to: '198.51.0.0/16' });
  });

  test('is told by root, match and exact', async () => {
    const { routes } = await twoLinks();
    for (const each of ['default', '198.51.0.0/16', to, '198.51.100.128/25'])
      await routes.add({ to: each, via: '192.0.2.2' });
    const found = async (filter: Parameters<typeof routes.list>[0]) =>
      (await routes.list({ ...filter, via: '192.0.2.2' })).map((route) => route.to);
    expect(await found({ root: to })).toEqual([to, '198.51.100.128/25']);
    expect(await found({ match: to })).toEqual(['default', '198.51.0.0/16', to]);
    expect(await found({ to })).toEqual([to]);
    expect(await found({ to: 'default' })).toEqual(['default']);
  });
});

describe('flushing', () => {
  test('takes what matches, IPv4 and IPv6, next hop objects and multipath alike', async () => {
    const { routes, nexthops } = await twoLinks();
    await nexthops.add({ id: 1, via: '192.0.2.2', dev: 'near0' });
    await routes.add({ to, nhid: 1, table: 100 });
    await routes.add({
      to: '198.51.101.0/24',
      nexthops: [{ via: '192.0.2.2' }, { via: '192.0.2.3' }],
      table: 100,
    });
    await routes.add({ to: to6, nexthops: [{ via: '2001:db8::2' }, { via: '2001:db8::3' }], table: 100 });
    await routes.add({ to: 'default', type: 'blackhole', protocol: 'static', table: 100 });
    expect(await routes.flush({ table: 100, protocol: 'static' })).toBe(1);
    expect(await routes.flush({ table: 100 })).toBe(3);
    expect(await routes.list({ table: 100 })).toEqual([]);
    expect(await routes.list({ family: 'inet' })).toHaveLength(2);
  });
});
