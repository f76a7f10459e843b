import type { Expression, MatchOperator, MatchStatement, RangeExpression } from '../ast.js';
import { asksPresence } from '../presence.js';
import { isInformative } from '../protocols.js';
import { isConstant, type Match, type Term } from '../term.js';
import { compare } from '../value.js';
import { inOrder } from './byteorder.js';
import { fail, type RuleContext } from './context.js';
import { evaluateExpression } from './expression.js';
import { transfer } from './operation.js';
import { evaluateLookUp, isSet } from './set.js';
import { singleItem } from './single.js';
import { evaluateVariable } from './variable.js';

/** Evaluates a comparison and adds it to the rule, behind whatever it depends on. */
export function evaluateMatch({ match }: MatchStatement, context: RuleContext): void {
  context.enter('match');
  context.expected = undefined;
  context.enter('left');
  context.existence = asksPresence(match.right);
  const left = evaluateExpression(match.left, context);
  context.existence = false;
  if (isConstant(left)) fail('the left side of a comparison must depend on the packet');
  context.leave();

  context.enter('right');
  if (context.expected === undefined) context.expectLike(left);
  const single = singleItem(match.right);
  for (const key of single?.path ?? []) context.enter(key);
  const { op, value } =
    single === undefined
      ? untilTomorrow(match.op, match.right, left, context)
      : { op: match.op, value: single.item };
  if (isSet(value)) {
    if (op !== '==' && op !== 'in' && op !== '!=') fail(`"${op}" is not defined for a set`);
    if (typeof value !== 'string') refuseSecurityMark(left);
    const { key, set, telling = [] } = evaluateLookUp(left, value, undefined, context);
    if (op !== '!=') for (const each of telling) context.protocolsOf(left).learn(left, each);
    const { type, bits, order } = key;
    const right: Term = { kind: 'set', set, type, bits, order };
    context.steps.push({ kind: 'match', operator: op, left: key, right });
    context.leave();
    context.leave();
    return;
  }
  const right = isInformative(left) ? evaluateExpression(value, context) : evaluateVariable(value, context);
  if (!isConstant(right)) fail('the right side of a comparison must be constant');
  if (right.type.id !== left.type.id) {
    fail(`a ${left.type.description} cannot be compared with a ${right.type.description}`);
  }
  refuseSecurityMark(left);
  context.steps.push(relate(op, left, right, context));
  for (const _ of single?.path ?? []) context.leave();
  context.leave();
  context.leave();
}

function refuseSecurityMark(term: Term): void {
  if ((term.kind === 'meta' || term.kind === 'ct') && term.key.name === 'secmark')
    fail('security marks mean nothing as numbers: they are only saved and restored');
}

const OPPOSITES: Readonly<Partial<Record<MatchOperator, MatchOperator>>> = { '==': '!=', '!=': '==' };

/** From 23:00 to 1:00 is what does not lie between 1:00 and 23:00. */
function untilTomorrow(
  op: MatchOperator,
  right: Expression,
  left: Term,
  context: RuleContext,
): { readonly op: MatchOperator; readonly value: Expression } {
  const opposite = OPPOSITES[op];
  if (left.kind !== 'meta' || !CYCLES.has(left.key.name)) return { op, value: right };
  if (opposite === undefined || !isRange(right)) return { op, value: right };
  const [from, to] = right.range;
  const ends = [evaluateExpression(from, context), evaluateExpression(to, context)];
  const [first, last] = ends.map((end) => (end.kind === 'constant' ? end.value : undefined));
  if (first === undefined || last === undefined || compare(first, last) <= 0) return { op, value: right };
  return { op: opposite, value: { range: [to, from] } };
}

/** Metadata that begin again after their largest value. */
const CYCLES: ReadonlySet<string> = new Set(['hour', 'day']);

function isRange(expression: Expression): expression is RangeExpression {
  if (typeof expression !== 'object' || expression === null || !('range' in expression)) return false;
  return Array.isArray(expression.range) && expression.range.length === 2;
}

/** The comparison in the byte order that it needs; equality tells the rule which protocols follow. */
export function relate(operator: MatchOperator, left: Term, right: Term, context: RuleContext): Match {
  if (operator === '==' || operator === 'in') {
    if (right.kind === 'constant') context.protocolsOf(left).learn(left, right.value);
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
