import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { NftError } from '../../src/nft/error.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

/** The rules of the unit tests, which say what nft makes of them; here the kernel has its say, too. */
const folder = join(import.meta.dirname, '../unit/nft/rules');

const families = readdirSync(folder).map((file) => ({
  family: basename(file, '.txt'),
  rules: readFileSync(join(folder, file), 'utf8')
    .trimEnd()
    .split('\n\n')
    .map((block) => block.split('\n', 1)[0] ?? ''),
}));

const device = (family: string) => (family === 'netdev' ? 'hook ingress device "lo"' : 'hook input');

test.each(families)('rules of $family are listed as nft lists them', async ({ family, rules }) => {
  const ns = await unnamed();
  await ns.nft.run(`
    add table ${family} t
    add chain ${family} t other
    add chain ${family} t c { type filter ${device(family)} priority 0; }
  `);
  let accepted = 0;
  for (const rule of rules) {
    try {
      await ns.nft.run(`add rule ${family} t c ${rule}`);
      accepted++;
    } catch (error) {
      // What this hook or this kernel cannot do is refused there, never here.
      if (!(error instanceof NftError) || error.cause === undefined) throw error;
    }
  }
  expect(accepted).toBeGreaterThan(rules.length / 2);
  const listing = await ns.nft.list();
  const theirs = runIn(ns, ['nft', 'list', 'ruleset']);
  expect(String(listing).split('\n')).toEqual(theirs.split('\n'));
  expect(JSON.parse(JSON.stringify(listing))).toEqual(
    JSON.parse(runIn(ns, ['nft', '-j', 'list', 'ruleset'])),
  );
});
