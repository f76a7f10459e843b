import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

const text = readFileSync(join(import.meta.dirname, '../unit/nft/rulesets/objects.nft'), 'utf8');

test('nft lists what was added here, and here what nft added is listed', async () => {
  const [ours, theirs] = await Promise.all([unnamed(), unnamed()]);
  await ours.nft.run(text);
  runIn(theirs, ['nft', '-f', '-'], text);
  expect(runIn(ours, ['nft', 'list', 'ruleset'])).toBe(text);
  expect(String(await theirs.nft.list())).toBe(text);
  for (const ns of [ours, theirs]) {
    expect(JSON.parse((await ns.nft.list()).toJsonText())).toEqual(
      JSON.parse(runIn(ns, ['nft', '-j', 'list', 'ruleset'])),
    );
    expect((await ns.nft.list()).toString({ stateless: true })).toBe(
      runIn(ns, ['nft', '-s', 'list', 'ruleset']),
    );
    expect((await ns.nft.list()).toString({ handles: true })).toBe(
      runIn(ns, ['nft', '-a', 'list', 'ruleset']),
    );
  }
});

test.each([
  'list counters',
  'list counters table inet filter',
  'list counter ip6 filter plain',
  'list quotas',
  'list limits',
  'list limit inet filter usual',
  'list ct helpers table inet filter',
  'list ct helper inet filter sip-udp',
  'list ct timeout inet filter names',
  'list ct expectation inet filter data',
  'list synproxys',
  'list flowtables',
  'reset counters',
  'reset counter inet filter described',
  'reset quotas',
])('%s', async (command) => {
  const [ours, theirs] = await Promise.all([unnamed(), unnamed()]);
  for (const ns of [ours, theirs]) await ns.nft.run(text);
  const [listing] = await ours.nft.run(command);
  expect(String(listing)).toBe(runIn(theirs, ['nft', command]));
});

test('nft reads the JSON of objects as they are listed here', async () => {
  const [ours, theirs] = await Promise.all([unnamed(), unnamed()]);
  await ours.nft.run(text);
  // Of its own JSON, nft 1.0.6 cannot read SYN proxies and expectations, and reads timeouts without their policy.
  const unreadable = ['synproxy', 'ct expectation', 'ct timeout', 'chain', 'rule'];
  const objectsOf = async (ns: typeof ours) =>
    (await ns.nft.list()).nftables
      .filter((item) => unreadable.every((kind) => !(kind in item)))
      .map((item) => Object.entries(item).map(([kind, node]) => [kind, { ...node, handle: 0 }]))
      .map((entries) => Object.fromEntries(entries) as object);
  const objects = await objectsOf(ours);
  expect(objects.length).toBeGreaterThan(10);
  runIn(theirs, ['nft', '-j', JSON.stringify({ nftables: objects })]);
  expect(await objectsOf(theirs)).toEqual(objects);
});
