import type { Expression, MapEntry, MatchOperator, MatchStatement } from '../ast.js';
import type { Datatype } from '../datatype/datatype.js';
import { hexInteger, integer } from '../datatype/integer.js';
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
    const value = named ? right : printExpression(right, valueType(left, right), context);
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

/** What constants are compared with: bits cut out of raw payload are listed in decimal where they are in a set. */
function valueType(left: Expression, right: Expression): Datatype | undefined {
  const type = typeOf(left);
  return type === hexInteger && isSet(right) && binaryOf(left) !== undefined ? integer : type;
}

/** Equality is left out where nothing else could be meant. */
function needsOperator(left: Expression, right: Expression): boolean {
  if (binaryOf(left) !== undefined) return !(holdsRange(right) && isTurnedRound(typeOf(left)));
  return typeof right !== 'object' && !isSet(right) && typeOf(left)?.bitmask === true;
}

/** Whether it is a range, or a set with one. */
function holdsRange(right: Expression): boolean {
  if (typeof right !== 'object' || Array.isArray(right)) return false;
  if ('range' in right) return true;
  if ('elem' in right) return holdsRange(right.elem.val);
  if (!('set' in right) || !Array.isArray(right.set)) return false;
  return (right.set as readonly (Expression | MapEntry)[]).some((item) => holdsRange(item as Expression));
}

/** Whether several bytes are put in the order of the network before they are compared with a range. */
function isTurnedRound(type: Datatype | undefined): boolean {
  return type?.order === 'host' && (type.bits === 0 || type.bits > 8);
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
