import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { NetworkEvent } from '../../src/events/event.js';
import { EventHub } from '../../src/events/hub.js';
import { State } from '../../src/events/state.js';
import { EventStream } from '../../src/events/stream.js';
import { HANDLE } from '../../src/handle/handle.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { routeBody } from '../../src/route/message.js';
import type { Route } from '../../src/route/route.js';
import { NLM_F_APPEND, NLM_F_CREATE } from '../../src/uapi/netlink.js';
import { RTM_NEWROUTE } from '../../src/uapi/rtnetlink.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

/** A namespace with a veth pair in it, v0 up with an address. */
async function furnished(): Promise<Namespace> {
  const ns = await unnamed();
  await Promise.all([
    ns.links.add({ kind: 'veth', name: 'v0', up: true, peer: { name: 'v1', up: true } }),
    ns.addresses.add({ link: 'v0', address: '192.0.2.1/24' }),
  ]);
  return ns;
}

/** `ip route append 203.0.113.0/24 via 192.0.2.3` */
const appended = {
  type: RTM_NEWROUTE,
  flags: NLM_F_CREATE | NLM_F_APPEND,
  body: routeBody,
  header: { family: 2, destinationLength: 24, table: 254, protocol: 'boot', type: 'unicast' },
  attributes: { destination: '203.0.113.0', gateway: '192.0.2.3' },
} as const;

/** What `change` makes a stream tell that passes `wanted`, until there are `count`. */
async function toldOf(
  stream: EventStream,
  change: () => Promise<unknown>,
  count: number,
  wanted: (event: NetworkEvent) => boolean = () => true,
): Promise<NetworkEvent[]> {
  await stream.ready;
  const events: NetworkEvent[] = [];
  await change();
  for await (const event of stream) {
    if (wanted(event)) events.push(event);
    if (events.length === count) break;
  }
  return events;
}

/** What a stream tells next, but for routes of IPv6, which the kernel makes when a link comes up, sooner or later. */
async function next(stream: EventStream<'route'>) {
  for (;;) {
    const { value } = await stream[Symbol.asyncIterator]().next();
    if (value?.kind !== 'route' || value.route.family !== 'inet6') return value;
  }
}

describe('events', () => {
  test('of links say what was made, changed and deleted', async () => {
    const ns = await unnamed();
    const change = async () => {
      await ns.links.add({ kind: 'veth', name: 'a', peer: { name: 'b' } });
      await ns.links.set('a', { mtu: 1400 });
      await ns.links.delete('a');
    };
    const told = await toldOf(
      ns.events({ kinds: ['link'] }) as EventStream,
      change,
      3,
      (event) =>
        event.kind === 'link' &&
        event.link.name === 'a' &&
        (event.action !== 'change' || event.link.mtu === 1400),
    );
    expect(told).toMatchObject([
      { kind: 'link', action: 'add', link: { name: 'a', kind: 'veth' } },
      { kind: 'link', action: 'change', link: { name: 'a', mtu: 1400 } },
      { kind: 'link', action: 'delete', link: { name: 'a' } },
    ]);
  });

  test('of addresses and routes', async () => {
    const ns = await furnished();
    const change = async () => {
      await ns.addresses.add({ link: 'v0', address: '198.51.100.1/32' });
      await ns.routes.add({ to: '203.0.113.0/24', via: '192.0.2.2' });
      await ns.routes.replace({ to: '203.0.113.0/24', via: '192.0.2.3' });
      await ns.routes.delete({ to: '203.0.113.0/24' });
      await ns.addresses.delete({ link: 'v0', address: '198.51.100.1/32' });
    };
    const stream = ns.events({ kinds: ['address', 'route'] }) as EventStream;
    const told = await toldOf(
      stream,
      change,
      5,
      (event) =>
        (event.kind === 'address' && event.address.family === 'inet') ||
        (event.kind === 'route' && event.route.to === '203.0.113.0/24'),
    );
    expect(told).toMatchObject([
      { kind: 'address', action: 'add', address: { address: '198.51.100.1', prefixLength: 32 } },
      { kind: 'route', action: 'add', route: { via: '192.0.2.2' } },
      { kind: 'route', action: 'change', route: { via: '192.0.2.3' } },
      { kind: 'route', action: 'delete', route: { via: '192.0.2.3' } },
      { kind: 'address', action: 'delete', address: { address: '198.51.100.1' } },
    ]);
  });

  test('of traffic control', async () => {
    const ns = await furnished();
    const stream = ns.events({ kinds: ['qdisc', 'class', 'filter'] }) as EventStream;
    const change = async () => {
      await ns.qdiscs.add({ kind: 'pfifo', link: 'v0', handle: '1:' });
      await ns.qdiscs.delete({ link: 'v0' });
    };
    const told = await toldOf(stream, change, 3);
    expect(told).toMatchObject([
      // The kernel's own makes room.
      { kind: 'qdisc', action: 'delete', qdisc: { kind: 'noqueue' } },
      { kind: 'qdisc', action: 'add', qdisc: { kind: 'pfifo', handle: '1:' } },
      { kind: 'qdisc', action: 'delete', qdisc: { kind: 'pfifo' } },
    ]);
  });

  test('begin with what is there, if that is asked for', async () => {
    const ns = await furnished();
    await ns.qdiscs.add({ kind: 'ingress', link: 'v0' }).catch(() => {});
    const stream = ns.events({ snapshot: true });
    const { value } = await stream[Symbol.asyncIterator]().next();
    expect(value).toMatchObject({ kind: 'snapshot', classes: [], filters: [] });
    if (value?.kind !== 'snapshot') return;
    expect(value.links.map(({ name }) => name).sort()).toEqual(['lo', 'v0', 'v1']);
    // IPv6 is still at it.
    const inet = value.routes.filter(({ family }) => family === 'inet');
    expect(inet).toEqual(await ns.routes.list({ table: 'all', family: 'inet' }));
    expect(value.qdiscs.map(({ kind }) => kind)).toContain('noqueue');
    await stream.close();
  });

  test('join a snapshot without a gap and without an overlap', async () => {
    const ns = await furnished();
    const prefix = (i: number) => `10.0.${i >> 8}.${i & 255}/32`;
    let going = true;
    const churn = (async () => {
      for (let i = 0; going || i < 2000; i++) {
        await Promise.all([
          ns.routes.replace({ to: prefix(i % 2000), via: '192.0.2.2' }),
          ...(i % 3 === 0 ? [ns.routes.delete({ to: prefix(i % 2000) })] : []),
        ]);
      }
    })();
    await sleep(20);
    const known = new Set<string>();
    let events = 0;
    for await (const event of ns.events({ kinds: ['route'], snapshot: true })) {
      if (event.kind !== 'route') {
        for (const { to } of event.routes) known.add(to);
        continue;
      }
      const { action, route } = event;
      if (!route.to.startsWith('10.')) continue;
      if (action === 'add') expect(known.has(route.to)).toBe(false);
      else expect(known.has(route.to)).toBe(true);
      if (action === 'delete') known.delete(route.to);
      else known.add(route.to);
      if (events++ > 3000) break;
    }
    going = false;
    await churn;
    expect(events).toBeGreaterThan(3000);
  });

  test('are shared by all who listen, on one socket', async () => {
    const ns = await furnished();
    const streams = Array.from({ length: 5 }, () => ns.events({ kinds: ['route'] }));
    await Promise.all(streams.map(({ ready }) => ready));
    await ns.routes.add({ to: '203.0.113.0/24', via: '192.0.2.2' });
    const firsts = await Promise.all(streams.map(next));
    const [first] = firsts;
    expect(first).toMatchObject({ kind: 'route', route: { to: '203.0.113.0/24' } });
    for (const other of firsts) expect(other).toEqual(first);
    await Promise.all(streams.map((stream) => stream.close()));
  });

  test('tell who joins others nothing of before, and everything of after', async () => {
    const ns = await furnished();
    // Nobody reads: the kernel keeps what it has told.
    const first = ns.events({ kinds: ['route'] });
    await first.ready;
    const to = (i: number) => `203.0.113.${i}/32`;
    await ns.routes.add({ to: to(1), via: '192.0.2.2' });
    const late = ns.events({ kinds: ['route'] });
    const whole = ns.events({ kinds: ['route'], snapshot: true });
    await Promise.all([late.ready, whole.ready]);
    await ns.routes.add({ to: to(2), via: '192.0.2.2' });
    const of = async (stream: typeof first) => {
      const event = await next(stream);
      return event?.kind === 'route' ? event.route.to : event?.kind;
    };
    expect(await of(late)).toBe(to(2));
    const snapshot = await next(whole);
    expect(snapshot?.kind).toBe('snapshot');
    const listed = snapshot?.kind === 'snapshot' ? snapshot.routes.map((route) => route.to) : [];
    expect(listed.filter((each) => each.startsWith('203.0.113.'))).toEqual([to(1), to(2)]);
    await ns.routes.add({ to: to(3), via: '192.0.2.2' });
    expect([await of(first), await of(first), await of(first)]).toEqual([to(1), to(2), to(3)]);
    expect(await of(late)).toBe(to(3));
    expect(await of(whole)).toBe(to(3));
    await Promise.all([first.close(), late.close(), whole.close()]);
  });

  test('end with the signal, with close, and with the namespace', async () => {
    const ns = await furnished();
    const controller = new AbortController();
    const drain = async (stream: EventStream) => {
      for await (const event of stream) void event;
    };
    const aborted = drain(ns.events({ signal: controller.signal }) as EventStream);
    const closedStream = ns.events() as EventStream;
    const closed = drain(closedStream);
    const ended = drain(ns.events() as EventStream);
    await sleep(20);
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    await closedStream.close();
    await closed;
    await ns.close();
    await ended;
    await expect(drain(ns.events() as EventStream)).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });

  test('end for all loops when one is left', async () => {
    const ns = await unnamed();
    const stream = ns.events({ kinds: ['link'] });
    await stream.ready;
    const first = async () => {
      for await (const event of stream) if (event.kind === 'link') return event.link.name;
      return 'ended';
    };
    const loops = Promise.all([first(), first()]);
    await ns.links.add({ kind: 'bridge', name: 'br0' });
    expect((await loops).sort()).toEqual(['br0', 'ended']);
  });

  test('that a slow loop has no room for become a resync', async () => {
    const ns = await furnished();
    const stream = ns.events({ kinds: ['route'], buffer: 4 });
    const other = ns.events({ kinds: ['route'] });
    await Promise.all([stream.ready, other.ready]);
    const to = (i: number) => `203.0.113.${i}/32`;
    await Promise.all(Array.from({ length: 20 }, (_, i) => ns.routes.add({ to: to(i), via: '192.0.2.2' })));
    await other[Symbol.asyncIterator]().next();
    const { value } = await stream[Symbol.asyncIterator]().next();
    expect(value?.kind).toBe('resync');
    if (value?.kind !== 'resync') return;
    expect(value.routes.map((route) => route.to)).toEqual(expect.arrayContaining([to(0), to(19)]));
    await ns.routes.delete({ to: to(3) });
    const next = await stream[Symbol.asyncIterator]().next();
    expect(next.value).toMatchObject({ kind: 'route', action: 'delete', route: { to: to(3) } });
    await Promise.all([stream.close(), other.close()]);
  });

  test('that the kernel has no room for become a resync', async () => {
    const ns = await furnished();
    const hub = new EventHub(ns[HANDLE], 2048);
    const stream = new EventStream<'route'>(hub, { kinds: ['route'] });
    await stream.ready;
    const to = (i: number) => `10.1.${i >> 8}.${i & 255}/32`;
    await Promise.all(Array.from({ length: 1000 }, (_, i) => ns.routes.add({ to: to(i), via: '192.0.2.2' })));
    let resyncs = 0;
    for await (const event of stream) {
      if (event.kind !== 'resync') continue;
      resyncs++;
      expect(event.routes.filter((route) => route.to.startsWith('10.1.'))).toHaveLength(1000);
      break;
    }
    expect(resyncs).toBe(1);
    hub.close();
  });

  test('options that make no sense are refused', async () => {
    const ns = await unnamed();
    expect(() => ns.events({ kinds: ['nothing' as never] })).toThrow('kinds[0] must be one of "link"');
    expect(() => ns.events({ buffer: 0 })).toThrow('buffer must be a whole number');
    expect(() => ns.events({ links: true } as never)).toThrow('does not know the option links');
  });
});

describe('the state', () => {
  test('is what the lists say, as things change', async () => {
    const ns = await furnished();
    await using state = ns.state();
    await state.ready;
    await ns.links.add({ kind: 'bridge', name: 'br0', up: true });
    await ns.addresses.add({ link: 'br0', address: '198.51.100.1/24' });
    await ns.routes.add({ to: '203.0.113.0/24', via: '198.51.100.2', metric: 7 });
    await state.until(({ routes }) => [...routes.values()].some(({ to }) => to === '203.0.113.0/24'));
    const names = [...state.links.values()].map(({ name }) => name);
    expect(names.sort()).toEqual(['br0', 'lo', 'v0', 'v1']);
    await ns.links.delete('br0');
    await state.until(
      ({ routes, links }) => links.size === 3 && !routes.has('inet main 203.0.113.0/24  0 7'),
    );
    await sleep(50);
    // IPv6 may still be at it.
    const keyed = (routes: Iterable<Route>) =>
      [...routes]
        .filter(({ family }) => family === 'inet')
        .map(({ to, dev, metric }) => `${to} ${dev} ${metric}`)
        .sort();
    expect(keyed(state.routes.values())).toEqual(keyed(await ns.routes.list({ table: 'all' })));
    const inet = [...state.addresses.values()].filter(({ family }) => family === 'inet');
    expect(inet).toEqual(await ns.addresses.list({ family: 'inet' }));
  });

  test('misses no IPv4 route that goes with its link or its address, of which the kernel says nothing', async () => {
    const ns = await furnished();
    await using state = ns.state();
    await ns.routes.add({ to: '203.0.113.0/24', via: '192.0.2.2' });
    await ns.routes.add({ to: '198.51.100.0/24', via: '192.0.2.2', source: '192.0.2.1' });
    const has = (to: string) => [...state.routes.values()].some((route) => route.to === to);
    await state.until(() => has('203.0.113.0/24') && has('198.51.100.0/24'));
    await ns.links.set('v0', { up: false });
    await state.until(() => !has('203.0.113.0/24') && !has('198.51.100.0/24'));
    // IPv6 goes on by itself meanwhile.
    const ipv4 = [...state.routes.values()].filter(({ family }) => family === 'inet');
    expect(ipv4).toHaveLength((await ns.routes.list({ family: 'inet', table: 'all' })).length);
  });

  test('knows several routes of one key', async () => {
    const ns = await furnished();
    await using state = ns.state();
    await state.ready;
    const route = { to: '203.0.113.0/24', via: '192.0.2.2' };
    await ns.routes.add(route);
    const append = await ns.netlink.request(appended);
    expect(append).toEqual([]);
    const vias = () =>
      [...state.routes.values()]
        .filter(({ to }) => to === route.to)
        .map(({ via }) => via)
        .sort();
    await state.until(() => vias().join() === '192.0.2.2,192.0.2.3');
    await ns.routes.delete(route);
    await state.until(() => vias().join() === '192.0.2.3');
  });

  test('is right again after an overrun', async () => {
    const ns = await furnished();
    const hub = new EventHub(ns[HANDLE], 2048);
    await using state = new State(hub);
    await state.ready;
    const to = (i: number) => `10.1.${i >> 8}.${i & 255}/32`;
    await Promise.all(Array.from({ length: 1000 }, (_, i) => ns.routes.add({ to: to(i), via: '192.0.2.2' })));
    await state.until(({ routes }) => routes.size >= 1000);
    const ipv4 = () => [...state.routes.values()].filter(({ family }) => family === 'inet').length;
    expect(ipv4()).toBe((await ns.routes.list({ family: 'inet', table: 'all' })).length);
    hub.close();
    await expect(state.until(() => false)).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });

  test('is waited for as long as the signal lets it, also while it gets ready', async () => {
    const ns = await unnamed();
    await using state = ns.state();
    const [aborting, reason] = [new AbortController(), new Error('no more')];
    const waiting = state.until(() => false, { signal: aborting.signal });
    aborting.abort(reason);
    await expect(Promise.race([waiting, state.ready])).rejects.toBe(reason);
    await expect(state.until(() => true, { signal: aborting.signal })).rejects.toBe(reason);
    await state.until(({ links }) => links.size === 1, { signal: AbortSignal.timeout(60_000) });
  });

  test('refuses what makes no sense', async () => {
    const ns = await unnamed();
    await using state = ns.state();
    await expect(state.until(5 as never)).rejects.toThrow('condition must be a function, not 5');
    await expect(state.until(() => true, { timeout: 5 } as never)).rejects.toThrow('the option timeout');
    expect(() => state.onChange(null as never)).toThrow('listener must be a function, not null');
  });

  test('tells of changes, until it is told not to', async () => {
    const ns = await furnished();
    await using state = ns.state();
    await state.ready;
    let calls = 0;
    const stop = state.onChange(() => calls++);
    await ns.addresses.add({ link: 'v0', address: '198.51.100.9/32' });
    await state.until(({ addresses }) =>
      [...addresses.values()].some(({ address }) => address === '198.51.100.9'),
    );
    expect(calls).toBeGreaterThan(0);
    stop();
    const before = calls;
    await ns.addresses.delete({ link: 'v0', address: '198.51.100.9/32' });
    await state.until(
      ({ addresses }) => ![...addresses.values()].some(({ address }) => address === '198.51.100.9'),
    );
    expect(calls).toBe(before);
  });
});

describe('rules and next hops', () => {
  test('are told of, and part of the state', async () => {
    const ns = await furnished();
    await using state = ns.state();
    await state.ready;
    const rulesBefore = state.rules.size;
    const stream = ns.events({ kinds: ['rule', 'nexthop'] }) as EventStream;
    const change = async () => {
      await ns.rules.add({ from: '192.0.2.0/24', table: 100, priority: 50 });
      await ns.nexthops.add({ id: 7, via: '192.0.2.2', dev: 'v0' });
      await ns.routes.add({ to: '203.0.113.0/24', nhid: 7 });
    };
    const told = await toldOf(stream, change, 2);
    expect(told).toMatchObject([
      { kind: 'rule', action: 'add', rule: { from: '192.0.2.0/24', table: 100, priority: 50 } },
      { kind: 'nexthop', action: 'add', nexthop: { id: 7, via: '192.0.2.2' } },
    ]);
    await state.until(({ rules, nexthops }) => rules.size === rulesBefore + 1 && nexthops.has(7));
    await ns.rules.delete({ priority: 50 });
    await ns.nexthops.delete(7);
    const gone = ({ routes }: State) => ![...routes.values()].some(({ to }) => to === '203.0.113.0/24');
    await state.until((now) => now.rules.size === rulesBefore && now.nexthops.size === 0 && gone(now));
  });
});
