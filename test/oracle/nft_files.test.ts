import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netloom-files-'));
  await mkdir(join(folder, 'rules.d'));
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write('main.nft', '#!/usr/sbin/nft -f\nflush ruleset\ninclude "vars.nft"\ninclude "rules.d/*.nft"\n');
  await write('vars.nft', 'define lan = { "lo", "eth0" }\ndefine ports = { 22, 80-90 }\n');
  await write('rules.d/10-tables.nft', 'table inet filter {\n\tinclude "chain.nft"\n}\n');
  await write('rules.d/20-more.nft', 'add rule inet filter input tcp dport $ports accept\n');
  await write('chain.nft', 'chain input {\n\ttype filter hook input priority 0\n\tiifname $lan accept\n}\n');
});
afterAll(() => rm(folder, { recursive: true }));

test('a file with all that it includes', async () => {
  const [ours, theirs] = [await unnamed(), await unnamed()];
  const main = join(folder, 'main.nft');
  await ours.nft.runFile(main, { includePath: [folder] });
  runIn(theirs, ['nft', '-I', folder, '-f', main]);
  const listed = runIn(theirs, ['nft', 'list', 'ruleset']);
  expect(listed).toContain('tcp dport { 22, 80-90 } accept');
  expect(String(await ours.nft.list())).toBe(listed);
});

test('the listing of nft as a file, text and JSON', async () => {
  const [ours, theirs] = [await unnamed(), await unnamed()];
  runIn(theirs, ['nft', '-I', folder, '-f', join(folder, 'main.nft')]);
  for (const flags of [[], ['-j']]) {
    const file = join(folder, 'listed');
    await writeFile(file, runIn(theirs, ['nft', ...flags, 'list', 'ruleset']));
    await ours.nft.run('flush ruleset');
    await ours.nft.runFile(file);
    expect(String(await ours.nft.list())).toBe(runIn(theirs, ['nft', 'list', 'ruleset']));
  }
});

test('a file that is missing, and includes that are not wanted', async () => {
  const ns = await unnamed();
  await expect(ns.nft.runFile(join(folder, 'nosuch'))).rejects.toThrow('nosuch');
  const error: unknown = await ns.nft
    .run(`table ip t {\n  include "${join(folder, 'nosuch')}"\n}`)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'ERR_NFT_SYNTAX', line: 2, column: 3 });
  await expect(ns.nft.runFile(join(folder, 'main.nft'), { includePath: false })).rejects.toThrow(
    'no files can be included here',
  );
  await expect(ns.nft.run('', { includePath: '/etc' as never })).rejects.toThrow(
    'a list of folders, or false',
  );
  expect(String(await ns.nft.list())).toBe('');
});
