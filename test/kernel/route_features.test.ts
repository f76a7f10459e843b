/** What a route can have beyond a gateway and a link; each is read as it was made. */

import { describe, expect, test } from 'vitest';
import type { RouteOptions } from '../../src/route/options.js';
import type { Route } from '../../src/route/route.js';
import { orLacking } from '../support/lacking.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs, sinceLinux } from '../support/needs.js';
import { addressedPair } from '../support/topology.js';

needs('root', 'ipv6');
leavesNothingBehind();

const to = '198.51.100.0/24';
const to6 = '2001:db8:9::/48';
const via = '192.0.2.254';
const via6 = '2001:db8::9';

const made: readonly (readonly [what: string, RouteOptions, Partial<Route>])[] = [
  [
    'every metric',
    {
      to,
      via,
      metrics: {
        mtu: 1300,
        advmss: 1200,
        window: 4096,
        rtt: '80ms',
        rttvar: 20,
        ssthresh: 7,
        cwnd: 9,
        initcwnd: 12,
        initrwnd: 14,
        hoplimit: 33,
        features: ['ecn'],
        quickack: true,
        rtoMin: '40ms',
        reordering: 5,
        congctl: 'cubic',
        fastopenNoCookie: true,
        lock: ['mtu', 'cwnd'],
      },
    },
    {
      metrics: {
        mtu: 1300,
        advmss: 1200,
        window: 4096,
        rtt: 80,
        rttvar: 20,
        ssthresh: 7,
        cwnd: 9,
        initcwnd: 12,
        initrwnd: 14,
        hoplimit: 33,
        features: ['ecn'],
        quickack: true,
        rtoMin: 40,
        reordering: 5,
        congctl: 'cubic',
        fastopenNoCookie: true,
        lock: ['mtu', 'cwnd', 'rtoMin'],
      },
    },
  ],
  ['realms', { to, via, realms: { from: 3, to: 4 } }, { realms: { from: 3, to: 4 } }],
  ['tos by number', { to, via, tos: 0x10 }, { tos: 0x10 }],
  ['a protocol by name', { to, via, protocol: 'bird' }, { protocol: 'bird' }],
  ['a scope by number', { to, dev: 'near0', scope: 200 }, { scope: 'site' }],
  [
    'several next hops',
    {
      to,
      nexthops: [
        { via: '192.0.2.253', dev: 'near0', weight: 256 },
        { via: '203.0.113.1', dev: 'near0', onlink: true, realms: { to: 9 } },
        { via: via6, dev: 'near0' },
      ],
    },
    {
      via: undefined,
      dev: undefined,
      nexthops: [
        { via: '192.0.2.253', dev: expect.any(Number), weight: 256, flags: [] },
        {
          via: '203.0.113.1',
          dev: expect.any(Number),
          weight: 1,
          flags: ['onlink'],
          realms: { from: 0, to: 9 },
        },
        { via: via6, dev: expect.any(Number), weight: 1, flags: [] },
      ],
    },
  ],
  [
    'several IPv6 next hops',
    { to: to6, nexthops: [{ via: via6, weight: 3 }, { via: '2001:db8::a' }] },
    {
      nexthops: [
        { via: via6, dev: expect.any(Number), weight: 3, flags: [] },
        { via: '2001:db8::a', dev: expect.any(Number), weight: 1, flags: [] },
      ],
    },
  ],
  ['a source prefix', { to: to6, dev: 'near0', from: '2001:db8:7::/48' }, { from: '2001:db8:7::/48' }],
  ['a preference', { to: to6, via: via6, pref: 'low' }, { pref: 'low' }],
  ['an end', { to: to6, via: via6, expires: 600 }, { cache: { expires: expect.closeTo(600, -1) } }],
  [
    'IPv6 metrics',
    { to: to6, via: via6, metrics: { mtu: 1400, lock: ['mtu'] } },
    { metrics: { mtu: 1400, lock: ['mtu'] } },
  ],
];

test.each(made)('a route with %s', async (_what, options, expected) => {
  const { near } = await addressedPair();
  await near.routes.add(options);
  expect(await near.routes.list({ to: String(options.to) })).toMatchObject([expected]);
  await near.routes.delete(options);
  expect(await near.routes.list({ to: String(options.to) })).toEqual([]);
});

describe('an encapsulation', () => {
  const encaps: readonly (readonly [RouteOptions['encap'] & object, route: RouteOptions, read?: object])[] = [
    [
      { kind: 'ip', id: 77, dst: '192.0.2.9', ttl: 9, tos: 4, key: true },
      { to, via },
    ],
    [
      { kind: 'ip', id: 2n ** 60n, dst: '192.0.2.9', csum: true },
      { to, via },
    ],
    [
      { kind: 'ip6', id: 77, dst: '2001:db8::7', hoplimit: 5 },
      { to, via },
    ],
    [
      { kind: 'mpls', labels: [100, 1_048_575], ttl: 3 },
      { to, via },
    ],
    [
      { kind: 'seg6', routing: { mode: 'encap', segs: ['2001:db8::5', '2001:db8::6'] } },
      { to: to6, dev: 'near0' },
    ],
    [
      { kind: 'seg6', routing: { mode: 'inline', segs: ['2001:db8::5', '2001:db8::6'] } },
      { to: to6, dev: 'near0' },
    ],
    [
      { kind: 'seg6', routing: { mode: 'l2encap', segs: ['2001:db8::5'] } },
      { to: to6, dev: 'near0' },
    ],
    [
      { kind: 'seg6local', action: 'End' },
      { to: to6, dev: 'near0' },
    ],
    [
      { kind: 'seg6local', action: 'End.X', nh6: '2001:db8::7' },
      { to: to6, dev: 'near0' },
    ],
    [
      { kind: 'seg6local', action: 'End.T', table: 100 },
      { to: to6, dev: 'near0' },
    ],
    [
      { kind: 'seg6local', action: 'End', count: true },
      { to: to6, dev: 'near0' },
      { kind: 'seg6local', action: 'End', count: { packets: 0n, bytes: 0n, errors: 0n } },
    ],
    [
      { kind: 'seg6local', action: 'End', flavors: { operations: ['next-csid'], lblen: 48, nflen: 16 } },
      { to: to6, dev: 'near0' },
    ],
    [
      { kind: 'seg6local', action: 'End.B6.Encaps', segs: ['2001:db8::5'] },
      { to: to6, dev: 'near0' },
    ],
    [
      { kind: 'rpl', segs: ['2001:db8::5', '2001:db8::6'] },
      { to: to6, dev: 'near0' },
    ],
    [
      { kind: 'xfrm', ifId: 7 },
      { to, via },
    ],
  ];

  test.for(encaps)('%o', async ([encap, route, read], { skip }) => {
    if ('count' in encap) sinceLinux('5.14', skip);
    if ('flavors' in encap) sinceLinux('6.1', skip);
    const { near } = await addressedPair();
    await orLacking(near.routes.add({ ...route, encap }), skip);
    const [found] = await near.routes.list({ to: String(route.to) });
    expect(found?.encap).toMatchObject(read ?? encap);
  });

  test('of one next hop among others', async () => {
    const { near } = await addressedPair();
    const encap = { kind: 'ip', id: 5, dst: '192.0.2.7' } as const;
    await near.routes.add({ to, nexthops: [{ via, encap }, { via: '192.0.2.253' }] });
    const [route] = await near.routes.list({ to });
    expect(route?.nexthops).toMatchObject([{ encap }, { via: '192.0.2.253' }]);
  });
});

test('an MPLS route', async ({ skip }) => {
  const { near } = await addressedPair();
  await near.sysctl.set('net.mpls.platform_labels', 1000).catch(() => {});
  const options = { to: 100, as: [200, 300], via: '192.0.2.254', dev: 'near0', family: 'mpls' } as const;
  await orLacking(near.routes.add(options), skip);
  expect(await near.routes.list({ family: 'mpls' })).toMatchObject([
    { family: 'mpls', to: '100', as: [200, 300], via: '192.0.2.254' },
  ]);
  await near.routes.delete(options);
  expect(await near.routes.list({ family: 'mpls' })).toEqual([]);
});
