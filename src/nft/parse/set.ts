import type { ElementExpression, Expression, MapEntry, SetExpression } from '../ast.js';
import { parseDuration } from './duration.js';
import { parseConcatenation } from './expression.js';
import { WORD } from './lexer.js';
import type { Parser } from './parser.js';
import { parseComment } from './rule.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Whether a set begins here: `{ ... }` or `@name`. */
export function atSet(parser: Parser): boolean {
  return parser.atSymbol('{') || parser.atSymbol('@');
}

/** A set: in braces, or by name. */
export function parseSet(parser: Parser): Expression {
  return parseReference(parser) ?? parseElements(parser, (key) => key);
}

/** A map: in braces, or by name. Data are constants, or with `verdicts` what becomes of the packet. */
export function parseMapData(parser: Parser): Expression {
  return parseReference(parser) ?? parseElements(parser, (key) => parseEntry(parser, key));
}

function parseReference(parser: Parser): string | undefined {
  if (!parser.symbol('@')) return undefined;
  return `@${parser.identifier('the name of a set')}`;
}

/** What a key leads to, behind it. */
export function parseEntry(parser: Parser, key: Expression): MapEntry {
  parser.expectSymbol(':');
  const { start } = parser;
  const entry: [Expression, Expression] = [key, parseData(parser)];
  parser.mark(entry, 1, start);
  return entry;
}

const VERDICTS = ['accept', 'drop', 'continue', 'return'] as const;

/** What a key leads to. */
export function parseData(parser: Parser): Expression {
  if (parser.kind === WORD) {
    for (const verdict of VERDICTS)
      if (parser.word(verdict)) return { [verdict]: null } as unknown as Expression;
    for (const verdict of ['jump', 'goto'] as const) {
      if (!parser.word(verdict)) continue;
      const { start } = parser;
      const target = { target: parser.identifier('the name of a chain') };
      parser.mark(target, 'target', start);
      return verdict === 'jump' ? { jump: target } : { goto: target };
    }
  }
  return parseConcatenation(parser, 'right');
}

/** `{ a, b }`: elements, each completed by `entry`. */
export function parseElements(
  parser: Parser,
  entry: (key: Expression) => Expression | MapEntry,
): SetExpression {
  return parser.nested(() => {
    parser.expectSymbol('{');
    const set: (Expression | MapEntry)[] = [];
    for (;;) {
      parser.newline();
      if (parser.atSymbol('}')) break;
      const { start } = parser;
      if (parser.atSymbol('{')) {
        // A variable that stands for a set adds its elements.
        const { set: more } = parseElements(parser, entry);
        for (const each of more as readonly (Expression | MapEntry)[]) {
          set.push(each);
          parser.mark(set, set.length - 1, start);
        }
      } else {
        set.push(entry(parseElement(parser)));
        parser.mark(set, set.length - 1, start);
      }
      parser.newline();
      if (!parser.symbol(',')) break;
    }
    parser.newline();
    parser.expectSymbol('}');
    return { set };
  });
}

/** A key, with what is said of its element. */
function parseElement(parser: Parser): Expression {
  const { start } = parser;
  const val = parser.symbol('*') ? '*' : parseConcatenation(parser, 'right');
  const elem: Writable<ElementExpression['elem']> = { val };
  parser.mark(elem, 'val', start);
  while (parser.kind === WORD && parseDetail(parser, elem));
  return Object.keys(elem).length === 1 ? val : { elem };
}

function parseDetail(parser: Parser, elem: Writable<ElementExpression['elem']>): boolean {
  if (parser.word('timeout')) elem.timeout = parseDuration(parser);
  else if (parser.word('expires')) elem.expires = parseDuration(parser);
  else if (parser.word('comment')) elem.comment = parseComment(parser);
  else if (parser.word('counter')) elem.counter = parseCounter(parser);
  else return false;
  return true;
}

function parseCounter(parser: Parser): NonNullable<ElementExpression['elem']['counter']> | null {
  if (!parser.word('packets')) return null;
  const packets = parser.integer('a number of packets');
  parser.expectWord('bytes');
  return { packets, bytes: parser.integer('a number of bytes') };
}
