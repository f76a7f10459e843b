import { parseConcatenation, parseListFrom } from './expression.js';
import { NUMBER } from './lexer.js';
import type { Parser } from './parser.js';
import { atSet, parseData, parseElements } from './set.js';

/**
 * `define NAME = VALUE`, `redefine NAME = VALUE` or `undefine NAME`, if one is at hand. A variable is known to the end of
 * its block. It stands for the tokens of its value, as they are when it is defined.
 */
export function parseDefinition(parser: Parser): boolean {
  if (parser.word('define')) define(parser, true);
  else if (parser.word('redefine')) define(parser, false);
  else if (parser.word('undefine')) undefine(parser);
  else return false;
  return true;
}

function define(parser: Parser, isNew: boolean): void {
  const { start } = parser;
  const name = parser.identifier('the name of a variable');
  if (isNew && parser.variables.get(name) !== undefined) {
    const reason = `variable "${name}" is defined already; "redefine" gives it another value`;
    parser.failAt({ start, end: parser.previousEnd }, reason);
  }
  parser.expectSymbol('=');
  parser.variables.set(
    name,
    parser.recorded(() => parseValueOfVariable(parser)),
  );
}

/** A number below zero (a priority), a set, a map, a value, or several values. */
function parseValueOfVariable(parser: Parser): void {
  const { start } = parser;
  if (parser.symbol('-')) {
    if (parser.kind !== NUMBER) parser.unexpected('a number');
    parser.advance();
  } else if (atSet(parser)) {
    if (parser.symbol('@')) parser.identifier('the name of a set');
    else parseElements(parser, (key) => (parser.symbol(':') ? [key, parseData(parser)] : key));
  } else parseListFrom(parser, parseConcatenation(parser, 'right'), start, 'right');
}

function undefine(parser: Parser): void {
  const { start } = parser;
  const name = parser.identifier('the name of a variable');
  if (parser.variables.delete(name)) return;
  parser.failAt({ start, end: parser.previousEnd }, `variable "${name}" is not defined here`);
}
