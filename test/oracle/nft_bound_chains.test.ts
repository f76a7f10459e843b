import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { expectSameRulesets, runIn } from './tools.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

/** Rules whose chain stands within them. */
const rules: readonly string[] = [
  'tcp dport 80 jump { counter; accept; }',
  'meta l4proto { tcp, udp } th dport 53 goto { ip saddr { 127.0.0.0/8, 192.0.2.0/24 } accept; ip6 saddr ::1 accept; }',
  'ip protocol tcp jump { tcp dport vmap { 22 : accept, 23 : drop }; log prefix "seen" comment "last" ; }',
  'iif lo jump { }',
];

test.each(rules)('%s', async (rule) => {
  const [ours, theirs] = [await unnamed(), await unnamed()];
  const input = `table inet t { chain c { type filter hook input priority 0; ${rule}; ct state new accept; }; }`;
  await ours.nft.run(input);
  runIn(theirs, ['nft', '-f', '-'], input);
  const text = await expectSameRulesets(ours, theirs);
  const again = await unnamed();
  await again.nft.run(text);
  expect(runIn(again, ['nft', 'list', 'ruleset'])).toBe(text);
});

test('a rule brings its chain along by itself, and takes it away', async () => {
  const ns = await unnamed();
  await ns.nft.run('table ip t { chain c { }; }; add rule ip t c jump { counter; }');
  expect((await ns.nft.list()).rules[0]?.expr).toEqual([
    { jump: { rules: [{ expr: [{ counter: { packets: 0, bytes: 0 } }] }] } },
  ]);
  await ns.nft.run('flush chain ip t c');
  expect(runIn(ns, ['nft', 'list', 'ruleset'])).toBe('table ip t {\n\tchain c {\n\t}\n}\n');
});

test('what is wrong in such a chain has its place', async () => {
  const ns = await unnamed();
  await expect(
    ns.nft.run('table ip t { chain c { jump { accept; tcp dport 70000; }; }; }'),
  ).rejects.toMatchObject({
    code: 'ERR_NFT_SEMANTIC',
    line: 1,
    column: 49,
  });
});
