import { expect, test } from 'vitest';
import { NftError } from '../../src/nft/error.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

test.each([
  ['add rule ip filter inptu accept', 'inptu', 'there is no such chain; did you mean "input"?'],
  ['add rule ip filtre input accept', 'filtre', 'there is no such table; did you mean "filter"?'],
  ['delete table ip filtr', 'filtr', 'there is no such table; did you mean "filter"?'],
  ['delete chain ip filter inputt', 'inputt', 'there is no such chain; did you mean "input"?'],
  ['delete set ip filter blokced', 'blokced', 'there is no such set; did you mean "blocked"?'],
  ['delete counter ip filter seeen', 'seeen', 'there is no such object; did you mean "seen"?'],
  [
    'add chain ip filter lgo\nadd rule ip filter input tcp dport 22 counter jump log1',
    'jump log1',
    'there is no chain "log1"',
  ],
  [
    'table ip filter {\n  chain c {\n    ip saddr 192.0.2.1 goto log1\n  }\n}',
    'goto log1',
    'there is no chain "log1"',
  ],
  [
    'add chain ip filter logging\nadd rule ip filter input jump loging',
    undefined,
    '; did you mean "logging"?',
  ],
  [
    'add rule ip filter input ip saddr @bloked drop',
    '@bloked',
    'no set "bloked" in the table; did you mean "blocked"?',
  ],
  [
    'add element ip filter blockd { 192.0.2.1 }',
    'blockd',
    'no set "blockd" in the table; did you mean "blocked"?',
  ],
  ['add rule ip filter nothing accept', 'nothing', 'there is no such chain\n'],
])('%s', async (text, marked, reason) => {
  const ns = await unnamed();
  await ns.nft.run(`table ip filter {
    chain input { type filter hook input priority 0; }
    set blocked { type ipv4_addr; }
    counter seen { }
  }`);
  const error: unknown = await ns.nft.run(text).catch((thrown: unknown) => thrown);
  if (!(error instanceof NftError)) throw error;
  expect(error.message).toContain(reason);
  const [shown = '', marks = ''] = (error.frame ?? '').split('\n');
  const mark = shown.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1);
  if (marked !== undefined) expect(mark).toBe(marked);
});

test('in JSON the path leads to the statement at fault', async () => {
  const ns = await unnamed();
  const of = { family: 'ip', table: 't' } as const;
  const expr = [{ counter: null }, { jump: { target: 'nowhere' } }];
  const commands = [
    { add: { table: { family: 'ip', name: 't' } } },
    { add: { chain: { ...of, name: 'c' } } },
    { add: { rule: { ...of, chain: 'c', expr } } },
  ] as const;
  await expect(ns.nft.run(commands)).rejects.toMatchObject({
    code: 'ERR_NFT_KERNEL',
    path: '[2].add.rule.expr[1]',
  });
  const text = JSON.stringify({ nftables: commands });
  await expect(ns.nft.run(text)).rejects.toMatchObject({
    path: 'nftables[2].add.rule.expr[1]',
    column: text.indexOf('{"jump"') + 1,
  });
});
