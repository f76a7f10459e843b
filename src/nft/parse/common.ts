import { parseDefinition } from './define.js';
import { END } from './lexer.js';
import type { Parser } from './parser.js';

/** What can stand in every block: a definition, or `include "pattern"`. True if one was at hand. */
export function parseCommon(parser: Parser): boolean {
  return parseDefinition(parser) || parseInclude(parser);
}

/** Whether another part of a block is at hand: what can stand in every block is taken, and so is the brace at the end. */
export function hasPart(parser: Parser): boolean {
  for (;;) {
    if (parser.symbol('}')) return false;
    if (parser.atSeparator()) parser.advance();
    else if (parseCommon(parser)) parser.separator(false);
    else return true;
  }
}

function parseInclude(parser: Parser): boolean {
  const { start } = parser;
  if (!parser.word('include')) return false;
  const pattern = parser.quoted('the name of a file');
  if (!parser.atSeparator() && parser.kind !== END) parser.unexpected('the end of the line or ";"');
  parser.include(pattern, { start, end: parser.previousEnd });
  return true;
}
