import { fail, type RuleContext } from '../evaluate/context.js';
import type { Parser } from '../parse/parser.js';

const MAXIMUM = 0xffffffff;

/** `mod 10`. */
export function parseModulus(parser: Parser): number {
  parser.expectWord('mod');
  return parser.number('a modulus', MAXIMUM);
}

/** `offset 100`, if it is there. */
export function parseOffset(parser: Parser): number | undefined {
  return parser.word('offset') ? parser.number('an offset', MAXIMUM) : undefined;
}

export function printOffset(offset: number | undefined): string {
  return offset === undefined || offset === 0 ? '' : ` offset ${offset}`;
}

/** The largest number that comes out; the kernel keeps all of them in 32 bits. */
export function checkModulus(mod: number, offset: number, context: RuleContext): number {
  if (!(mod > 0 && mod <= MAXIMUM)) {
    context.enter('mod');
    fail(`a modulus is 1 to ${MAXIMUM}`);
  }
  const largest = Number(mod) + Number(offset) - 1;
  if (!(offset >= 0 && largest <= MAXIMUM)) {
    context.enter('offset');
    fail(`an offset is at least 0, and the largest number with it at most ${MAXIMUM}`);
  }
  return largest;
}
