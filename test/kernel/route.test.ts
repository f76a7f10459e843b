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

describe('a route', () => {
  test('comes with an address', async () => {
    const { routes, index } = await routed();
    expect(await routes.list({ family: 'inet' })).toEqual([
      {
        family: 'inet',
        to: '192.0.2.0/24',
        from: undefined,
        via: undefined,
        dev: index,
        metric: undefined,
        table: 'main',
        scope: 'link',
        type: 'unicast',
        protocol: 'kernel',
        source: '192.0.2.1',
        tos: 0,
        flags: [],
        multipath: undefined,
        metrics: undefined,
        unknown: [],
      },
    ]);
  });

  test('to everything goes by its gateway', async () => {
    const { routes, index } = await routed();
    await routes.add({ to: 'default', via: '192.0.2.254' });
    expect(await routes.get('203.0.113.9')).toMatchObject({
      to: '203.0.113.9/32',
      via: '192.0.2.254',
      dev: index,
      source: '192.0.2.1',
    });
    expect(await routes.list({ family: 'inet' })).toMatchObject([
      { to: 'default', via: '192.0.2.254', dev: index, scope: 'global', protocol: 'boot' },
      { to: '192.0.2.0/24' },
    ]);
  });

  test('to an IPv6 prefix goes by its gateway', async () => {
    const { routes, index } = await routed();
    await routes.add({ to: '2001:db8:9::/48', via: '2001:db8::9' });
    expect(await routes.get('2001:db8:9::5')).toMatchObject({
      family: 'inet6',
      via: '2001:db8::9',
      dev: index,
    });
  });

  test('to everything is of the family of its gateway, or of the one that is said', async () => {
    const { routes } = await routed();
    await routes.add({ to: 'default', via: '2001:db8::9' });
    await routes.add({ to: 'default', dev: 'near0', family: 'inet6', metric: 5 });
    const defaults = (await routes.list()).filter(({ to }) => to === 'default');
    expect(defaults).toMatchObject([
      { family: 'inet6', metric: 5, via: undefined },
      { family: 'inet6', metric: 1024, via: '2001:db8::9' },
    ]);
  });

  test('may have everything', async () => {
    const { routes, index } = await routed();
    await routes.add({
      to: prefix,
      via: '192.0.2.254',
      dev: 'near0',
      metric: 100,
      table: 1000,
      protocol: 'static',
      source: '192.0.2.1',
    });
    expect(await routes.list({ table: 1000, family: 'inet' })).toMatchObject([
      {
        to: prefix,
        via: '192.0.2.254',
        dev: index,
        metric: 100,
        table: 1000,
        protocol: 'static',
        source: '192.0.2.1',
        scope: 'global',
      },
    ]);
  });

  test('of IPv4 may go by an IPv6 gateway', async () => {
    const { routes } = await routed();
    await routes.add({ to: prefix, via: '2001:db8::9', dev: 'near0' });
    expect(await routes.get('198.51.100.1')).toMatchObject({ family: 'inet', via: '2001:db8::9' });
  });

  test('may take a gateway to be on the link that no route leads to', async () => {
    const { routes } = await routed();
    const route = { to: prefix, via: '203.0.113.1', dev: 'near0' };
    await expect(routes.add(route)).rejects.toMatchObject({ code: 'ENETUNREACH' });
    await routes.add({ ...route, onlink: true });
    expect(await routes.get('198.51.100.1')).toMatchObject({ via: '203.0.113.1' });
  });

  test('to oneself is of the host', async () => {
    const { routes, near } = await routed();
    await near.links.set('lo', { up: true });
    await routes.add({ to: '198.51.100.7', dev: 'lo', type: 'local', table: 'local' });
    expect(await routes.get('198.51.100.7')).toMatchObject({ type: 'local', dev: 1 });
    const local = await routes.list({ table: 'local', family: 'inet' });
    expect(local.find(({ to }) => to === '198.51.100.7/32')).toMatchObject({ scope: 'host', type: 'local' });
  });
});

test.each([
  ['blackhole', 'EINVAL'],
  ['unreachable', 'EHOSTUNREACH'],
  ['prohibit', 'EACCES'],
] as const)('a route of type %s answers %s', async (type, code) => {
  const { routes } = await routed();
  await routes.add({ to: prefix, type });
  expect(await routes.list({ family: 'inet' })).toMatchObject([{ to: '192.0.2.0/24' }, { to: prefix, type }]);
  const refused = expect(routes.get('198.51.100.1')).rejects;
  await refused.toMatchObject({ code, operation: 'RTM_GETROUTE', subject: '198.51.100.1' });
});

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
