import { parseDuration as milliseconds } from '../datatype/time.js';
import { LITERAL } from './lexer.js';
import type { Parser } from './parser.js';

/** A span of time such as `1h30m`, in seconds. */
export function parseDuration(parser: Parser): number {
  const { kind, value } = parser;
  const span = kind === LITERAL ? milliseconds(value) : undefined;
  if (span === undefined) return parser.unexpected('a time span such as 1h30m');
  parser.advance();
  return span / 1000;
}
