import type { Command } from '../ast.js';
import { isFamily } from '../family.js';
import { OBJECT_KINDS } from '../object/index.js';
import { reasonAgainst } from '../verbs.js';
import { isReserved } from './keywords.js';
import { WORD } from './lexer.js';
import { objectKindAt } from './object.js';
import {
  ADDED,
  DELETED,
  FLUSHED,
  GOT,
  INSERTED,
  LISTED,
  NEW,
  type Parsed,
  RENAMED,
  REPLACED,
  RESET,
  type Readers,
  RULE,
} from './objects.js';
import type { Parser } from './parser.js';

/** What each verb can be followed by, and how that is read. */
const VERBS = {
  add: ADDED,
  create: NEW,
  insert: INSERTED,
  replace: REPLACED,
  delete: DELETED,
  destroy: DELETED,
  flush: FLUSHED,
  list: LISTED,
  reset: RESET,
  get: GOT,
  rename: RENAMED,
} as const satisfies Readonly<Record<string, Readers>>;

type Verb = keyof typeof VERBS;

export const PARSED_VERBS: Readonly<Record<string, Readers>> = VERBS;

/** Words that begin a command of nft's which is not for `run`, and what to do instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  monitor: 'changes are watched by the program, not by a command',
  export: 'nft has none any more: take what list() gives as text or as JSON',
  import: 'nft has none any more: pass the text or the JSON itself',
  describe: 'it describes the language and changes nothing: nft(8) has it',
};

/** One command. A block is several: the table, its chains, their rules. Without a verb it adds. */
export function parseCommand(parser: Parser): Parsed {
  const { start, value } = parser;
  if (isVerb(value) && parser.word(value)) return parseObject(parser, start, value);
  if (Object.hasOwn(ELSEWHERE, value) && parser.kind === WORD)
    parser.fail(`"${value}" is not understood here; ${ELSEWHERE[value]}`);
  if (!isNewObject(parser)) parser.unexpected('a command', Object.keys(VERBS));
  return parseObject(parser, start, 'add');
}

function isVerb(word: string): word is Verb {
  return Object.hasOwn(VERBS, word);
}

function parseObject(parser: Parser, start: number, verb: Verb): Parsed {
  const readers: Readers = VERBS[verb];
  // The verb says which member of the union it is.
  const command = (what: object) => ({ [verb]: what }) as unknown as Command;
  const words = objectAt(parser, readers);
  if (words !== undefined) {
    for (const _ of words.split(' ')) parser.advance();
    return (readers[words] as Readers[string])(parser, start, command);
  }
  if (verb === 'add' && isNewObject(parser)) return RULE(parser, start, command);
  const reason = parser.kind === WORD ? reasonAgainst(verb, wordsAt(parser)) : undefined;
  if (reason !== undefined) parser.fail(reason);
  return parser.unexpected(`what to ${verb}`, Object.keys(readers));
}

/** The word or the two words at hand, if they are a kind of object. */
function objectAt(parser: Parser, readers: Readers): string | undefined {
  const { kind, value } = parser;
  if (kind !== WORD) return undefined;
  if (Object.hasOwn(readers, value)) return value;
  const words = wordsAt(parser);
  return Object.hasOwn(readers, words) ? words : undefined;
}

function wordsAt(parser: Parser): string {
  const { value } = parser;
  return value === 'ct' || value === 'flow' ? `${value} ${parser.peek()}` : value;
}

const OBJECTS: ReadonlySet<string> = new Set([...Object.keys(ADDED), ...OBJECT_KINDS]);

/** Whether what follows can be added: it says what it is, or is a rule that begins with its table and chain. */
function isNewObject(parser: Parser): boolean {
  const { kind, value } = parser;
  if (kind !== WORD || OBJECTS.has(value) || isFamily(value)) return true;
  if (objectKindAt(parser) !== undefined) return true;
  return !isReserved(value) && !isReserved(parser.peek());
}
