import type { Rule, Statement } from '../../../src/nft/ast.js';
import { type CompileInput, compile } from '../../../src/nft/compile.js';
import { raiseRuleset } from '../../../src/nft/delinearize/ruleset.js';
import type { LowExpression } from '../../../src/nft/expr/index.js';
import { FAMILY_NUMBERS, isFamily } from '../../../src/nft/family.js';
import { print } from '../../../src/nft/print/ruleset.js';
import { TEST_NAMES } from '../../support/nft_names.js';

/** The instructions of a rule, from its text or its statements. */
export function instructionsOf(family: string, rule: string | readonly unknown[]): readonly LowExpression[] {
  const object = { family, table: 't', chain: 'c', expr: rule } as Rule;
  const input: CompileInput =
    typeof rule === 'string' ? `add rule ${family} t c ${rule}` : [{ add: { rule: object } }];
  const [operation] = compile(input, { names: TEST_NAMES }).operations;
  if (operation?.op !== 'newrule' || operation.rule.expressions === undefined)
    throw new TypeError('not a rule');
  return operation.rule.expressions;
}

/** What instructions are listed as: as text, and as statements. */
export function listingOf(
  family: string,
  expressions: readonly LowExpression[],
): { readonly text: string; readonly expr: readonly Statement[] } {
  if (!isFamily(family)) throw new TypeError(family);
  const number = FAMILY_NUMBERS[family];
  const object = { family: number, table: 't', handle: 1 };
  const ruleset = raiseRuleset(
    {
      tables: [{ family: number, name: 't', handle: 1 }],
      chains: [{ ...object, name: 'c' }],
      sets: [],
      objects: [],
      flowtables: [],
      rules: [{ ...object, chain: 'c', expressions }],
    },
    { names: TEST_NAMES },
  );
  const text = print(ruleset, { names: TEST_NAMES }).split('\n')[2]?.trim() ?? '';
  return { text, expr: ruleset.nftables.flatMap((item) => ('rule' in item ? item.rule.expr : [])) };
}
