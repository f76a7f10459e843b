import { expect, test } from 'vitest';
import { heedingVlans } from '../support/bridged.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { runExample } from './example.js';

needs('root');
leavesNothingBehind();

test('the first example of docs/bridge.md does what it says', async () => {
  const [state, ...lines] = await runExample('bridge.md');
  expect(state).toBe('static');
  expect(lines.at(-1)).toBe('239.1.1.1 permanent');
  expect(lines.slice(0, -1).sort()).toEqual([
    '00:00:00:00:00:00 198.51.100.1 ',
    '00:00:00:00:00:00 198.51.100.2 20',
    '02:00:00:00:00:0a 198.51.100.1 ',
  ]);
});

test('and the second one, where the kernel has VLANs of bridges', async ({ skip }) => {
  await heedingVlans(skip);
  expect(await runExample('bridge.md', 1)).toEqual(['10 10 true true', '100 110 false false']);
});
