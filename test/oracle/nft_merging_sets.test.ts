import { expect, test } from 'vitest';
import type { NftError } from '../../src/nft/error.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

const TABLE =
  'table inet t { set s { type ipv4_addr; flags interval; auto-merge; elements = { 10.0.0.0-10.0.0.9, 10.0.0.20-10.0.0.29 }; }; }';

/** Inputs, one after the other, that change elements which are in the kernel already. */
const cases: readonly (readonly string[])[] = [
  ['add element inet t s { 10.0.0.10 }'],
  ['add element inet t s { 10.0.0.10-10.0.0.19 }'],
  ['add element inet t s { 10.0.0.5 }'],
  ['add element inet t s { 10.0.0.5-10.0.0.25 }'],
  ['add element inet t s { 10.0.0.0/8 }', 'add element inet t s { 11.0.0.0/8 }'],
  ['add element inet t s { 10.0.0.15, 10.0.0.16, 10.0.0.30 }'],
  ['add element inet t s { 0.0.0.0-10.0.0.3, 255.255.255.255 }'],
  ['add element inet t s { 10.0.0.10 }; add element inet t s { 10.0.0.11-10.0.0.19 }'],
  ['delete element inet t s { 10.0.0.0-10.0.0.9 }'],
  ['flush set inet t s; add element inet t s { 10.0.0.5 }'],
  [TABLE],
  [`flush ruleset; ${TABLE}`],
];

test.each(cases)('%s %s', async (...inputs) => {
  const [ours, theirs] = [await unnamed(), await unnamed()];
  await ours.nft.run(TABLE);
  runIn(theirs, ['nft', '-f', '-'], TABLE);
  for (const input of inputs.filter((each) => typeof each === 'string')) {
    await ours.nft.run(input);
    runIn(theirs, ['nft', '-f', '-'], input);
    const text = runIn(theirs, ['nft', 'list', 'ruleset']);
    expect(runIn(ours, ['nft', 'list', 'ruleset'])).toBe(text);
    expect(String(await ours.nft.list())).toBe(text);
  }
});

test('the rest of an interval stays, and a set that is declared again is added to; nft 1.0.6 fails at both', async () => {
  const ns = await unnamed();
  await ns.nft.run(TABLE);
  const elements = () =>
    /elements = \{ ([^}]*) \}/.exec(runIn(ns, ['nft', 'list', 'ruleset']))?.[1]?.replace(/,\s+/g, ', ');
  await ns.nft.run('delete element inet t s { 10.0.0.5, 10.0.0.20-10.0.0.28 }');
  expect(elements()).toBe('10.0.0.0-10.0.0.4, 10.0.0.6-10.0.0.9, 10.0.0.29');
  await ns.nft.run(
    'delete element inet t s { 10.0.0.0-10.0.0.4 }; add element inet t s { 10.0.0.0/30, 10.0.0.5 }',
  );
  expect(elements()).toBe('10.0.0.0/30, 10.0.0.5-10.0.0.9, 10.0.0.29');
  await ns.nft.run(
    'add set inet t s { type ipv4_addr; flags interval; auto-merge; elements = { 10.0.0.4-10.0.0.28 }; }',
  );
  expect(elements()).toBe('10.0.0.0-10.0.0.29');
  await expect(ns.nft.run('create element inet t s { 10.0.0.29-10.0.0.30 }')).rejects.toThrow(
    'exists already',
  );
});

test('elements that are not there cannot be taken out', async () => {
  const ns = await unnamed();
  await ns.nft.run(TABLE);
  const input = 'delete element inet t s { 10.0.0.1, 10.0.0.5-10.0.0.15 }';
  expect(() => runIn(ns, ['nft', input])).toThrow('element does not exist');
  const error = await ns.nft.run(input).catch((reason: NftError) => reason);
  expect(error).toMatchObject({ code: 'ERR_NFT_SEMANTIC', line: 1, column: 37 });
});

test('elements of a set without auto-merge that overlap are refused by the kernel, with their place', async () => {
  const ns = await unnamed();
  await ns.nft.run(TABLE.replace('auto-merge; ', ''));
  const error = await ns.nft
    .run('add element inet t s { 10.0.0.5-10.0.0.15 }')
    .catch((reason: NftError) => reason);
  expect(String(error)).toContain('overlaps');
});
