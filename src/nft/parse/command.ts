import type {
  Chain,
  ChainReference,
  Command,
  DeleteCommand,
  FamilyReference,
  Flowtable,
  FlushCommand,
  ListCommand,
  NewRule,
  ObjectCommand,
  ObjectKind,
  ObjectsCommand,
  ObjectsReference,
  ResetCommand,
  SetElements,
  StatefulObject,
  Table,
  TableReference,
} from '../ast.js';
import { isFamily } from '../family.js';
import { OBJECT_KINDS, objectDefinition } from '../object/index.js';
import { parseChainBlock } from './chain.js';
import { parseFlowtableReference, parseNewFlowtable } from './flowtable.js';
import { isReserved } from './keywords.js';
import { WORD } from './lexer.js';
import { type SetCommand as NewSet, parseNewSet, parseSetElements } from './named_set.js';
import { objectKindAt, parseNewObject, parseObjectReference, takeObjectKind } from './object.js';
import type { Parser, Steps } from './parser.js';
import { parseExplicitFamily, parseFamily, readChain, readName, readNumber, readTable } from './reference.js';
import { parseRuleBody } from './rule.js';
import { parseTableBlock } from './table.js';

const OBJECTS_KINDS = [...OBJECT_KINDS.map((kind) => objectDefinition(kind).plural), 'flowtables'];

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A command, and where its text begins and ends. */
export interface ParsedCommand {
  readonly command: Command;
  readonly start: number;
  readonly end: number;
}

/** At once, or step by step where a block can be long. */
type Parsed = ParsedCommand[] | Steps;

type Verb = (parser: Parser, start: number) => Parsed;

const VERBS: Readonly<Record<string, Verb>> = {
  add: parseAdd,
  create: parseCreate,
  insert: parseInsert,
  replace: parseReplace,
  delete: (parser, start) => parseDeletion(parser, start, (what) => ({ delete: what })),
  destroy: (parser, start) => parseDeletion(parser, start, (what) => ({ destroy: what })),
  flush: (parser, start) => single(parser, start, { flush: parseFlush(parser) }),
  list: (parser, start) => single(parser, start, { list: parseList(parser) }),
  reset: (parser, start) => single(parser, start, { reset: parseReset(parser) }),
  rename: parseRename,
};

/** Words that begin a command of nft's which is not for `run`, and what to do instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  monitor: 'changes are watched by the program, not by a command',
  export: 'nft has none any more: take what list() gives as text or as JSON',
  describe: 'it describes the language and changes nothing: nft(8) has it',
};

/** One command. A block is several: the table, its chains, their rules. Without a verb it adds. */
export function parseCommand(parser: Parser): Parsed {
  const { start, value } = parser;
  if (Object.hasOwn(VERBS, value) && parser.word(value)) return VERBS[value]?.(parser, start) ?? [];
  if (Object.hasOwn(ELSEWHERE, value) && parser.kind === WORD)
    parser.fail(`"${value}" is not understood here; ${ELSEWHERE[value]}`);
  if (!isNewObject(parser)) parser.unexpected(`a command: ${Object.keys(VERBS).join(', ')}`);
  return parseAdd(parser, start);
}

const OBJECTS = ['table', 'chain', 'rule', 'set', 'map', 'element', 'flowtable'];

/** Whether what follows can be added: it says what it is, or is a rule that begins with its table and chain. */
function isNewObject(parser: Parser): boolean {
  const { kind, value } = parser;
  if (kind !== WORD || OBJECTS.includes(value) || isFamily(value)) return true;
  if (objectKindAt(parser) !== undefined) return true;
  return !isReserved(value) && !isReserved(parser.peek());
}

function single(parser: Parser, start: number, command: Command): ParsedCommand[] {
  return [{ command, start, end: parser.previousEnd }];
}

function parseAdd(parser: Parser, start: number): Parsed {
  if (parser.word('table')) return parseNewTable(parser, start, (table) => ({ add: { table } }));
  if (parser.word('chain')) return parseNewChain(parser, start, (chain) => ({ add: { chain } }));
  const set = parseAnySet(parser);
  if (set !== undefined) return withSteps(parser, start, set, (made) => ({ add: made }));
  const object = parseAnyObject(parser);
  if (object !== undefined) return single(parser, start, { add: object });
  if (!isNewObject(parser)) parser.unexpected(`what to add: ${[...OBJECTS, ...OBJECT_KINDS].join(', ')}`);
  parser.word('rule');
  return single(parser, start, { add: { rule: parseNewRule(parser) } });
}

function parseCreate(parser: Parser, start: number): Parsed {
  if (parser.word('table')) return parseNewTable(parser, start, (table) => ({ create: { table } }));
  const set = parseAnySet(parser);
  if (set !== undefined) return withSteps(parser, start, set, (made) => ({ create: made }));
  const object = parseAnyObject(parser);
  if (object !== undefined) return single(parser, start, { create: object });
  parser.expectWord('chain');
  return parseNewChain(parser, start, (chain) => ({ create: { chain } }));
}

/** A set, a map, or elements of one, if such is at hand. */
function parseAnySet(parser: Parser): Steps<NewSet | ElementsOf> | undefined {
  if (parser.word('set')) return parseNewSet(parser, 'set');
  if (parser.word('map')) return parseNewSet(parser, 'map');
  return parser.word('element') ? parseElementsOf(parser) : undefined;
}

interface ElementsOf {
  readonly element: SetElements;
}

function* parseElementsOf(parser: Parser): Steps<ElementsOf> {
  return { element: yield* parseSetElements(parser) };
}

/** A command of an object that is read step by step. */
function* withSteps<T>(
  parser: Parser,
  start: number,
  steps: Steps<T>,
  command: (object: T) => Command,
): Steps {
  const object = yield* steps;
  return single(parser, start, command(object));
}

/** A stateful object or a flowtable, if one is at hand. */
function parseAnyObject(parser: Parser): StatefulObject | { readonly flowtable: Flowtable } | undefined {
  if (parser.word('flowtable')) return { flowtable: parseNewFlowtable(parser) };
  const kind = objectKindAt(parser);
  if (kind === undefined) return undefined;
  takeObjectKind(parser, kind);
  return parseNewObject(parser, kind);
}

function parseNewTable(parser: Parser, start: number, command: (table: Table) => Command): Parsed {
  const table: Writable<Table> = { family: parseFamily(parser), name: '' };
  readName(parser, table, 'name', 'the name of a table');
  if (!parser.atSymbol('{')) return single(parser, start, command(table));
  return withBlock(parser, start, command(table), parseTableBlock(parser, table));
}

function parseNewChain(parser: Parser, start: number, command: (chain: Chain) => Command): Parsed {
  const chain: Writable<Chain> = { ...readTable(parser), name: '' };
  readName(parser, chain, 'name', 'the name of a chain');
  if (!parser.atSymbol('{')) return single(parser, start, command(chain));
  return withBlock(parser, start, command(chain), parseChainBlock(parser, chain));
}

/** A command, which its block completes, and those that the block holds. */
function* withBlock(parser: Parser, start: number, command: Command, block: Steps): Steps {
  const content = yield* parser.nestedSteps(block);
  return single(parser, start, command).concat(content);
}

/** `[family] table chain [handle|position|index N] statements` */
function parseNewRule(parser: Parser): NewRule {
  const rule: Writable<Partial<NewRule>> & ReturnType<typeof readChain> = readChain(parser);
  if (parser.word('position') || parser.word('handle')) readNumber(parser, rule, 'position', 'a handle');
  else if (parser.word('index')) readNumber(parser, rule, 'index', 'an index');
  return Object.assign(rule, parseRuleBody(parser, rule.family));
}

function parseInsert(parser: Parser, start: number): ParsedCommand[] {
  parser.expectWord('rule');
  return single(parser, start, { insert: { rule: parseNewRule(parser) } });
}

function parseReplace(parser: Parser, start: number): ParsedCommand[] {
  parser.expectWord('rule');
  const rule: Writable<Partial<NewRule>> & ReturnType<typeof readChain> = readChain(parser);
  parser.expectWord('handle');
  readNumber(parser, rule, 'handle', 'a handle');
  return single(parser, start, {
    replace: { rule: Object.assign(rule, parseRuleBody(parser, rule.family)) },
  });
}

function parseRename(parser: Parser, start: number): ParsedCommand[] {
  parser.expectWord('chain');
  const chain = Object.assign(readTable(parser), { name: '', newname: '' });
  readName(parser, chain, 'name', 'the name of a chain');
  readName(parser, chain, 'newname', 'a name');
  return single(parser, start, { rename: { chain } });
}

/** A name, or `handle N`. */
function readNameOrHandle(parser: Parser, node: Writable<TableReference>, what: string): void {
  if (parser.word('handle')) readNumber(parser, node, 'handle', 'a handle');
  else readName(parser, node, 'name', what);
}

function parseTableReference(parser: Parser): TableReference {
  const table: Writable<TableReference> = { family: parseFamily(parser) };
  readNameOrHandle(parser, table, 'the name of a table');
  return table;
}

function parseChainReference(parser: Parser): ChainReference {
  const chain: Writable<ChainReference> = readTable(parser);
  readNameOrHandle(parser, chain, 'the name of a chain');
  return chain;
}

function parseFamilyReference(parser: Parser): FamilyReference {
  const family = parseExplicitFamily(parser);
  return family === undefined ? null : { family };
}

function parseDeletion(parser: Parser, start: number, command: (what: DeleteCommand) => Command): Parsed {
  if (parser.word('element')) return withSteps(parser, start, parseElementsOf(parser), command);
  return single(parser, start, command(parseDelete(parser)));
}

function parseDelete(parser: Parser): DeleteCommand {
  const kind = objectKindAt(parser);
  if (kind !== undefined) return parseObjectCommand(parser, kind);
  const what = parser.oneOf(
    ['table', 'chain', 'rule', 'set', 'map', 'element', 'flowtable'],
    'what to delete',
  );
  if (what === 'set') return { set: parseObjectReference(parser, 'set') };
  if (what === 'map') return { map: parseObjectReference(parser, 'map') };
  if (what === 'flowtable') return { flowtable: parseFlowtableReference(parser) };
  if (what === 'table') return { table: parseTableReference(parser) };
  if (what === 'chain') return { chain: parseChainReference(parser) };
  const rule = Object.assign(readChain(parser), { handle: 0 });
  parser.expectWord('handle');
  readNumber(parser, rule, 'handle', 'a handle');
  return { rule };
}

function parseFlush(parser: Parser): FlushCommand {
  const what = parser.oneOf(['ruleset', 'table', 'chain', 'set', 'map'], 'what to flush');
  if (what === 'set') return { set: parseObjectReference(parser, 'set') };
  if (what === 'map') return { map: parseObjectReference(parser, 'map') };
  if (what === 'ruleset') return { ruleset: parseFamilyReference(parser) };
  return what === 'table' ? { table: parseTableReference(parser) } : { chain: parseChainReference(parser) };
}

/** `counter t c`: one object of a kind. */
function parseObjectCommand(parser: Parser, kind: ObjectKind): ObjectCommand {
  takeObjectKind(parser, kind);
  // The kind says which member of the union it is.
  return { [kind]: parseObjectReference(parser, kind) } as unknown as ObjectCommand;
}

function parseReset(parser: Parser): ResetCommand {
  return parseAnyObjects(parser) ?? parser.unexpected('what to reset: counter, counters, quota, quotas');
}

/** One object or all of a kind: `counter t c`, `counters [family]`, `ct helpers table [family] t`. */
function parseAnyObjects(parser: Parser): ObjectCommand | ObjectsCommand | undefined {
  const words = parser.atWord('ct') ? `ct ${parser.peek()}` : parser.value;
  const plural = OBJECTS_KINDS.find((each) => each === words);
  if (plural !== undefined) {
    for (const _ of plural.split(' ')) parser.advance();
    return parseObjects(parser, plural);
  }
  const kind = objectKindAt(parser);
  if (kind === undefined) return undefined;
  takeObjectKind(parser, kind);
  // `ct timeout table t` are all of a table, too.
  if (parser.atWord('table')) return parseObjects(parser, objectDefinition(kind).plural);
  return { [kind]: parseObjectReference(parser, kind) } as unknown as ObjectCommand;
}

function parseObjectsReference(parser: Parser): ObjectsReference {
  return parser.word('table') ? readTable(parser) : parseFamilyReference(parser);
}

function parseObjects(parser: Parser, plural: string): ObjectsCommand {
  const reference = parseObjectsReference(parser);
  return { [plural]: reference } as unknown as ObjectsCommand;
}

function parseList(parser: Parser): ListCommand {
  const objects = parseAnyObjects(parser);
  if (objects !== undefined) return objects;
  if (parser.word('flowtable')) return { flowtable: parseObjectReference(parser, 'flowtable') };
  if (parser.word('set')) return { set: parseObjectReference(parser, 'set') };
  if (parser.word('map')) return { map: parseObjectReference(parser, 'map') };
  if (parser.word('sets')) return { sets: parseObjectsReference(parser) };
  if (parser.word('maps')) return { maps: parseObjectsReference(parser) };
  const what = parser.oneOf(
    ['ruleset', 'tables', 'chains', 'sets', 'maps', 'table', 'chain', 'set', 'map'],
    'what to list',
  );
  switch (what) {
    case 'ruleset':
      return { ruleset: parseFamilyReference(parser) };
    case 'tables':
      return { tables: parseFamilyReference(parser) };
    case 'chains':
      return { chains: parseFamilyReference(parser) };
    case 'table':
      return { table: parseTableReference(parser) };
    default:
      return { chain: parseChainReference(parser) };
  }
}
