import { expect, test } from 'vitest';
import { EVENT_KINDS, type EventKind } from '../../../src/events/kinds/index.js';
import { View } from '../../../src/events/view.js';
import type { NetconfEntry } from '../../../src/netconf/netconf.js';
import type { Route } from '../../../src/route/route.js';

const told = (kind: EventKind, action: 'add' | 'change' | 'delete', object: unknown, appended = false) => {
  return { kind, action, object, appended };
};

const route: Partial<Route> = {
  family: 'inet',
  to: '203.0.113.0/24',
  table: 'main',
  tos: 0,
  type: 'unicast',
};
const hop = (via: string, weight = 1) => ({ via, dev: 5, weight });

const distinct: readonly (readonly [string, Partial<Route>, Partial<Route>])[] = [
  ['its gateway', { via: '192.0.2.1' }, { via: '192.0.2.2' }],
  ['its link', { dev: 5 }, { dev: 6 }],
  ['its type', { type: 'unicast' }, { type: 'blackhole' }],
  ['its next hop object', { nhid: 1, via: '192.0.2.1' }, { nhid: 2, via: '192.0.2.1' }],
  [
    'its several next hops',
    { nexthops: [hop('192.0.2.1'), hop('192.0.2.2')] as never },
    { nexthops: [hop('192.0.2.1'), hop('192.0.2.3')] as never },
  ],
  [
    'how much each of them takes',
    { nexthops: [hop('192.0.2.1')] as never },
    { nexthops: [hop('192.0.2.1', 2)] as never },
  ],
];

test.each(distinct)('another route of the same key is told by %s', (_what, known, gone) => {
  const view = new View('route');
  view.apply(told('route', 'add', { ...route, ...known }));
  expect(view.apply(told('route', 'delete', { ...route, ...gone }))).toBe(false);
  view.apply(told('route', 'add', { ...route, ...known }));
  expect(view.apply(told('route', 'delete', { ...route, ...known }))).toBe(true);
  expect(view.objects.size).toBe(0);
});

test('a route by a next hop object is the same one, whatever that object has become', () => {
  const view = new View('route');
  view.apply(told('route', 'add', { ...route, nhid: 1, via: '192.0.2.1' }));
  expect(view.apply(told('route', 'delete', { ...route, nhid: 1, via: '192.0.2.9' }))).toBe(true);
});

test('of how links forward, what is told is laid over what is known', () => {
  const view = new View('netconf');
  const entry: Partial<NetconfEntry> = { family: 'inet', link: 5, forwarding: false, proxyNeighbours: false };
  view.apply(told('netconf', 'add', entry));
  const change: Partial<NetconfEntry> = {
    family: 'inet',
    link: 5,
    forwarding: true,
    proxyNeighbours: undefined,
  };
  expect(view.apply(told('netconf', 'change', change))).toBe(true);
  expect([...view.objects.values()]).toEqual([{ ...entry, forwarding: true }]);
});

test('entries with several endpoints are several', () => {
  const view = new View('fdb');
  for (const dst of ['198.51.100.1', '198.51.100.2'])
    view.apply(told('fdb', 'change', { link: 5, lladdr: '00:00:00:00:00:00', dst }));
  expect(view.objects.size).toBe(2);
  view.apply(told('fdb', 'delete', { link: 5, lladdr: '00:00:00:00:00:00', dst: '198.51.100.1' }));
  expect([...view.objects.values()]).toMatchObject([{ dst: '198.51.100.2' }]);
});

test('no two kinds have the same plural', () => {
  const plurals = Object.values(EVENT_KINDS).map(({ plural }) => plural);
  expect(new Set(plurals).size).toBe(plurals.length);
});
