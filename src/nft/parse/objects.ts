import type {
  Chain,
  ChainReference,
  Command,
  FamilyReference,
  HooksReference,
  NewRule,
  ObjectKind,
  ObjectsReference,
  Table,
  TableReference,
} from '../ast.js';
import { OBJECT_KINDS, objectDefinition } from '../object/index.js';
import { parseChainBlock } from './chain.js';
import { parseFlowtableReference, parseNewFlowtable } from './flowtable.js';
import { parseNewSet, parseSetElements } from './named_set.js';
import { parseNewObject, parseObjectReference } from './object.js';
import type { Parser, Steps } from './parser.js';
import { parseExplicitFamily, parseFamily, readChain, readName, readNumber, readTable } from './reference.js';
import { parseRuleBody } from './rule.js';
import { parseTableBlock } from './table.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A command, and where its text begins and ends. */
export interface ParsedCommand {
  readonly command: Command;
  readonly start: number;
  readonly end: number;
}

/** At once, or step by step where a block can be long. */
export type Parsed = ParsedCommand[] | Steps;

/** Reads what stands behind a verb and the word of an object; `command` puts the verb before `{ kind: object }`. */
type Reader = (parser: Parser, start: number, command: (what: object) => Command) => Parsed;

export type Readers = Readonly<Record<string, Reader>>;

function single(parser: Parser, start: number, command: Command): ParsedCommand[] {
  return [{ command, start, end: parser.previousEnd }];
}

/** An object of a kind, read at once. */
function one(kind: string, read: (parser: Parser) => unknown): Reader {
  return (parser, start, command) => {
    const what = { [kind]: read(parser) };
    return single(parser, start, command(what));
  };
}

/** The same for what is read step by step; it says its kind itself. */
function stepwise(read: (parser: Parser) => Steps<object>): Reader {
  return function* (parser, start, command) {
    const what = yield* read(parser);
    return single(parser, start, command(what));
  };
}

/** The same for each kind of stateful object, by its own name or that of all of them. */
function ofObjects(readerOf: (kind: ObjectKind) => Reader, plural = false): Readers {
  return Object.fromEntries(
    OBJECT_KINDS.map((kind) => [plural ? objectDefinition(kind).plural : kind, readerOf(kind)]),
  );
}

/** A command, which its block completes, and those that the block holds. */
function* withBlock(parser: Parser, start: number, command: Command, block: Steps): Steps {
  const content = yield* parser.nestedSteps(block);
  return single(parser, start, command).concat(content);
}

const newTable: Reader = (parser, start, command) => {
  const table: Writable<Table> = { family: parseFamily(parser), name: '' };
  readName(parser, table, 'name', 'the name of a table');
  if (!parser.atSymbol('{')) return single(parser, start, command({ table }));
  return withBlock(parser, start, command({ table }), parseTableBlock(parser, table));
};

const newChain: Reader = (parser, start, command) => {
  const chain: Writable<Chain> = { ...readTable(parser), name: '' };
  readName(parser, chain, 'name', 'the name of a chain');
  if (!parser.atSymbol('{')) return single(parser, start, command({ chain }));
  return withBlock(parser, start, command({ chain }), parseChainBlock(parser, chain));
};

const newObject =
  (kind: ObjectKind): Reader =>
  (parser, start, command) =>
    single(parser, start, command(parseNewObject(parser, kind)));

/** `[family] table set { elements }` */
const elements = stepwise(function* (parser) {
  return { element: yield* parseSetElements(parser) };
});

/** `[family] table chain [handle|position|index N] statements` */
function parseNewRule(parser: Parser): NewRule {
  const rule: Writable<Partial<NewRule>> & ReturnType<typeof readChain> = readChain(parser);
  if (parser.word('position') || parser.word('handle')) readNumber(parser, rule, 'position', 'a handle');
  else if (parser.word('index')) readNumber(parser, rule, 'index', 'an index');
  return Object.assign(rule, parseRuleBody(parser, rule.family));
}

/** `[family] table chain handle N` */
function parseRuleReference(parser: Parser) {
  const rule = Object.assign(readChain(parser), { handle: 0 });
  parser.expectWord('handle');
  readNumber(parser, rule, 'handle', 'a handle');
  return rule;
}

function parseNewName(parser: Parser) {
  const chain = Object.assign(readTable(parser), { name: '', newname: '' });
  readName(parser, chain, 'name', 'the name of a chain');
  readName(parser, chain, 'newname', 'a name');
  return chain;
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

function parseTableName(parser: Parser): TableReference {
  const table = { family: parseFamily(parser), name: '' };
  readName(parser, table, 'name', 'the name of a table');
  return table;
}

function parseChainName(parser: Parser): ChainReference {
  const chain = Object.assign(readTable(parser), { name: '' });
  readName(parser, chain, 'name', 'the name of a chain');
  return chain;
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

/** `[family] [device NAME]` */
function parseHooksReference(parser: Parser): HooksReference | null {
  const reference = parseFamilyReference(parser);
  return parser.word('device') ? { ...reference, device: parser.string('the name of a device') } : reference;
}

/** `[family]`, or `[table] [family] table` */
function parseObjectsReference(parser: Parser): ObjectsReference {
  if (parser.word('table')) return readTable(parser);
  const family = parseExplicitFamily(parser);
  if (!parser.atName) return family === undefined ? null : { family };
  const node = { family: family ?? ('ip' as const), table: '' };
  readName(parser, node, 'table', 'the name of a table');
  return node;
}

/** `[family]`, `[family] table` or `[family] table chain`, with or without `chain` before it. */
function parseRulesReference(parser: Parser) {
  const chain = parser.word('chain');
  const of = parseObjectsReference(parser);
  if (of === null || !('table' in of) || (!chain && !parser.atName)) return of;
  const node = { ...of, chain: '' };
  readName(parser, node, 'chain', 'the name of a chain');
  return node;
}

const reference = (kind: string) => one(kind, (parser) => parseObjectReference(parser, kind));
const objects = (kind: string) => one(kind, parseObjectsReference);

const table = one('table', parseTableReference);
const chain = one('chain', parseChainReference);
const set = reference('set');
const map = reference('map');
const meter = one('meter', (parser) => parseObjectReference(parser, 'meter'));
const meters = objects('meters');

/** One object of a kind; `ct timeout table t` are all of a table. */
function listedObject(kind: ObjectKind): Reader {
  const { plural } = objectDefinition(kind);
  return (parser, start, command) =>
    (parser.atWord('table') ? objects(plural) : reference(kind))(parser, start, command);
}

export const RULE = one('rule', parseNewRule);

/** What can be created: it has a name. */
export const NEW: Readers = {
  table: newTable,
  chain: newChain,
  set: stepwise((parser) => parseNewSet(parser, 'set')),
  map: stepwise((parser) => parseNewSet(parser, 'map')),
  element: elements,
  flowtable: one('flowtable', parseNewFlowtable),
  ...ofObjects(newObject),
};

/** What can be added. */
export const ADDED: Readers = { table: newTable, chain: newChain, rule: RULE, ...NEW };

export const INSERTED: Readers = { rule: RULE };

export const REPLACED: Readers = {
  rule: one('rule', (parser) => {
    const rule = parseRuleReference(parser);
    return Object.assign(rule, parseRuleBody(parser, rule.family));
  }),
};

/** What can be deleted, and destroyed. */
export const DELETED: Readers = {
  table,
  chain,
  rule: one('rule', parseRuleReference),
  set,
  map,
  element: elements,
  flowtable: one('flowtable', parseFlowtableReference),
  ...ofObjects(reference),
};

export const FLUSHED: Readers = {
  ruleset: one('ruleset', parseFamilyReference),
  table,
  chain,
  set,
  map,
  meter,
  'flow table': meter,
};

export const LISTED: Readers = {
  ruleset: one('ruleset', parseFamilyReference),
  tables: one('tables', parseFamilyReference),
  table: one('table', parseTableName),
  chains: one('chains', parseFamilyReference),
  hooks: one('hooks', parseHooksReference),
  chain: one('chain', parseChainName),
  sets: objects('sets'),
  set,
  maps: objects('maps'),
  map,
  meters,
  meter,
  'flow tables': meters,
  'flow table': meter,
  flowtables: objects('flowtables'),
  flowtable: reference('flowtable'),
  ...ofObjects(listedObject),
  ...ofObjects((kind) => objects(objectDefinition(kind).plural), true),
};

export const RESET: Readers = {
  rules: one('rules', parseRulesReference),
  rule: one('rule', parseRuleReference),
  set,
  map,
  element: elements,
  ...ofObjects(listedObject),
  ...ofObjects((kind) => objects(objectDefinition(kind).plural), true),
};

export const GOT: Readers = { element: elements };

export const RENAMED: Readers = { chain: one('chain', parseNewName) };
