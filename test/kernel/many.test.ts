import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { BatchError } from '../../src/error/batch_error.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

async function furnished(): Promise<Namespace> {
  const ns = await unnamed();
  await Promise.all([
    ns.links.add({ kind: 'veth', name: 'v0', up: true, peer: { name: 'v1', up: true } }),
    ns.addresses.add({ link: 'v0', address: '192.0.2.1/24' }),
  ]);
  return ns;
}

const route = (i: number) => ({
  to: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`,
  via: '192.0.2.2',
  dev: 'v0',
});

function* routesUpTo(count: number) {
  for (let i = 0; i < count; i++) yield route(i);
}

describe('very many routes', () => {
  test('are added from any iterable, and listed, while the event loop goes on', async () => {
    const ns = await furnished();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const start = performance.now();
    await ns.routes.add(routesUpTo(30_000));
    const found = await ns.routes.list({ family: 'inet' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    delay.disable();
    const added = found.filter(({ via }) => via === '192.0.2.2');
    expect(new Set(added.map(({ to }) => to)).size).toBe(30_000);
    expect(added[777]).toMatchObject({ to: route(777).to, family: 'inet', table: 'main' });
    // In one piece it would be most of the time that it takes.
    expect(delay.max / 1e6).toBeLessThan((performance.now() - start) / 4);
  }, 30_000);

  test('of which some are refused are added but for those', async () => {
    const ns = await furnished();
    await ns.routes.add([route(5), route(700)]);
    const error = await ns.routes.add(routesUpTo(1000)).catch((reason) => reason);
    expect(error).toBeInstanceOf(BatchError);
    expect(error.positions).toEqual([5, 700]);
    expect(error.errors).toMatchObject([
      { code: 'EEXIST', subject: route(5).to },
      { code: 'EEXIST', subject: route(700).to },
    ]);
    expect(error.message).toMatch(
      /^routes.add: 2 of 1000 refused; the first is number 5: EEXIST: RTM_NEWROUTE/,
    );
    expect((await ns.routes.list({ family: 'inet' })).length).toBe(1001);
  });

  test('of which one makes no sense end there', async () => {
    const ns = await furnished();
    const routes = [route(0), route(1), { to: 'nowhere' }, route(3)];
    await expect(ns.routes.add(routes)).rejects.toThrow('to must be an address');
    expect((await ns.routes.list({ family: 'inet' })).map(({ to }) => to).sort()).toEqual([
      '10.0.0.0/32',
      '10.0.0.1/32',
      '192.0.2.0/24',
    ]);
  });

  test('keep their place among other requests', async () => {
    const ns = await furnished();
    const adding = ns.routes.replace(routesUpTo(2000));
    const [first] = await Promise.all([ns.routes.get('10.0.0.1'), adding]);
    expect(first.via).toBe('192.0.2.2');
  });

  test('are none', async () => {
    const ns = await furnished();
    await ns.routes.add([]);
  });
});
