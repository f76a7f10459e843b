import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { EventHub } from '../../src/events/hub.js';
import { State } from '../../src/events/state.js';
import { EventStream } from '../../src/events/stream.js';
import { HANDLE } from '../../src/handle/handle.js';
import { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { run } from './program.js';

needs('root');
leavesNothingBehind();

const descriptors = () => readdirSync('/proc/self/fd').length;

async function furnished(): Promise<Namespace> {
  const ns = await Namespace.create();
  await Promise.all([
    ns.links.add({ kind: 'veth', name: 'v0', up: true, peer: { name: 'v1', up: true } }),
    ns.addresses.add({ link: 'v0', address: '192.0.2.1/24' }),
  ]);
  return ns;
}

const to = (i: number) => `10.0.${i >> 8}.${i & 255}/32`;

describe('events', () => {
  test('leave no descriptor behind, however streams begin and end', async () => {
    await using ns = await furnished();
    const before = descriptors();
    for (let round = 0; round < 100; round++) {
      const controller = new AbortController();
      const streams = [
        ns.events(),
        ns.events({ snapshot: true }),
        ns.events({ kinds: ['link'], signal: controller.signal }),
        ns.events({ kinds: ['route'], snapshot: true, signal: controller.signal }),
      ];
      const state = ns.state();
      const reading = Promise.allSettled(
        streams.map(async (stream) => {
          for await (const event of stream) if (event.kind === 'address') break;
        }),
      );
      if (round % 2 === 0) await Promise.all([...streams.map(({ ready }) => ready), state.ready]);
      if (round % 3 === 0) await ns.routes.replace({ to: to(round), via: '192.0.2.2' });
      controller.abort();
      await Promise.all([...streams.map((stream) => stream.close()), state.close()]);
      await reading;
    }
    await sleep(10);
    expect(descriptors()).toBe(before);
  }, 60_000);

  test('are right for everybody through overrun after overrun', async () => {
    await using ns = await furnished();
    const hub = new EventHub(ns[HANDLE], 4096);
    const states = [new State(hub), new State(hub)];
    await Promise.all(states.map(({ ready }) => ready));
    const stream = new EventStream<'route'>(hub, { kinds: ['route'] });
    await stream.ready;
    const known = new Set<string>();
    let resyncs = 0;
    const following = (async () => {
      for await (const event of stream) {
        if (event.kind === 'resync') {
          resyncs++;
          known.clear();
          for (const route of event.routes) known.add(route.to);
        } else if (event.kind === 'route') {
          if (event.action === 'delete') known.delete(event.route.to);
          else known.add(event.route.to);
          if (event.route.to === '203.0.113.1/32') break;
        }
        if (known.has('203.0.113.1/32')) break;
      }
    })();
    // On a busy machine whoever changes routes can be too slow to overrun whoever reads of them.
    for (let round = 0; round < 20 || (resyncs === 0 && round < 400); round++) {
      await ns.routes.replace(
        Array.from({ length: 500 }, (_, i) => ({ to: to(round * 100 + i), via: '192.0.2.2' })),
      );
      await Promise.all(Array.from({ length: 50 }, (_, i) => ns.routes.delete({ to: to(round * 100 + i) })));
      await sleep(2);
    }
    await ns.routes.add({ to: '203.0.113.1/32', via: '192.0.2.2' });
    await following;
    const list = (await ns.routes.list({ table: 'all' })).map((route) => route.to).sort();
    const ours = (names: Iterable<string>) => [...names].filter((name) => /^(10|203)\./.test(name)).sort();
    expect(resyncs).toBeGreaterThan(0);
    expect(ours(known)).toEqual(ours(list));
    for (const state of states) {
      await state.until(({ routes }) => routes.size === list.length);
      expect([...state.routes.values()].map((route) => route.to).sort()).toEqual(list);
      await state.close();
    }
    hub.close();
  }, 60_000);

  test('keep the process alive only while one is waited for', async () => {
    const { code, output, errors } = await run('watcher');
    expect(errors).toBe('');
    expect(output).toBe('ready\nadd v0\n');
    expect(code).toBe(0);
  }, 20_000);
});
