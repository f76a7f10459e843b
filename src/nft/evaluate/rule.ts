import type { Family, Rule, Statement } from '../ast.js';
import type { PathKey } from '../error.js';
import type { LowExpression } from '../expr/index.js';
import { linearizeMatch } from '../linearize/match.js';
import { reduceSteps } from '../linearize/reduce.js';
import { Instructions } from '../linearize/registers.js';
import type { Names } from '../names/names.js';
import { definitionOf } from '../statement/index.js';
import { fail, RuleContext } from './context.js';
import type { Sets } from './sets.js';

/** The instructions of a rule. Where it is wrong, `report` is told which part and why. */
export function compileRule(
  rule: Pick<Rule, 'family' | 'expr'>,
  names: Names,
  report: (path: readonly PathKey[], error: unknown) => never,
  sets?: Sets,
) {
  const context = new RuleContext(rule.family, names, sets);
  try {
    evaluateStatements(rule, context);
  } catch (error) {
    return report(context.path, error);
  }
  return linearize(context);
}

/** The instructions of statements that stand outside a rule: what the elements of a set get. */
export function compileStatements(
  family: Family,
  statements: readonly Statement[],
  names: Names,
  report: (path: readonly PathKey[], error: unknown) => never,
): LowExpression[] {
  const context = new RuleContext(family, names);
  try {
    context.enter('stmt');
    for (const [i, statement] of statements.entries()) {
      context.enter(i);
      const definition = definitionOf(statement) ?? fail('unknown statement');
      definition.shape(statement, context);
      definition.evaluate(statement, context);
      context.leave();
    }
  } catch (error) {
    return report(context.path, error);
  }
  return context.steps.flatMap((step) => ('kind' in step ? [] : [...step]));
}

function evaluateStatements(rule: Pick<Rule, 'expr'>, context: RuleContext): void {
  let final = false;
  context.enter('expr');
  if (!Array.isArray(rule.expr)) fail('a rule is a list of statements');
  for (const [i, statement] of rule.expr.entries()) {
    context.enter(i);
    if (final) fail('nothing comes here, because the statement before decides about every packet');
    if (typeof statement !== 'object' || statement === null) fail('a statement is an object');
    const definition = definitionOf(statement);
    if (definition === undefined) fail(`unknown statement: ${Object.keys(statement).join(', ')}`);
    definition.shape(statement, context);
    definition.evaluate(statement, context);
    final = definition.isFinal?.(statement) ?? false;
    context.leave();
  }
  context.leave();
}

function linearize({ family, steps }: RuleContext): LowExpression[] {
  const expressions: LowExpression[] = [];
  for (const step of reduceSteps(family, steps)) {
    if ('kind' in step) {
      const instructions = new Instructions();
      linearizeMatch(step, instructions);
      for (const instruction of instructions.list) expressions.push(instruction);
    } else for (const instruction of step) expressions.push(instruction);
  }
  return expressions;
}
