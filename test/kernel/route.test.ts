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
        nexthops: undefined,
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
