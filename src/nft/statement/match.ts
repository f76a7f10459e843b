import type { Expression, MapEntry, MatchOperator, MatchStatement } from '../ast.js';
import { evaluateMatch } from '../evaluate/match.js';
import { isSet } from '../evaluate/set.js';
import { singleItem } from '../evaluate/single.js';
import { operatorAtHand, parseConcatFrom, parseListFrom, parseValue } from '../parse/expression.js';
import type { Parser } from '../parse/parser.js';
import { atSet, parseSet } from '../parse/set.js';
import type { PrintContext } from '../print/context.js';
import { binaryOf, printExpression, printSubject, typeOf } from '../print/expression.js';
import { itemOfSetWithoutState } from '../print/stateless.js';
import { expression, object, word } from '../shape.js';
import type { StatementDefinition } from './statement.js';

const OPERATORS: readonly MatchOperator[] = ['==', '!=', '<', '>', '<=', '>=', '!'];

/** What follows the left side of a comparison. */
export function parseComparison(parser: Parser, left: Expression, start: number): MatchStatement {
  const leftEnd = parser.previousEnd;
  const at = operatorAtHand(parser);
  const explicit = OPERATORS.find((operator) => operator === at);
  if (explicit !== undefined) parser.advance();
  // Without an operator flags are tested, anything else must be equal.
  const rightStart = parser.start;
  const inSet = atSet(parser);
  const value = inSet
    ? parseSet(parser)
    : parseListFrom(parser, parseMatchValue(parser, left, rightStart), rightStart, 'right');
  const flags = typeOf(left)?.bitmask === true && (!inSet || singleItem(value) !== undefined);
  const op = explicit ?? (flags ? 'in' : '==');
  const match = parser.symbol('/')
    ? { op: explicit ?? '==', left: { '&': [left, parseMask(parser)] as const }, right: value }
    : { op, left, right: value };
  parser.mark(match, 'right', rightStart);
  parser.markUpTo(match, 'left', start, leftEnd);
  return { match };
}

/** Of flags, "/" does not begin a prefix but a mask. */
function parseMatchValue(parser: Parser, left: Expression, start: number): Expression {
  const value = parseValue(parser, 'right', typeOf(left)?.bitmask !== true);
  return parseConcatFrom(parser, value, start, () => parseValue(parser, 'right'));
}

function parseMask(parser: Parser): Expression {
  const { start } = parser;
  return parseListFrom(parser, parseValue(parser, 'right', false), start, 'right');
}

/** A comparison: `tcp dport 22`, `ct state established,related`. */
export const match: StatementDefinition<MatchStatement> = {
  keywords: [],

  parse(parser) {
    return parser.unexpected('a comparison');
  },

  print({ match: { op, left, right } }, context) {
    const flags = printFlagComparison(op, left, right, context);
    if (flags !== undefined) return flags;
    const subject = printSubject(left, right, context);
    const named = typeof right === 'string' && right.startsWith('@');
    const value = named ? right : printExpression(right, typeOf(left), context);
    const shown = op !== 'in' && (op !== '==' || needsOperator(left, right));
    return shown ? `${subject} ${op} ${value}` : `${subject} ${value}`;
  },

  withoutState(statement) {
    const { match } = statement;
    const { right } = match;
    if (typeof right !== 'object' || !('set' in right) || !Array.isArray(right.set)) return statement;
    const set = (right.set as readonly (Expression | MapEntry)[]).map(itemOfSetWithoutState);
    return { match: { ...match, right: { set } } };
  },

  withExpressions: ({ match: { op, left, right } }, change) => ({
    match: { op, left: change(left), right: change(right, typeOf(left)) },
  }),

  shape: object({
    match: object({ op: word(...OPERATORS, 'in'), left: expression, right: expression }),
  }),

  evaluate: evaluateMatch,
};

/** Equality is left out where nothing else could be meant. */
function needsOperator(left: Expression, right: Expression): boolean {
  if (binaryOf(left) !== undefined) return typeof right !== 'object' || right === null || !('range' in right);
  return typeof right !== 'object' && !isSet(right) && typeOf(left)?.bitmask === true;
}

/** `tcp flags syn / syn,ack`: these among those. */
function printFlagComparison(
  op: MatchOperator,
  left: Expression,
  right: Expression,
  context: PrintContext,
): string | undefined {
  const binary = binaryOf(left);
  const type = typeOf(left);
  if (binary?.[0] !== '&' || type?.bitmask !== true || (op !== '==' && op !== '!=')) return undefined;
  if (isSet(right)) return undefined;
  const [subject, mask] = binary[1];
  const [printed, among, value] = [subject, mask, right].map((part) => printExpression(part, type, context));
  // One flag that must be set is clearer as what it is.
  if (typeof mask !== 'object' && among === value) return undefined;
  return `${printed}${op === '!=' ? ' != ' : ' '}${value} / ${among}`;
}
