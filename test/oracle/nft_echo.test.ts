import { expect, test } from 'vitest';
import type { Listing } from '../../src/nft/transaction/listing.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs, sinceLinux } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

const CHANGES = `
add table ip t
add table ip6 t
add chain ip t c { type filter hook input priority 0; policy drop; }
add chain ip6 t c
add set ip t s { type ipv4_addr; }
add element ip t s { 192.0.2.1 }
add rule ip t c tcp dport { 22, 80-90 } accept comment "x"
add rule ip t c ip saddr @s counter
add rule ip6 t c drop
`;

async function echoOf(run: Promise<Listing[]>): Promise<Listing> {
  const [added] = await run;
  if (added === undefined) throw new Error('no echo');
  return added;
}

test('what is added is echoed, with its handles', async () => {
  const ns = await unnamed();
  const added = await echoOf(ns.nft.run(CHANGES, { echo: true }));
  const listing = await ns.nft.list();
  expect(added.nftables).toEqual(listing.nftables);
  expect(added.rules.map(({ handle }) => handle)).toEqual(listing.rules.map(({ handle }) => handle));
  expect(added.rules).toHaveLength(3);
});

test('as nft echoes it, but grouped by table', async ({ skip }) => {
  sinceLinux('5.15', skip); // before that an echo does not say that a rule was appended
  const [ours, theirs] = [await unnamed(), await unnamed()];
  const added = await echoOf(ours.nft.run(CHANGES, { echo: true }));
  const lines = runIn(theirs, ['nft', '-e', '-f', '-'], CHANGES)
    .split('\n')
    // A rule of nft's echo stands behind another one by its handle, and a chain ends with a blank.
    .map((line) => line.replace(/ handle \d+/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const text = lines.map((line) => line.replace(/^(add set .*) \}$/, '$1 }')).sort();
  const mine = String(added)
    .replace(
      'add set ip t s { type ipv4_addr; elements = { 192.0.2.1 }; }',
      'add set ip t s { type ipv4_addr; }\nadd element ip t s { 192.0.2.1 }',
    )
    .trim()
    .split('\n')
    .sort();
  expect(mine).toEqual(text);
  expect(added.toString({ handles: true })).toMatch(
    /^add rule ip t c tcp dport .* comment "x" # handle \d+$/m,
  );
  // It can be carried out again.
  await ours.nft.run('flush ruleset');
  await ours.nft.run(String(added));
  expect(String(await ours.nft.list())).toBe(runIn(theirs, ['nft', 'list', 'ruleset']));
});

test('only what is new is echoed, whatever it refers to', async () => {
  const ns = await unnamed();
  await ns.nft.run(CHANGES);
  const added = await echoOf(
    ns.nft.run(
      `add element ip t s { 192.0.2.7, 192.0.2.8 }
       insert rule ip t c index 0 ip saddr @s tcp sport vmap { 1 : accept, 2 : drop }
       add counter ip t n { packets 1 bytes 2; }
       delete rule ip6 t c handle 2
       list tables`,
      { echo: true },
    ),
  );
  expect(added.nftables).toMatchObject([
    { counter: { name: 'n', packets: 1, bytes: 2, handle: expect.any(Number) } },
    { set: { name: 's', elem: ['192.0.2.7', '192.0.2.8'] } },
    { rule: { chain: 'c', handle: expect.any(Number) } },
  ]);
  expect(JSON.parse(added.toJsonText()).nftables.slice(1)).toEqual(
    JSON.parse(JSON.stringify(added.nftables)).map((item: object) => ({ add: item })),
  );
  expect(String(added)).toContain('add rule ip t c ip saddr @s tcp sport vmap { 1 : accept, 2 : drop }');
});

test('an echo of many elements is whole', async () => {
  const ns = await unnamed();
  const elem = Array.from({ length: 50_000 }, (_, i) => `10.0.${i >> 8}.${i & 255}`);
  const of = { family: 'ip', table: 't', name: 's' } as const;
  const added = await echoOf(
    ns.nft.run(
      [
        { add: { table: { family: 'ip', name: 't' } } },
        { add: { set: { ...of, type: 'ipv4_addr' } } },
        { add: { element: { ...of, elem } } },
      ],
      { echo: true },
    ),
  );
  const [item] = added.nftables.filter((each) => 'set' in each);
  expect(item).toMatchObject({ set: { elem } });
});

test('nothing is echoed of what is only checked, or not asked for', async () => {
  const ns = await unnamed();
  expect(await ns.nft.run(CHANGES, { echo: true, check: true })).toEqual([]);
  expect(await ns.nft.run(CHANGES)).toEqual([]);
  expect((await echoOf(ns.nft.run('list tables', { echo: true }))).nftables).toEqual([]);
});
