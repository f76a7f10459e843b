import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
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

test('the example of what commands answer does what it says', async () => {
  const lines = await runExample('nftables.md', 1);
  expect(lines).toEqual([
    '[object Object]',
    'table ip guard {\n\tcounter seen {\n\t\tpackets 0 bytes 0\n\t}\n}\n',
  ]);
});

/** The code in the second column of the page's first table. */
const calls = readFileSync(join(import.meta.dirname, '../../docs/nftables.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `nft '))
  .flatMap((line) => [...(line.split(' | ')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code))
  .filter((code) => /await|listing/.test(code));

test('each call of the table can be made', async () => {
  expect(calls.length).toBeGreaterThan(14);
  const ns = await unnamed();
  const folder = await mkdtemp(join(tmpdir(), 'netloom-docs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const text = 'add table ip nat; add chain ip nat POST; add rule ip nat POST counter';
  const json = [{ add: { table: { family: 'ip', name: 'nat' } } }];
  await ns.nft.run(text);
  await writeFile(join(folder, 'FILE'), `include "rules"\n${text}`);
  await writeFile(join(folder, 'rules'), text);
  const listing = await ns.nft.list();
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  for (const call of calls) {
    // A file of the page stands in a folder of the test's; without an include path it can include nothing by name.
    const here = call.replaceAll("'FILE'", `'${folder}/FILE'`).replaceAll("'FOLDER'", `'${folder}'`);
    const alone = here.includes('includePath') ? here : here.replaceAll(`/FILE'`, `/rules'`);
    await AsyncFunction('ns', 'text', 'json', 'listing', alone)(ns, text, json, listing);
  }
});

test('the example of large sets in docs/nftables.md does what it says', async () => {
  const lines = await runExample('nftables.md', 2);
  expect(lines.sort()).toEqual([
    '[{"concat":["203.0.113.1",80]},"192.0.2.1"]',
    '[{"concat":["203.0.113.2",443]},"192.0.2.2"]',
  ]);
});
