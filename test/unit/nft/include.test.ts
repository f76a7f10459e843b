import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile, type Includes } from '../../../src/nft/compile.js';
import { NftError } from '../../../src/nft/error.js';
import { parse } from '../../../src/nft/parse/index.js';
import { readIncludes } from '../../../src/nft/transaction/include.js';

/** Files in memory. */
function files(texts: Readonly<Record<string, string | readonly string[]>>): Includes {
  return (pattern) => {
    const found = texts[pattern];
    if (found === undefined) return { reason: `there is no file "${pattern}"` };
    if (typeof found === 'string') return [{ text: found, filename: pattern }];
    return found.map((name) => ({ text: String(texts[name]), filename: name }));
  };
}

function commandsOf(text: string, texts: Parameters<typeof files>[0]): unknown[] {
  return parse(text, { includes: files(texts) }).map(({ command }) => command);
}

function refusalOf(text: string, texts: Parameters<typeof files>[0]): NftError {
  try {
    compile({ text, filename: 'main.nft' }, { includes: files(texts) });
  } catch (error) {
    if (error instanceof NftError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('what is included stands where it is included', () => {
  test('between commands, with or without an end of its last line', () => {
    expect(
      commandsOf('include "a"; include "b"\nadd table c', { a: 'add table a', b: 'add table b\n' }),
    ).toEqual(commandsOf('add table a; add table b; add table c', {}));
  });

  test('in tables, chains, sets, objects and flowtables', () => {
    const whole = `table ip t {
      counter n { comment "n"; }
      set s { type ipv4_addr; size 5; }
      flowtable f { hook ingress priority 0; devices = { lo }; }
      chain c { accept; comment "c"; }
    }`;
    const parts = {
      table:
        'counter n {\ninclude "counter"\n}\nset s {\ninclude "set"\n}\nflowtable f { include "flow"; }\n',
      counter: 'comment "n"',
      set: 'type ipv4_addr; size 5;',
      flow: 'hook ingress priority 0; devices = { lo };',
      chain: 'accept\ncomment "c"',
    };
    const text = 'table ip t {\ninclude "table"\nchain c {\ninclude "chain"\n}\n}';
    expect(commandsOf(text, parts)).toEqual(commandsOf(whole, {}));
  });

  test('several files in their order, and the rest behind them', () => {
    const texts = { '*': ['1', '2', '3'], 1: 'add table a', 2: '# nothing\n', 3: 'add table c\n\n' };
    expect(commandsOf('include "*"\nadd table d', texts)).toEqual(
      commandsOf('add table a; add table c; add table d', {}),
    );
  });

  test('variables of it are known behind it', () => {
    const texts = { vars: 'define name = "eth0"\ndefine ports = { 22, 80 }\n' };
    const text = 'include "vars"\nadd rule t c iifname $name tcp dport $ports accept';
    expect(commandsOf(text, texts)).toEqual(
      commandsOf('add rule t c iifname eth0 tcp dport { 22, 80 } accept', {}),
    );
  });

  test('two hundred files side by side are not too deep', () => {
    const names = Array.from({ length: 200 }, (_, i) => `f${i}`);
    const texts = Object.fromEntries(names.map((name) => [name, 'include "leaf"']));
    expect(commandsOf('include "*"', { ...texts, '*': names, leaf: 'add table t' })).toHaveLength(200);
  });
});

describe('errors say where in which file', () => {
  test('in a file, and how it came to be read', () => {
    const error = refusalOf('add table t\n\ninclude "outer"', {
      outer: '# rules\n  include "inner"\n',
      inner: 'add chain t c\nadd rule t c tcp dport 70000 accept\n',
    });
    expect(error).toMatchObject({
      code: 'ERR_NFT_SEMANTIC',
      filename: 'inner',
      line: 2,
      column: 24,
      command: 2,
    });
    expect(error.message).toBe(
      [
        'inner, line 2, column 24: port 70000 is out of range (0 to 65535)',
        '  2 | add rule t c tcp dport 70000 accept',
        '    |                        ^^^^^',
        '  included at outer, line 2, column 3',
        '  included at main.nft, line 3, column 1',
      ].join('\n'),
    );
  });

  test('behind what was included, offsets are those of the file at hand', () => {
    const error = refusalOf('include "a"\nadd table drop', { a: 'add table a' });
    expect(error).toMatchObject({ filename: 'main.nft', line: 2, column: 11 });
  });

  test('a file that is missing', () => {
    const error = refusalOf('include "a"\ninclude "b"', { a: '' });
    expect(error).toMatchObject({ line: 2, column: 1 });
    expect(error.message).toContain('there is no file "b"');
  });

  test('files that include each other', () => {
    const error = refusalOf('include "a"', { a: 'include "b"', b: 'include "a"' });
    expect(error.message).toContain('files are included more than 16 deep');
    expect(error.message.match(/included at/g)).toHaveLength(16);
  });

  test('too many in all', () => {
    const error = refusalOf('include "*"', { '*': Array.from({ length: 20_000 }, () => 'a'), a: '' });
    expect(error.message).toContain('more than 10000 files are included');
  });
});

describe('files on disk', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netloom-include-'));
    await mkdir(join(folder, 'rules.d/folder.nft'), { recursive: true });
    await mkdir(join(folder, 'other/rules.d'), { recursive: true });
    const write = (name: string, text: string) => writeFile(join(folder, name), text);
    await write('rules.d/b.nft', 'add table b\n');
    await write('rules.d/a.nft', 'add table a\n');
    await write('rules.d/[x].nft', 'add table x\n');
    await write('rules.d/.hidden.nft', 'add table hidden\n');
    await write('other/rules.d/c.nft', 'add table c\n');
    await write('other/a', `include "${folder}/rules.d/a.nft"\n`);
    await write('loop', 'include "loop"\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function tablesOf(text: string): Promise<string[]> {
    const path = [folder, join(folder, 'other')];
    const includes = await readIncludes({ text }, path);
    return parse(text, { includes }).map(
      ({ command }) => (command as { add: { table: { name: string } } }).add.table.name,
    );
  }

  test.each<[string, () => string, string[]]>([
    ['an absolute path', () => `include "${folder}/rules.d/b.nft"`, ['b']],
    ['a name, in the first folder that has it', () => 'include "rules.d/a.nft"', ['a']],
    ['a name that only a later folder has', () => 'include "rules.d/c.nft"', ['c']],
    [
      'a pattern, in all folders; no folders, no hidden files',
      () => 'include "rules.d/*.nft"',
      ['x', 'a', 'b', 'c'],
    ],
    ['one character', () => 'include "rules.d/?.nft"', ['a', 'b', 'c']],
    ['one of several characters', () => 'include "rules.d/[ac].nft"', ['a', 'c']],
    ['none of several characters', () => 'include "rules.d/[!ac].nft"', ['b']],
    ['a pattern of a folder', () => 'include "*/rules.d/*"', ['c']],
    ['hidden files, if they are asked for', () => 'include "rules.d/.*.nft"', ['hidden']],
    ['no file at all for a pattern', () => 'include "nosuch/*"', []],
    ['files that include others', () => 'include "a"', ['a']],
    ['inside a line', () => 'add table t; include "rules.d/a.nft"; add table u', ['t', 'a', 'u']],
    ['not in a comment', () => '# include "nosuch"\nadd table t', ['t']],
  ])('%s', async (_, text, tables) => {
    expect(await tablesOf(text())).toEqual(tables);
  });

  test.each([
    ['include "nosuch"', 'there is no file "nosuch" in '],
    ['include "/nosuch"', 'there is no file "/nosuch"'],
    ['include "./nosuch"', 'there is no file "./nosuch"'],
    ['include "/dev/zero"', '"/dev/zero" is no regular file'],
    ['include "loop"', 'files are included more than 16 deep'],
  ])('%s is refused', async (text, reason) => {
    await expect(tablesOf(text)).rejects.toThrow(reason);
  });
});
