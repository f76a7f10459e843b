import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { runExample } from './example.js';

needs('root');
leavesNothingBehind();

test('the example of docs/neighbours.md does what it says', async () => {
  const lines = await runExample('neighbours.md');
  expect(lines.slice(0, -1).sort()).toEqual([
    '192.0.2.2 02:00:00:00:00:02 reachable',
    '192.0.2.9 02:00:00:00:00:09 permanent',
  ]);
  expect(lines.at(-1)).toBe('60000 1');
});
