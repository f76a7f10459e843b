import type { MatchOperator, MatchStatement } from '../ast.js';
import { isConstant, type Match, type Term } from '../term.js';
import { inOrder } from './byteorder.js';
import { fail, type RuleContext } from './context.js';
import { evaluateExpression } from './expression.js';
import { transfer } from './operation.js';

/** Evaluates a comparison and adds it to the rule, behind whatever it depends on. */
export function evaluateMatch({ match }: MatchStatement, context: RuleContext): void {
  const { op } = match;
  context.enter('match');
  context.expected = undefined;
  context.enter('left');
  const left = evaluateExpression(match.left, context);
  if (isConstant(left)) fail('the left side of a comparison must depend on the packet');
  context.leave();

  context.enter('right');
  if (left.kind !== 'binary') context.expectLike(left);
  const right = evaluateExpression(match.right, context);
  if (!isConstant(right)) fail('the right side of a comparison must be constant');
  if (right.type.id !== left.type.id) {
    fail(`a ${left.type.description} cannot be compared with a ${right.type.description}`);
  }
  context.steps.push(relate(op, left, right, context));
  context.leave();
  context.leave();
}

/** The comparison in the byte order that it needs; equality tells the rule which protocols follow. */
export function relate(operator: MatchOperator, left: Term, right: Term, context: RuleContext): Match {
  if (operator === '==' || operator === 'in') {
    if (right.kind === 'constant') context.protocols.learn(left, right.value);
  }
  if (operator === '!') checkNegation(left, right);
  const [ordered, constant] = orderOperands(operator, left, right);
  const [from, to] = transfer(ordered, constant);
  return { kind: 'match', operator, left: from, right: to };
}

function checkNegation(left: Term, right: Term): void {
  if (left.kind === 'binary') fail('"!" cannot be combined with another operator');
  if (right.kind !== 'constant' || !right.type.bitmask) fail('"!" is only for flags');
}

function orderOperands(operator: MatchOperator, left: Term, right: Term): readonly [Term, Term] {
  const ordering = operator === '<' || operator === '>' || operator === '<=' || operator === '>=';
  if (ordering && right.kind !== 'constant') fail(`"${operator}" is not defined for a ${right.kind}`);
  // Numbers compare byte by byte only with the most significant one first.
  if (ordering || right.kind === 'range') return [inOrder(left, 'big'), inOrder(right, 'big')];
  return [left, inOrder(right, left.order)];
}
