import { NFT_CHAIN_BINDING } from '../../uapi/nf_tables.js';
import type { BoundRule, Rule, Statement } from '../ast.js';
import type { KernelChain, KernelRule } from '../kernel.js';
import { withBoundRules } from '../verdict.js';

/** Whether a chain belongs to a rule, and is listed within it. */
export function isBound({ flags = 0 }: KernelChain): boolean {
  return (flags & NFT_CHAIN_BINDING) !== 0;
}

/** Completes rules that jump to such chains of their table: each gets the rules of its chain. */
export function withBoundChains(
  chains: readonly KernelChain[],
  rules: ReadonlyMap<string, readonly KernelRule[]>,
  raise: (rule: KernelRule) => Rule,
): (rule: Rule) => Rule {
  if (chains.length === 0) return (rule) => rule;
  const names = new Set(chains.map(({ name }) => name));
  const complete = (rule: Rule): Rule => ({ ...rule, expr: rule.expr.map(completeStatement) });
  const completeStatement = (statement: Statement): Statement => {
    const name = targetOf(statement);
    if (name === undefined || !names.has(name)) return statement;
    return withBoundRules(
      statement,
      (rules.get(name) ?? []).map((rule) => bodyOf(complete(raise(rule)))),
    );
  };
  return complete;
}

function targetOf(statement: Statement): string | undefined {
  const target = 'jump' in statement ? statement.jump : 'goto' in statement ? statement.goto : undefined;
  return target !== undefined && 'target' in target ? target.target : undefined;
}

function bodyOf({ expr, comment }: Rule): BoundRule {
  return comment === undefined ? { expr } : { expr, comment };
}
