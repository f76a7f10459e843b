import type { Item, Rule, Statement } from '../../src/nft/ast.js';
import { type CompileInput, compile, type JsonCommand } from '../../src/nft/compile.js';
import { raiseRuleset } from '../../src/nft/delinearize/ruleset.js';
import { finderIn } from '../../src/nft/delinearize/set_kind.js';
import { NftError } from '../../src/nft/error.js';
import type { LowExpression } from '../../src/nft/expr/index.js';
import type { Names } from '../../src/nft/names/names.js';
import { type PrintOptions, print } from '../../src/nft/print/ruleset.js';
import { withoutState } from '../../src/nft/print/stateless.js';
import { Memory } from '../support/nft_memory.js';
import { type ShownSet, shownSets } from '../support/nft_set_lines.js';
import type { RuleRecord } from './record.js';

/** The only interface where the corpus was recorded. */
export const NAMES: Partial<Names> = {
  interfaceIndex: (name) => (name === 'lo' ? 1 : undefined),
  interfaceName: (index) => (index === 1 ? 'lo' : undefined),
};

/** With `-p` protocols have no names in JSON. */
const NUMERIC_NAMES: Partial<Names> = { ...NAMES, protocolName: () => undefined };

/** As the corpus lists: `nft -s -p`. */
export const LISTING: PrintOptions = { stateless: true, numericProtocols: true, names: NAMES };

/** A rule of the corpus after it has been through the compiler and back. */
export interface Outcome {
  readonly expressions: readonly LowExpression[];
  /** The sets in braces that it brings along. */
  readonly sets: readonly ShownSet[];
  readonly text: string;
  readonly statements: readonly Statement[];
}

/** The outcome, or why the compiler refuses the rule. */
export type Attempt = Outcome | { readonly refusal: NftError };

export function attemptText(record: RuleRecord, rule: string = record.rule): Attempt {
  const { family, table, chain } = record;
  return attempt(record, `add rule ${family} ${table} ${chain} ${rule}`);
}

export function attemptJson(record: RuleRecord, expr: readonly unknown[]): Attempt {
  const { family, table, chain } = record;
  const rule = { family, table, chain, expr } as Rule;
  return attempt(record, [{ add: { rule } }] as readonly JsonCommand[]);
}

function attempt(record: RuleRecord, input: CompileInput): Attempt {
  try {
    const memory = new Memory();
    memory.apply(compile(setUp(record), { names: NAMES }).operations);
    const { operations } = compile(input, { names: NAMES, sets: finderIn(memory.list().sets) });
    memory.apply(operations);
    const ruleset = raiseRuleset(memory.list(), { names: NAMES });
    const numeric = withoutState(raiseRuleset(memory.list(), { names: NUMERIC_NAMES }));
    return {
      expressions: operations.flatMap((operation) =>
        operation.op === 'newrule' ? (operation.rule.expressions ?? []) : [],
      ),
      sets: shownSets(operations),
      text: lineOfRule(print(ruleset, LISTING)),
      statements: numeric.nftables.flatMap(statementsOf),
    };
  } catch (error) {
    if (error instanceof NftError) return { refusal: error };
    throw error;
  }
}

function statementsOf(item: Item): readonly Statement[] {
  return 'rule' in item ? item.rule.expr : [];
}

/** The table and the chain, and the sets that the rule refers to. */
function setUp(record: RuleRecord): string {
  const { family, table, chain, chainType, hook, device, priority, sets } = record;
  const place = device === undefined ? hook : `${hook} device ${device}`;
  return [
    `add table ${family} ${table}`,
    `add chain ${family} ${table} ${chain} { type ${chainType} hook ${place} priority ${priority}; }`,
    ...sets,
  ].join('\n');
}

/** The only rule of a listing: what stands in the chain behind its type. */
function lineOfRule(listing: string): string {
  const lines = listing.split('\n');
  const start = lines.findIndex((line) => line.startsWith('\tchain '));
  const length = lines.slice(start).indexOf('\t}');
  return lines
    .slice(start + 2, start + length)
    .join('\n')
    .trim();
}
