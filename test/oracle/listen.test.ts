import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { addressOf, closedAfterTest } from '../support/tcp.js';
import { withLoopback } from '../support/topology.js';
import { runIn } from './tools.js';

needs('root', 'ss');
leavesNothingBehind();

test.each([
  ['127.0.0.1', 7, '127.0.0.1'],
  ['::1', 7, '[::1]'],
  [undefined, 7, '*'],
  [undefined, undefined, '*'],
])('a server on %s with a backlog of %s is what ss shows', async (host, backlog, shown) => {
  const namespace = await withLoopback();
  const options = { ...(host === undefined ? {} : { host }), ...(backlog === undefined ? {} : { backlog }) };
  const { port } = addressOf(closedAfterTest(await namespace.listen(options)));
  const lines = runIn(namespace, ['ss', '--listening', '--tcp', '--numeric', '--no-header'])
    .trim()
    .split('\n');
  const [state, , pending, address] = (lines[0] ?? '').split(/\s+/);
  expect(lines).toHaveLength(1);
  expect([state, pending, address]).toEqual(['LISTEN', String(backlog ?? 511), `${shown}:${port}`]);
});
