import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { runExample } from './example.js';

needs('root');
leavesNothingBehind();

test('the example of docs/nftables.md does what it says', async () => {
  const lines = await runExample('nftables.md');
  expect(lines[0]).toContain('ip saddr 192.0.2.7 tcp dport 22 accept comment "from home"');
  expect(lines[1]).toMatch(/# handle \d+/);
  expect(lines[2]).toContain('"metainfo"');
  expect(lines.slice(3).every((line) => line.startsWith('filter input '))).toBe(true);
  expect(lines).toHaveLength(6);
});

test('the example of large sets in docs/nftables.md does what it says', async () => {
  const lines = await runExample('nftables.md', 1);
  expect(lines.sort()).toEqual([
    '[{"concat":["203.0.113.1",80]},"192.0.2.1"]',
    '[{"concat":["203.0.113.2",443]},"192.0.2.2"]',
  ]);
});
