import type { Item, Rule, Ruleset, Statement } from '../ast.js';
import { definitionOf } from '../statement/index.js';

/** A ruleset without what packets change, such as the values of counters: `nft -s`. */
export function withoutState(ruleset: Ruleset): Ruleset {
  return { nftables: ruleset.nftables.map(itemWithoutState) };
}

function itemWithoutState(item: Item): Item {
  if (!('rule' in item)) return item;
  const rule: Rule = { ...item.rule, expr: item.rule.expr.map(statementWithoutState) };
  return { rule };
}

/** The same of a statement. */
export function statementWithoutState(statement: Statement): Statement {
  return definitionOf(statement)?.withoutState?.(statement) ?? statement;
}
