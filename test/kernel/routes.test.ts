import { describe, expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { addressedPair } from '../support/topology.js';

needs('root', 'ipv6');
leavesNothingBehind();

/** A namespace with 192.0.2.1/24 and 2001:db8::1/64 on near0, and the index of that. */
async function routed() {
  const { near } = await addressedPair();
  return { near, routes: near.routes, index: (await near.links.get('near0')).index };
}

const prefix = '198.51.100.0/24';

describe('routes', () => {
  test('are deleted by what is said of them, the first that matches', async () => {
    const { routes } = await routed();
    const metrics = async () =>
      (await routes.list({ family: 'inet' })).filter(({ to }) => to === prefix).map(({ metric }) => metric);
    await Promise.all([10, 20, 30].map((metric) => routes.add({ to: prefix, dev: 'near0', metric })));
    await routes.delete({ to: prefix, metric: 20 });
    expect(await metrics()).toEqual([10, 30]);
    await routes.delete({ to: prefix });
    expect(await metrics()).toEqual([30]);
    await expect(routes.delete({ to: prefix, metric: 10 })).rejects.toMatchObject({
      code: 'ESRCH',
      operation: 'RTM_DELROUTE',
      subject: prefix,
    });
  });

  test('of IPv6 are deleted just so', async () => {
    const { routes } = await routed();
    const to = '2001:db8:9::/48';
    await routes.add({ to, via: '2001:db8::9' });
    await expect(routes.delete({ to, via: '2001:db8::8' })).rejects.toMatchObject({ code: 'ESRCH' });
    await routes.delete({ to, via: '2001:db8::9' });
    expect((await routes.list()).filter((route) => route.to === to)).toEqual([]);
  });

  test('of another table are deleted there', async () => {
    const { routes } = await routed();
    await Promise.all([100, 200].map((table) => routes.add({ to: prefix, dev: 'near0', table })));
    await routes.delete({ to: prefix, table: 200 });
    expect(await routes.list({ table: 100, family: 'inet' })).toHaveLength(1);
    expect(await routes.list({ table: 200, family: 'inet' })).toEqual([]);
  });

  test('that are there already are EEXIST, unless they are replaced', async () => {
    const { routes } = await routed();
    await routes.add({ to: prefix, dev: 'near0' });
    await expect(routes.add({ to: prefix, via: '192.0.2.9' })).rejects.toMatchObject({
      code: 'EEXIST',
      operation: 'RTM_NEWROUTE',
      subject: prefix,
    });
    await routes.replace({ to: prefix, via: '192.0.2.9' });
    await routes.replace({ to: prefix, via: '192.0.2.10', metric: 5 });
    const found = (await routes.list({ family: 'inet' })).filter(({ to }) => to === prefix);
    expect(found.map(({ via, metric }) => [via, metric])).toEqual([
      ['192.0.2.9', undefined],
      ['192.0.2.10', 5],
    ]);
  });

  test('are listed by family, table and link', async () => {
    const { near, routes, index } = await routed();
    await near.links.set('lo', { up: true });
    await routes.add({ to: prefix, dev: 'lo' });
    const listed = async (filter: Parameters<typeof routes.list>[0]) =>
      (await routes.list(filter)).map(({ to }) => to).filter((to) => !to.startsWith('fe80:'));
    expect(await listed({})).toEqual(['192.0.2.0/24', prefix, '2001:db8::/64']);
    expect(await listed({ family: 'inet6' })).toEqual(['2001:db8::/64']);
    expect(await listed({ dev: 'lo' })).toEqual([prefix]);
    expect(await listed({ dev: index, family: 'inet' })).toEqual(['192.0.2.0/24']);
    const all = await routes.list({ table: 'all' });
    expect(new Set(all.map(({ table }) => table))).toEqual(new Set(['main', 'local']));
    expect(all.length).toBeGreaterThan((await routes.list({ table: 'local' })).length);
  });

  test.each([
    ['by a gateway that nothing leads to', { to: prefix, via: '203.0.113.1' }, 'ENETUNREACH'],
    ['to a prefix with bits beyond its length', { to: '198.51.100.1/24', dev: 'near0' }, 'EINVAL'],
    ['by a link that is down', { to: prefix, dev: 'lo' }, 'ENETDOWN'],
  ] as const)('%s are refused', async (_what, route, code) => {
    const { routes } = await routed();
    await expect(routes.add(route)).rejects.toMatchObject({
      name: 'NetlinkError',
      code,
      operation: 'RTM_NEWROUTE',
      extack: expect.any(String),
    });
  });
});
