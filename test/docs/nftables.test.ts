import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Namespace, nft } from '../../src/index.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

/** The first JavaScript example of a page, as a function of what it imports. */
function exampleOf(page: string): (...imported: unknown[]) => Promise<void> {
  const text = readFileSync(join(import.meta.dirname, '../../docs', page), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const [, names = ''] = /import \{ (.*) \} from 'netloom';/.exec(code) ?? [];
  const body = code.replace(/import .*\n/, '');
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  return AsyncFunction(...names.split(', '), 'console', body) as never;
}

test('the example of docs/nftables.md does what it says', async () => {
  const lines: string[] = [];
  await exampleOf('nftables.md')(Namespace, nft, {
    log: (...words: unknown[]) => lines.push(words.join(' ')),
  });
  expect(lines[0]).toContain('ip saddr 192.0.2.7 tcp dport 22 accept comment "from home"');
  expect(lines[1]).toMatch(/# handle \d+/);
  expect(lines[2]).toContain('"metainfo"');
  expect(lines.slice(3).every((line) => line.startsWith('filter input '))).toBe(true);
  expect(lines).toHaveLength(6);
});
