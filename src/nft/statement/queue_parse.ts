import type { Expression, QueueFlag, QueueStatement } from '../ast.js';
import { parseArgument } from '../parse/expression.js';
import { NUMBER } from '../parse/lexer.js';
import type { Parser } from '../parse/parser.js';
import { isSelector } from '../selector/index.js';
import { compactList } from './flags.js';
import { FLAG_NAMES } from './queue.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

type Queue = Writable<NonNullable<QueueStatement['queue']>>;

/** Behind `queue`: `[flags bypass,fanout] to 1-3`, or the older form `num 1-3 bypass`. */
export function parseQueue(parser: Parser): QueueStatement {
  parser.advance();
  const node: Queue = {};
  const named = parser.word('flags');
  const flags = named ? parseFlags(parser) : new Set<QueueFlag>();
  if (parser.word('to')) parseNumber(parser, node);
  else if (named) {
    if (!parser.word('num')) parser.unexpected('"to" or "num"');
    parsePlainNumber(parser, node);
  } else parseOldForm(parser, node, flags);
  if (flags.size > 0) node.flags = compactList(FLAG_NAMES.filter((flag) => flags.has(flag)));
  return { queue: Object.keys(node).length === 0 ? null : node };
}

/** `num 1-3` and flags, in any order. */
function parseOldForm(parser: Parser, node: Queue, flags: Set<QueueFlag>): void {
  for (;;) {
    if (parser.word('num')) parsePlainNumber(parser, node);
    else if (atFlag(parser)) for (const flag of parseFlags(parser)) flags.add(flag);
    else return;
  }
}

function atFlag(parser: Parser): boolean {
  return FLAG_NAMES.some((flag) => parser.atWord(flag));
}

function parseFlags(parser: Parser): Set<QueueFlag> {
  const flags = new Set<QueueFlag>();
  do flags.add(parser.oneOf(FLAG_NAMES, 'a flag'));
  while (parser.symbol(','));
  return flags;
}

function parsePlainNumber(parser: Parser, node: Queue): void {
  if (parser.kind !== NUMBER) parser.unexpected('a number');
  parseNumber(parser, node);
}

/** What chooses a queue: numbers, a generator, a hash, a map. */
function parseNumber(parser: Parser, node: Queue): void {
  const { start } = parser;
  const num = parseArgument(parser);
  if (!choosesQueue(num)) {
    parser.failAt({ start, end: parser.previousEnd }, 'a queue is chosen by number, numgen, hash or map');
  }
  node.num = num;
  parser.mark(node, 'num', start);
}

function choosesQueue(num: Expression): boolean {
  if (typeof num !== 'object') return typeof num === 'number' || typeof num === 'bigint';
  if (isSelector(num)) return 'numgen' in num || 'jhash' in num || 'symhash' in num;
  return 'range' in num || 'map' in num;
}
