import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { run } from './program.js';

needs('root');
leavesNothingBehind();

test('batches and sysctls of ten namespaces, out of five threads at once, all come through', async () => {
  const ending = await run('turns');
  expect(ending).toEqual({
    code: 0,
    signal: null,
    errors: '',
    output: JSON.stringify(Array(5).fill('done')),
  });
});

test('a long batch lets others in between', async () => {
  const [busy, other] = await Promise.all([unnamed(), unnamed()]);
  await busy.links.add({ kind: 'bridge', name: 'd0', up: true });
  const order: string[] = [];
  const routes = Array.from({ length: 12_000 }, (_, n) => `10.0.${n >> 8}.${n & 255}/32`);
  const batch = Promise.all(routes.map((to) => busy.routes.add({ to, dev: 'd0' })));
  const finished = batch.then(() => order.push('batch'));
  // Asked for as soon as the batch is on its way, which is when this tick ends.
  await new Promise(setImmediate);
  await other.sysctl.set('net.ipv4.ip_forward', 1);
  order.push('sysctl');
  await other.links.add({ kind: 'bridge', name: 'd0' });
  order.push('link');
  await finished;
  expect(order).toEqual(['sysctl', 'link', 'batch']);
});
