import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { bytecodeOf } from '../../support/nft_bytecode.js';
import { instructionsOf, listingOf } from './rule.js';

/**
 * Rules of every family with what nft 1.0.6 makes of them: `nft --debug=netlink`, how it lists them (after "=", where
 * that is not the rule as it was written), and `nft -j`.
 */
const folder = join(import.meta.dirname, 'rules');

interface Expected {
  readonly family: string;
  readonly rule: string;
  readonly listed: string;
  readonly bytecode: readonly string[];
  readonly json: readonly unknown[];
}

function readRules(file: string): Expected[] {
  const blocks = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n\n');
  return blocks.map((block) => {
    const [rule = '', ...lines] = block.split('\n');
    const listed = lines[0]?.startsWith('= ') ? lines.shift()?.slice(2) : rule;
    const json = JSON.parse(lines.pop() ?? '') as unknown[];
    const bytecode = lines.map((line) => line.trim());
    return { family: basename(file, '.txt'), rule, listed: listed ?? rule, bytecode, json };
  });
}

const rules = readdirSync(folder).flatMap(readRules);

test('there are rules of every family', () => {
  expect(new Set(rules.map(({ family }) => family))).toEqual(
    new Set(['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev']),
  );
  expect(rules.length).toBeGreaterThan(200);
});

test.each(rules)('$family: $rule', ({ family, rule, listed, bytecode, json }) => {
  const expressions = instructionsOf(family, rule);
  expect(bytecodeOf(expressions)).toEqual(bytecode);
  expect(listingOf(family, expressions)).toEqual({ text: listed, expr: json });
  // Either listing can be added again.
  expect(bytecodeOf(instructionsOf(family, listed))).toEqual(bytecode);
  expect(bytecodeOf(instructionsOf(family, json))).toEqual(bytecode);
});
