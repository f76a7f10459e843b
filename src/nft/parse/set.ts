import type { ElementExpression, Expression, MapEntry, SetExpression, Statement } from '../ast.js';
import { ELEMENT_STATEMENTS, withStatements } from '../set/element.js';
import { Rows } from '../set/rows.js';
import { statementAt } from '../statement/index.js';
import { parseDuration } from './duration.js';
import { parseConcatenation } from './expression.js';
import { WORD } from './lexer.js';
import { PAUSE, type Parser, type Steps } from './parser.js';
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

type Entry = Expression | MapEntry;

/** `{ a, b }`: elements, each completed by `entry`. */
export function parseElements(parser: Parser, entry: (key: Expression) => Entry): SetExpression {
  return parser.nested(() => {
    parser.expectSymbol('{');
    const set: Entry[] = [];
    do {
      parser.newline();
      if (endsList(parser, set.length)) break;
      if (parser.atSymbol(',')) continue;
      takeElement(parser, entry, set);
      parser.newline();
    } while (parser.symbol(','));
    parser.newline();
    parser.expectSymbol('}');
    return { set };
  });
}

/** The same where there may be very many: into `rows` go as many at once as can, which then stand among the others. */
export function* parseManyElements(
  parser: Parser,
  entry: (key: Expression) => Entry,
  rows: Rows | undefined,
): Steps<(Entry | Rows)[]> {
  parser.expectSymbol('{');
  const elements: (Entry | Rows)[] = [];
  let room = rows;
  do {
    parser.newline();
    if (endsList(parser, elements.length)) break;
    if (parser.atSymbol(',')) continue;
    if (room !== undefined && parser.takeRows(room)) {
      elements.push(room);
      room = new Rows(room.layout);
    } else takeElement(parser, entry, elements);
    yield PAUSE;
    parser.newline();
  } while (parser.symbol(','));
  parser.newline();
  parser.expectSymbol('}');
  return elements;
}

/** Behind an element there may be commas without another; a list without any is a mistake, unless a variable has it. */
function endsList(parser: Parser, length: number): boolean {
  if (length === 0 && (parser.atSymbol(',') || (parser.atSymbol('}') && !parser.inVariable)))
    parser.unexpected('an element');
  return parser.atSymbol('}');
}

function takeElement(parser: Parser, entry: (key: Expression) => Entry, elements: (Entry | Rows)[]): void {
  const { start } = parser;
  if (!parser.atSymbol('{')) {
    elements.push(entry(parseElement(parser)));
    parser.mark(elements, elements.length - 1, start);
    return;
  }
  // A variable that stands for a set adds its elements.
  const { set } = parseElements(parser, entry);
  for (const each of set as readonly Entry[]) {
    elements.push(each);
    parser.mark(elements, elements.length - 1, start);
  }
}

/** A key, with what is said of its element. */
function parseElement(parser: Parser): Expression {
  const { start } = parser;
  const val = parser.symbol('*') ? '*' : parseConcatenation(parser, 'right');
  if (parser.kind !== WORD) return val;
  const elem: Writable<ElementExpression['elem']> = { val };
  const statements: Statement[] = [];
  for (let next = parseStatement(parser); next !== undefined; next = parseStatement(parser))
    statements.push(next);
  while (parseDetail(parser, elem));
  const complete = withStatements(elem, statements);
  if (Object.keys(complete).length === 1) return val;
  parser.mark(complete, 'val', start);
  return { elem: complete };
}

function parseDetail(parser: Parser, elem: Writable<ElementExpression['elem']>): boolean {
  if (parser.word('timeout')) elem.timeout = parseDuration(parser);
  else if (parser.word('expires')) elem.expires = parseDuration(parser);
  else if (elem.comment === undefined && parser.word('comment')) elem.comment = parseComment(parser);
  else return false;
  return true;
}

/** What the element has of its own: `counter`, `limit rate 1/second`. */
function parseStatement(parser: Parser): Statement | undefined {
  const definition = statementAt(parser);
  if (definition === undefined || !ELEMENT_STATEMENTS.some((key) => definition.keywords.includes(key)))
    return undefined;
  return definition.parse(parser);
}
