import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../src/nft/compile.js';
import { NftError } from '../../src/nft/error.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

/** Each rule costs a run of nft. */
const A_TEST = 40;

/** Rules, right and wrong, by the family of their table: the real nft says which is which. */
const families = readFileSync(join(import.meta.dirname, 'nft_checks.txt'), 'utf8')
  .trimEnd()
  .split('\n\n')
  .flatMap((block) => {
    const [head = '', ...rules] = block.split('\n');
    return Array.from({ length: Math.ceil(rules.length / A_TEST) }, (_, i) => ({
      family: head.replace('# ', ''),
      from: i * A_TEST,
      rules: rules.slice(i * A_TEST, (i + 1) * A_TEST),
    }));
  });

const around = (family: string) => `add table ${family} t
add set ${family} t s4 { type ipv4_addr; }
add set ${family} t s6 { type ipv6_addr; }
add set ${family} t d4 { type ipv4_addr; flags dynamic,timeout; size 100; }
add map ${family} t m { type inet_service : ipv4_addr; }
add counter ${family} t c
add chain ${family} t other
add chain ${family} t c
`;

const names = { interfaceIndex: (name: string) => (name === 'lo' ? 1 : undefined) };

function refusalOf(text: string): string | undefined {
  try {
    compile(text, { names });
    return undefined;
  } catch (error) {
    if (error instanceof NftError) return error.message.split('\n', 1)[0];
    throw error;
  }
}

/** What nft itself has against it; what only the kernel refuses is right. */
function theirRefusalOf(text: string, run: (text: string) => string): string | undefined {
  try {
    run(text);
    return undefined;
  } catch (error) {
    const [first = ''] = String((error as { readonly stderr?: unknown }).stderr).split('\n');
    return /Could not process rule|No such file or directory/.test(first) ? undefined : first;
  }
}

test.each(families)(
  'rules of $family from $from on are taken or refused as nft does',
  async ({ family, rules }) => {
    const ns = await unnamed();
    const differences = rules.flatMap((rule) => {
      const text = `${around(family)}add rule ${family} t c ${rule}\n`;
      const ours = refusalOf(text);
      const theirs = theirRefusalOf(text, (input) => runIn(ns, ['nft', '-c', '-f', '-'], input));
      return (ours === undefined) === (theirs === undefined) ? [] : [{ rule, ours, theirs }];
    });
    expect(differences).toEqual([]);
  },
);
