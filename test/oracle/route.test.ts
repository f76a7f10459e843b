import { describe, expect, test, vi } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import type { RouteOptions } from '../../src/route/options.js';
import type { Route } from '../../src/route/route.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { PATIENCE } from '../support/patience.js';
import { addressedPair } from '../support/topology.js';
import { ip, ipJson, ourView, theirView } from './views.js';

needs('root', 'ip', 'ipv6');
leavesNothingBehind();

/** The kernel adds routes of its own a little after a link comes up: in the end both have to agree. */
const expectSameRoutes = (namespace: Namespace) =>
  vi.waitFor(
    async () => expect((await ourView(namespace)).routes).toEqual(theirView(namespace).routes),
    PATIENCE,
  );

const prefix = '198.51.100.0/24';
const prefix6 = '2001:db8:9::/48';

describe('what we make, ip reads', () => {
  const made: readonly (readonly [RouteOptions, object])[] = [
    [
      { to: 'default', via: '192.0.2.254' },
      { dst: 'default', gateway: '192.0.2.254', protocol: 'boot', scope: 'global' },
    ],
    [
      { to: prefix, dev: 'near0' },
      { dst: prefix, dev: 'near0', scope: 'link' },
    ],
    [{ to: '198.51.100.9', dev: 'near0' }, { dst: '198.51.100.9' }],
    [{ to: prefix, via: '192.0.2.254', metric: 100 }, { metric: 100 }],
    [{ to: prefix, via: '192.0.2.254', table: 100 }, { table: '100' }],
    [{ to: prefix, via: '192.0.2.254', table: 5000 }, { table: '5000' }],
    [
      { to: prefix, via: '192.0.2.254', protocol: 'static', source: '192.0.2.1' },
      { protocol: 'static', prefsrc: '192.0.2.1' },
    ],
    [
      { to: prefix, via: '203.0.113.1', dev: 'near0', onlink: true },
      { gateway: '203.0.113.1', flags: ['onlink'] },
    ],
    [{ to: prefix, via: '2001:db8::9', dev: 'near0' }, { via: { family: 'inet6', host: '2001:db8::9' } }],
    [{ to: prefix, dev: 'near0', scope: 'host' }, { scope: 'host' }],
    [{ to: prefix, type: 'blackhole' }, { type: 'blackhole' }],
    [{ to: prefix, type: 'unreachable' }, { type: 'unreachable' }],
    [{ to: prefix, type: 'prohibit' }, { type: 'prohibit' }],
    [{ to: prefix, type: 'throw' }, { type: 'throw' }],
    [
      { to: '198.51.100.7', type: 'local', dev: 'lo', table: 'local' },
      { type: 'local', dst: '198.51.100.7', scope: 'host' },
    ],
    [
      { to: prefix6, via: '2001:db8::9' },
      { dst: prefix6, gateway: '2001:db8::9', metric: 1024 },
    ],
    [
      { to: prefix6, dev: 'near0', metric: 7 },
      { dst: prefix6, dev: 'near0', metric: 7 },
    ],
    [
      { to: 'default', via: '2001:db8::9' },
      { dst: 'default', gateway: '2001:db8::9' },
    ],
    [
      { to: 'default', family: 'inet6', type: 'unreachable', metric: 9 },
      { type: 'unreachable', dst: 'default' },
    ],
  ];

  test.each(made)('%j', async (options, expected) => {
    const { near } = await addressedPair();
    const before = theirView(near).routes.length;
    await near.routes.add(options);
    const routes = theirView(near).routes;
    expect(routes).toContainEqual(expect.objectContaining(expected));
    expect(routes.length).toBeGreaterThan(before);
    await expectSameRoutes(near);
  });

  test('one route in the place of another', async () => {
    const { near } = await addressedPair();
    await near.routes.add({ to: prefix, via: '192.0.2.253' });
    await near.routes.replace({ to: prefix, via: '192.0.2.254' });
    expect(ipJson(near, `route show ${prefix}`)).toMatchObject([{ gateway: '192.0.2.254' }]);
  });

  test('nothing of what was deleted', async () => {
    const { near } = await addressedPair();
    const routes = made.map(([options]) => options).filter(({ to }) => to === prefix || to === prefix6);
    for (const options of routes) {
      await near.routes.add(options);
      await near.routes.delete(options);
    }
    const left = theirView(near).routes;
    expect(left.filter((route) => 'dst' in route && [prefix, prefix6].includes(String(route.dst)))).toEqual(
      [],
    );
  });
});

describe('what ip makes, we read', () => {
  const commands: readonly (readonly [command: string, Partial<Route>])[] = [
    ['default via 192.0.2.254', { to: 'default', via: '192.0.2.254', family: 'inet' }],
    [`${prefix} dev near0`, { to: prefix, scope: 'link', via: undefined }],
    [
      `${prefix} via 192.0.2.254 metric 9 proto static src 192.0.2.1`,
      { metric: 9, protocol: 'static', source: '192.0.2.1' },
    ],
    [`${prefix} via 192.0.2.254 table 5000`, { table: 5000 }],
    [`${prefix} via inet6 2001:db8::9 dev near0`, { family: 'inet', via: '2001:db8::9' }],
    [`${prefix} via 203.0.113.1 dev near0 onlink`, { flags: ['onlink'] }],
    [`${prefix} via 192.0.2.254 tos 0x10`, { tos: 16 }],
    [`${prefix} via 192.0.2.254 mtu 1300`, { metrics: { mtu: 1300 } }],
    [
      `${prefix} nexthop via 192.0.2.253 nexthop via 192.0.2.254`,
      {
        nexthops: [
          { via: '192.0.2.253', dev: expect.any(Number) as number, weight: 1, flags: [] },
          { via: '192.0.2.254', dev: expect.any(Number) as number, weight: 1, flags: [] },
        ],
        dev: undefined,
      },
    ],
    [`blackhole ${prefix}`, { type: 'blackhole', dev: undefined }],
    [`local 198.51.100.7 dev lo`, { type: 'local', scope: 'host', to: '198.51.100.7/32' }],
    [`${prefix6} via 2001:db8::9`, { family: 'inet6', via: '2001:db8::9', metric: 1024 }],
    [`${prefix6} from 2001:db8:8::/48 dev near0`, { to: prefix6, from: '2001:db8:8::/48' }],
    [`unreachable ${prefix6} metric 3`, { type: 'unreachable', metric: 3 }],
  ];

  test.each(commands)('ip route add %s', async (words, expected) => {
    const { near } = await addressedPair();
    ip(near, `${words.includes(prefix6) ? '-6' : '-4'} route add ${words}`);
    const routes = await near.routes.list({ table: 'all' });
    expect(routes).toContainEqual(expect.objectContaining(expected));
    await expectSameRoutes(near);
  });

  test('which way a packet would go', async () => {
    const { near } = await addressedPair();
    ip(near, 'route add 198.51.100.0/24 via 192.0.2.254');
    ip(near, '-6 route add 2001:db8:9::/48 via 2001:db8::9');
    for (const [address, length] of [
      ['198.51.100.1', 32],
      ['192.0.2.2', 32],
      ['2001:db8:9::1', 128],
    ] as const) {
      const [theirs] = ipJson(near, `route get ${address}`);
      const ours = await near.routes.get(address);
      const { name } = await near.links.get(ours.dev ?? 0);
      expect({ to: ours.to, via: ours.via, dev: name, source: ours.source, table: ours.table }).toEqual({
        to: `${theirs?.dst}/${length}`,
        via: theirs?.gateway,
        dev: theirs?.dev,
        source: theirs?.prefsrc,
        table: theirs?.table,
      });
    }
  });
});
