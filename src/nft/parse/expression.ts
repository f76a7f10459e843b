import type { BinaryOperator, Expression, Immediate } from '../ast.js';
import { selectorFor } from '../selector/index.js';
import { isValueWord, operatorWord, RESERVED_WORDS } from './keywords.js';
import { LITERAL, NUMBER, QUOTED, SYMBOL, WILDCARD, WORD } from './lexer.js';
import type { Parser } from './parser.js';
import { parseMapData } from './set.js';

/**
 * Where an expression stands. On the left of a comparison selectors are read; on the right constants, among them words
 * such as `tcp` that are selectors elsewhere; as the argument of a statement either.
 */
export type Side = 'left' | 'right' | 'argument';

/** Operators from loose to tight. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [['|'], ['^'], ['&'], ['<<', '>>']];

/** An operator at hand, whether a symbol or a word; not taken. */
export function operatorAtHand(parser: Parser): string | undefined {
  if (parser.kind === SYMBOL) return parser.value;
  return parser.kind === WORD ? operatorWord(parser.value) : undefined;
}

/** Selectors and constants with `|`, `^`, `&` and shifts between them. */
export function parseOperation(parser: Parser, side: Side, level = 0): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return parsePrimary(parser, side);
  const start = parser.start;
  let left = parseOperation(parser, side, level + 1);
  for (;;) {
    const at = operatorAtHand(parser);
    const operator = operators.find((each) => each === at);
    if (operator === undefined) return left;
    const leftEnd = parser.previousEnd;
    parser.advance();
    const rightStart = parser.start;
    // What a selector is combined with is a constant.
    const right = parseOperation(parser, side === 'left' ? 'right' : side, level + 1);
    const operands = [left, right] as const;
    parser.mark(operands, 1, rightStart);
    parser.markUpTo(operands, 0, start, leftEnd);
    left = withOperator(operator, operands);
  }
}

function withOperator(operator: BinaryOperator, operands: readonly [Expression, Expression]): Expression {
  switch (operator) {
    case '|':
      return { '|': operands };
    case '^':
      return { '^': operands };
    case '&':
      return { '&': operands };
    case '<<':
      return { '<<': operands };
    case '>>':
      return { '>>': operands };
  }
}

function parsePrimary(parser: Parser, side: Side): Expression {
  if (parser.symbol('(')) {
    const inner = parser.nested(() => parseOperation(parser, side));
    parser.expectSymbol(')');
    return inner;
  }
  const selector = side === 'right' ? undefined : selectorFor(parser);
  const selects = selector !== undefined && (parser.kind === WORD || parser.kind === SYMBOL);
  if (selects && (side === 'left' || !isPlainWord(parser))) return selector.parse(parser);
  return parseConstant(parser, side);
}

/** As an argument, `ip` and the like are selectors only if a field follows. */
function isPlainWord(parser: Parser): boolean {
  if (parser.kind !== WORD || !isValueWord(parser.value)) return false;
  const next = parser.peek();
  return next === '' || next === '\n' || !/^[a-z]/.test(next);
}

function parseConstant(parser: Parser, side: Side): Immediate {
  if (side === 'left') return parser.unexpected('a statement or something to match', [], RESERVED_WORDS);
  const { kind, value } = parser;
  switch (kind) {
    case NUMBER:
      return parser.integer('a number');
    case LITERAL:
    case QUOTED:
    case WILDCARD:
      parser.advance();
      return value;
    case WORD:
      if (value === 'exists' || value === 'missing') {
        parser.advance();
        return value === 'exists';
      }
      if (!isValueWord(value)) break;
      parser.advance();
      return value;
  }
  return parser.unexpected('a value');
}

/** A value, a network `a/b`, or a range `a-b`. */
export function parseValue(parser: Parser, side: Side, prefixes = true): Expression {
  const start = parser.start;
  const first = parseOperation(parser, side);
  const end = parser.previousEnd;
  if (prefixes && parser.symbol('/')) {
    const at = parser.start;
    const prefix = { addr: first, len: parser.number('a prefix length', 128) };
    parser.mark(prefix, 'len', at);
    parser.markUpTo(prefix, 'addr', start, end);
    return { prefix };
  }
  if (parser.symbol('-')) {
    const at = parser.start;
    const range = [first, parseOperation(parser, side)] as const;
    parser.mark(range, 1, at);
    parser.markUpTo(range, 0, start, end);
    return { range };
  }
  return first;
}

/** Values, networks or ranges side by side: `192.0.2.0/24 . 22`. */
export function parseConcatenation(parser: Parser, side: Side): Expression {
  const { start } = parser;
  return parseConcatFrom(parser, parseValue(parser, side), start, () => parseValue(parser, side));
}

/** Selectors side by side: `ip saddr . tcp dport`. */
export function parseSelection(parser: Parser): Expression {
  const { start } = parser;
  const first = parseOperation(parser, 'left');
  return parseConcatFrom(parser, first, start, () => parseOperation(parser, 'left'));
}

/** The same, without anything calculated from them. */
export function parsePlainSelection(parser: Parser): Expression {
  const { start } = parser;
  return parseConcatFrom(parser, parsePrimary(parser, 'left'), start, () => parsePrimary(parser, 'left'));
}

/** What stands behind the first part of a concatenation, if it is one. */
export function parseConcatFrom(
  parser: Parser,
  first: Expression,
  start: number,
  next: () => Expression,
): Expression {
  if (!parser.atSymbol('.')) return first;
  const concat: Expression[] = [first];
  parser.mark(concat, 0, start);
  while (parser.symbol('.')) {
    const at = parser.start;
    concat.push(next());
    parser.mark(concat, concat.length - 1, at);
  }
  return { concat };
}

/** More values after a comma make a list. */
export function parseListFrom(parser: Parser, first: Expression, start: number, side: Side): Expression {
  if (!parser.atSymbol(',')) return first;
  const list: Expression[] = [first];
  parser.mark(list, 0, start);
  while (parser.symbol(',')) {
    const at = parser.start;
    list.push(parseOperation(parser, side));
    parser.mark(list, list.length - 1, at);
  }
  return list;
}

/** What a statement takes: a value, a network, a range, or what a map leads to. */
export function parseArgument(parser: Parser): Expression {
  const { start } = parser;
  const first = parseValue(parser, 'argument');
  const value = parseConcatFrom(parser, first, start, () => parseValue(parser, 'argument'));
  const end = parser.previousEnd;
  if (!parser.word('map')) return value;
  const at = parser.start;
  const map = { key: value, data: parseMapData(parser) };
  parser.mark(map, 'data', at);
  parser.markUpTo(map, 'key', start, end);
  return { map };
}
