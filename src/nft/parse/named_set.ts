import type {
  Expression,
  Family,
  NamedMap,
  NamedSet,
  SetElements,
  SetFlag,
  SetType,
  Statement,
} from '../ast.js';
import { isObjectKind } from '../object/index.js';
import { listOf } from '../statement/flags.js';
import { statementAt } from '../statement/index.js';
import { hasPart } from './common.js';
import { parseDuration } from './duration.js';
import { parsePlainSelection } from './expression.js';
import { WORD } from './lexer.js';
import { objectKindAt, takeObjectKind } from './object.js';
import type { Parser, Steps } from './parser.js';
import { readName, readTable } from './reference.js';
import { parseComment } from './rule.js';
import { parseEntry, parseManyElements } from './set.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

type NewSet = Writable<NamedSet> & Partial<Writable<NamedMap>>;

const FLAGS: readonly SetFlag[] = ['constant', 'dynamic', 'interval', 'timeout'];

interface Owner {
  readonly family: Family;
  readonly table: string;
}

export type SetCommand = { readonly set: NamedSet } | { readonly map: NamedMap };

/** `[family] table name { ... }`, behind `set` or `map`. */
export function parseNewSet(parser: Parser, kind: 'set' | 'map'): Steps<SetCommand> {
  return parseSetBlock(parser, kind, readTable(parser));
}

/** `name { ... }`, in a table's braces. */
export function* parseSetBlock(
  parser: Parser,
  kind: 'set' | 'map',
  { family, table }: Owner,
): Steps<SetCommand> {
  const set = { family, name: '', table } as NewSet;
  readName(parser, set, 'name', `the name of a ${kind}`);
  yield* parser.nestedSteps(parseProperties(parser, kind, set));
  return kind === 'map' ? { map: set as NamedMap } : { set };
}

function* parseProperties(parser: Parser, kind: 'set' | 'map', set: NewSet): Steps<void> {
  parser.expectSymbol('{');
  while (hasPart(parser)) yield* parseProperty(parser, kind, set);
}

function* parseProperty(parser: Parser, kind: 'set' | 'map', set: NewSet): Steps<void> {
  const { start, value } = parser;
  const read = parser.kind === WORD && Object.hasOwn(PROPERTIES, value) ? PROPERTIES[value] : undefined;
  if (parser.word('elements')) {
    parser.expectSymbol('=');
    const entry = (key: Expression) => (kind === 'map' ? parseEntry(parser, key) : key);
    const rows = set.type === undefined ? undefined : parser.rowsFor(set);
    set.elem = (yield* parser.nestedSteps(parseManyElements(parser, entry, rows))) as SetElements['elem'];
    parser.mark(set, 'elem', start);
    return;
  }
  if (read === undefined || (kind === 'map' && OF_SETS_ALONE.has(value))) parseStatements(parser, kind, set);
  else {
    parser.advance();
    parser.mark(set, read(parser, kind, set), start);
    if (value === 'auto-merge') return;
  }
  parser.separator(false);
}

/** Properties that maps do not have. */
const OF_SETS_ALONE: ReadonlySet<string> = new Set(['gc-interval', 'auto-merge']);

/** Reads a property behind its word into the set; returns its key. */
type PropertyReader = (parser: Parser, kind: 'set' | 'map', set: NewSet) => keyof NewSet;

const PROPERTIES: Readonly<Record<string, PropertyReader>> = {
  type(parser, kind, set) {
    set.type = parseType(parser);
    if (kind === 'map') parseMapType(parser, set);
    return 'type';
  },
  typeof(parser, kind, set) {
    set.type = { typeof: parsePlainSelection(parser) };
    if (kind === 'map') parseMapTypeof(parser, set);
    return 'type';
  },
  flags(parser, kind, set) {
    // A second list adds to those of a map, and takes the place of those of a set.
    const flags: SetFlag[] = kind === 'map' ? [...listOf(set.flags)] : [];
    do flags.push(parser.oneOf(FLAGS, 'a flag'));
    while (parser.symbol(','));
    set.flags = flags;
    return 'flags';
  },
  timeout(parser, _kind, set) {
    set.timeout = parseDuration(parser);
    return 'timeout';
  },
  'gc-interval'(parser, _kind, set) {
    set['gc-interval'] = parseDuration(parser);
    return 'gc-interval';
  },
  size(parser, _kind, set) {
    set.size = parser.number('a size', 0xffff_ffff);
    return 'size';
  },
  policy(parser, _kind, set) {
    set.policy = parser.oneOf(['performance', 'memory'], 'a policy');
    return 'policy';
  },
  'auto-merge'(_parser, _kind, set) {
    set['auto-merge'] = true;
    return 'auto-merge';
  },
  comment(parser, _kind, set) {
    if (set.comment !== undefined) parser.fail('there is a comment already');
    set.comment = parseComment(parser);
    return 'comment';
  },
};

/** What each new element gets; several stand side by side. */
function parseStatements(parser: Parser, kind: 'set' | 'map', set: NewSet): void {
  const statements: Statement[] = [];
  for (let next = statementAt(parser); next !== undefined; next = statementAt(parser)) {
    statements.push(next.parse(parser) as Statement);
  }
  if (statements.length === 0)
    parser.unexpected(`a property of a ${kind}, or "}"`, [], [...Object.keys(PROPERTIES), 'elements']);
  set.stmt = [...(set.stmt ?? []), ...statements];
}

function parseType(parser: Parser): SetType {
  const names: string[] = [];
  do {
    // Some are reserved words elsewhere.
    const { kind, value } = parser;
    if (kind !== WORD) parser.unexpected('a datatype');
    parser.advance();
    names.push(value);
  } while (parser.symbol('.'));
  const [only] = names;
  return names.length === 1 && only !== undefined ? only : names;
}

function parseMapType(parser: Parser, set: NewSet): void {
  parser.expectSymbol(':');
  const kind = objectKindAt(parser);
  if (kind !== undefined && isObjectKind(kind)) {
    takeObjectKind(parser, kind);
    set.map = kind;
  } else if (parser.word('interval')) {
    set.interval = true;
    set.map = parseType(parser);
  } else set.map = parser.word('verdict') ? 'verdict' : parseType(parser);
}

function parseMapTypeof(parser: Parser, set: NewSet): void {
  parser.expectSymbol(':');
  const kind = objectKindAt(parser);
  if (kind !== undefined && !isSelectorOf(kind)) {
    takeObjectKind(parser, kind);
    set.map = kind;
  } else if (parser.word('verdict')) set.map = 'verdict';
  else {
    if (parser.word('interval')) set.interval = true;
    set.map = { typeof: parsePlainSelection(parser) };
  }
}

/** `ct helper` is a property of connections, too. */
function isSelectorOf(kind: string): boolean {
  return kind === 'ct helper';
}

/** `[family] table name { elements }`, behind `element`. */
export function* parseSetElements(parser: Parser): Steps<SetElements> {
  const elements: Writable<SetElements> = { ...readTable(parser), name: '', elem: [] };
  readName(parser, elements, 'name', 'the name of a set');
  const { start } = parser;
  const entry = (key: Expression) => (parser.atSymbol(':') ? parseEntry(parser, key) : key);
  const rows = parser.rowsFor(elements);
  elements.elem = (yield* parser.nestedSteps(parseManyElements(parser, entry, rows))) as SetElements['elem'];
  parser.mark(elements, 'elem', start);
  return elements;
}
