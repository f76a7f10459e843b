import type { Expression } from '../ast.js';
import type { PathKey } from '../error.js';
import type { Term } from '../term.js';
import type { Value } from '../value.js';
import type { Expectation, RuleContext } from './context.js';
import { evaluateExpression } from './expression.js';

/** A constant on which nothing in the rule depends but the bytes that it becomes. */
export interface Variable {
  /** Where in the rule it stands. */
  readonly path: readonly PathKey[];
  readonly expected: Expectation;
  /** As it was read, by identity: whatever was calculated from it is another. */
  readonly value: Value;
}

/**
 * Evaluates what will only be compared with or loaded. If it is a plain constant, another rule with another one in its
 * place needs no evaluation of its own (see {@link RulePattern}). Whoever calls this promises never to look at its value.
 */
export function evaluateVariable(expression: Expression, context: RuleContext): Term {
  const { expected } = context;
  const term = evaluateExpression(expression, context);
  if (typeof expression === 'object' || typeof expression === 'boolean') return term;
  if (term.kind !== 'constant' || expected === undefined) return term;
  return { ...term, variable: { path: [...context.path], expected, value: term.value } };
}
