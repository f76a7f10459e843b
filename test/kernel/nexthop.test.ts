import { describe, expect, test } from 'vitest';
import type { NexthopOptions } from '../../src/nexthop/options.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs, sinceLinux } from '../support/needs.js';
import { addressedPair } from '../support/topology.js';

needs('root', 'ipv6');
leavesNothingBehind();

async function reached() {
  const { near } = await addressedPair();
  // A black hole is on the loopback link, to the kernel.
  await near.links.set('lo', { up: true });
  const { index } = await near.links.get('near0');
  return { near, nexthops: near.nexthops, routes: near.routes, index };
}

const via = '192.0.2.2';
const to = '198.51.100.0/24';

describe('a next hop', () => {
  const made: readonly (readonly [NexthopOptions, object])[] = [
    [
      { id: 1, via, dev: 'near0' },
      { id: 1, family: 'inet', via, flags: [], scope: 'link', protocol: 'unspec' },
    ],
    [
      { id: 1, dev: 'near0', protocol: 'static' },
      { protocol: 'static', family: 'inet' },
    ],
    [{ id: 1, dev: 'near0', family: 'inet6' }, { family: 'inet6' }],
    [
      { id: 1, via: '2001:db8::2', dev: 'near0' },
      { family: 'inet6', via: '2001:db8::2' },
    ],
    [
      { id: 1, via: '203.0.113.1', dev: 'near0', onlink: true },
      { via: '203.0.113.1', flags: ['onlink'] },
    ],
    [{ id: 1, blackhole: true }, { blackhole: true }],
    [
      { id: 1, via, fdb: true },
      { fdb: true, via },
    ],
    [
      { id: 1, via, dev: 'near0', encap: { kind: 'ip', id: 5, dst: '192.0.2.9' } },
      { encap: { kind: 'ip', id: 5, dst: '192.0.2.9' } },
    ],
  ];

  test.each(made)('%j', async (options, expected) => {
    const { nexthops } = await reached();
    expect(await nexthops.add(options)).toBe(1);
    expect(await nexthops.get(1)).toMatchObject({ id: 1, ...expected });
    expect(await nexthops.list()).toMatchObject([expected]);
    await expect(nexthops.add(options)).rejects.toMatchObject({
      code: 'EEXIST',
      operation: 'RTM_NEWNEXTHOP',
    });
    await nexthops.delete(1);
    await expect(nexthops.get(1)).rejects.toMatchObject({ code: 'ENOENT', operation: 'RTM_GETNEXTHOP' });
  });

  test('without an id gets one from the kernel', async () => {
    const { nexthops } = await reached();
    const ids = await Promise.all([nexthops.add({ via, dev: 'near0' }), nexthops.add({ blackhole: true })]);
    expect(new Set(ids).size).toBe(2);
    expect((await nexthops.list()).map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(await nexthops.get(ids[1])).toMatchObject({ blackhole: true });
  });

  test('is what routes go by, and replaced beneath them', async () => {
    const { nexthops, routes, index } = await reached();
    await nexthops.add({ id: 7, via, dev: 'near0' });
    await routes.add({ to, nhid: 7 });
    expect(await routes.list({ nhid: 7 })).toMatchObject([{ to, nhid: 7, via, dev: index }]);
    await nexthops.replace({ id: 7, via: '192.0.2.9', dev: 'near0' });
    expect(await routes.get('198.51.100.1')).toMatchObject({ via: '192.0.2.9' });
  });
});

describe('a group', () => {
  test('shares out by weights', async () => {
    const { nexthops, routes } = await reached();
    await nexthops.add({ id: 1, via, dev: 'near0' });
    await nexthops.add({ id: 2, via: '192.0.2.3', dev: 'near0' });
    await nexthops.add({ id: 10, group: [1, { id: 2, weight: 255 }] });
    expect(await nexthops.get(10)).toMatchObject({
      family: 'unspec',
      type: 'mpath',
      group: [
        { id: 1, weight: 1 },
        { id: 2, weight: 255 },
      ],
    });
    await routes.add({ to, nhid: 10 });
    expect(await routes.list({ to })).toMatchObject([
      { nhid: 10, nexthops: [{ via }, { via: '192.0.2.3', weight: 255 }] },
    ]);
  });

  test('may be resilient, and has buckets then', async ({ skip }) => {
    sinceLinux('5.13', skip);
    const { nexthops } = await reached();
    await nexthops.add({ id: 1, via, dev: 'near0' });
    await nexthops.add({ id: 2, via: '192.0.2.3', dev: 'near0' });
    const group = {
      id: 10,
      group: [1, 2],
      type: 'resilient',
      buckets: 8,
      idleTimer: 60,
      unbalancedTimer: 90,
    } as const;
    await nexthops.add(group);
    expect(await nexthops.get(10)).toMatchObject({
      type: 'resilient',
      buckets: 8,
      idleTimer: 60,
      unbalancedTimer: 90,
      unbalancedTime: 0,
    });
    const buckets = await nexthops.buckets({ id: 10 });
    expect(buckets.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(buckets.map(({ nhid }) => nhid).sort()).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
    expect(await nexthops.buckets({ nhid: 2 })).toHaveLength(4);
  });
});

test('a group tells what went by each of its next hops', async ({ skip }) => {
  const { nexthops, routes } = await reached();
  for (const id of [1, 2]) await nexthops.add({ id, via, dev: 'near0' });
  await nexthops.add({ id: 9, group: [1, { id: 2, weight: 3 }] });
  await routes.add({ to, nhid: 9 });
  const refused = await nexthops.get(9, { stats: true }).catch(({ code }) => code);
  if (refused === 'EINVAL') skip('the groups of this kernel do not count (Linux 6.9)');
  const asked = 30;
  for (let i = 1; i <= asked; i++) await routes.get(`198.51.100.${i}`);
  const [group] = await nexthops.list({ groups: true, stats: true });
  expect(group).toMatchObject({ id: 9, stats: [{ id: 1 }, { id: 2 }], hardwareStats: false, unknown: [] });
  expect(group?.stats?.reduce((sum, { packets }) => sum + packets, 0n)).toBe(BigInt(asked));
  expect((await nexthops.get(9)).stats).toBeUndefined();
  // No adapter counts here, but one is asked to.
  await nexthops.replace({ id: 9, group: [1, 2], hardwareStats: true });
  expect(await nexthops.get(9, { stats: true })).toMatchObject({
    hardwareStats: true,
    hardwareStatsUsed: false,
  });
});

test('next hops are listed by what they are, and flushed so', async () => {
  const { nexthops } = await reached();
  await nexthops.add({ id: 1, via, dev: 'near0', protocol: 'static' });
  await nexthops.add({ id: 2, via: '2001:db8::2', dev: 'near0', protocol: 'bird' });
  await nexthops.add({ id: 3, blackhole: true });
  await nexthops.add({ id: 4, via, fdb: true });
  await nexthops.add({ id: 10, group: [1] });
  const ids = async (filter: Parameters<typeof nexthops.list>[0]) =>
    (await nexthops.list(filter)).map(({ id }) => id);
  expect(await ids({})).toEqual([1, 2, 3, 4, 10]);
  expect(await ids({ family: 'inet6' })).toEqual([2]);
  expect(await ids({ dev: 'near0' })).toEqual([1, 2]);
  expect(await ids({ groups: true })).toEqual([10]);
  expect(await ids({ fdb: true })).toEqual([4]);
  expect(await ids({ protocol: 'bird' })).toEqual([2]);
  expect(await nexthops.flush({ protocol: 'bird' })).toBe(1);
  expect(await nexthops.flush()).toBe(4);
  expect(await ids({})).toEqual([]);
});
