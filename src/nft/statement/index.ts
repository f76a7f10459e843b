import type { Statement, StatementKey } from '../ast.js';
import type { Parser } from '../parse/parser.js';
import type { Restyle } from '../print/restyle.js';
import { assign } from './assign.js';
import { counter } from './counter.js';
import { ctCount } from './ct_count.js';
import { dup } from './dup.js';
import { flow } from './flow.js';
import { fwd } from './fwd.js';
import { last } from './last.js';
import { limit } from './limit.js';
import { log } from './log.js';
import { mangle } from './mangle.js';
import { match } from './match.js';
import { meter } from './meter.js';
import { nat } from './nat.js';
import { notrack } from './notrack.js';
import { opaque } from './opaque.js';
import { queue } from './queue.js';
import { quota } from './quota.js';
import { reject } from './reject.js';
import { reset } from './reset.js';
import { setUpdate } from './set_update.js';
import type { StatementDefinition } from './statement.js';
import { synproxy } from './synproxy.js';
import { tproxy } from './tproxy.js';
import { verdict } from './verdict.js';
import { vmap } from './vmap.js';
import { xt } from './xt.js';

type StatementOf<K extends StatementKey> = Extract<Statement, Readonly<Record<K, unknown>>>;

/** A definition may be of several keys, and its results any of them. */
type DefinitionOf<K extends StatementKey> = Omit<
  StatementDefinition<StatementOf<K>>,
  'parse' | 'withoutState' | 'withExpressions'
> & {
  parse(parser: Parser): Statement;
  withoutState?(statement: StatementOf<K>): Statement;
  withExpressions?(statement: StatementOf<K>, change: Restyle): Statement;
};

/** Every kind of statement, by its key in the AST. */
export const STATEMENTS: { readonly [K in StatementKey]: DefinitionOf<K> } = {
  match,
  accept: verdict,
  drop: verdict,
  continue: verdict,
  return: verdict,
  jump: verdict,
  goto: verdict,
  vmap,
  // Before set statements, which are made of the same instruction.
  meter,
  set: setUpdate,
  map: setUpdate,
  counter,
  limit,
  quota,
  'ct count': ctCount,
  last,
  'ct helper': assign,
  'ct timeout': assign,
  'ct expectation': assign,
  secmark: assign,
  tunnel: assign,
  log,
  reject,
  snat: nat,
  dnat: nat,
  masquerade: nat,
  redirect: nat,
  mangle,
  notrack,
  synproxy,
  queue,
  dup,
  fwd,
  tproxy,
  reset,
  flow,
  xt,
  opaque,
};

type AnyStatement = StatementDefinition<Statement>;

// The registry pairs each key with its own type, which TypeScript cannot follow through an index.
const definitions = STATEMENTS as unknown as Readonly<Record<string, AnyStatement>>;

/** The definition of a statement; undefined where it is none. */
export function definitionOf(statement: Statement): AnyStatement | undefined {
  let sole: string | undefined;
  for (const key in statement) {
    if (sole !== undefined) return undefined;
    sole = key;
  }
  return sole === undefined || !Object.hasOwn(definitions, sole) ? undefined : definitions[sole];
}

/** Each definition once. */
export const DEFINITIONS: readonly AnyStatement[] = [...new Set(Object.values(definitions))];

const byKeyword = new Map(
  DEFINITIONS.flatMap((definition) => definition.keywords.map((word) => [word, definition] as const)),
);

/** Words that begin several statements, or an expression as well; the next word tells them apart. */
const ambiguous = new Set(
  [...byKeyword.keys()].filter((words) => words.includes(' ')).map((words) => words.replace(/ .*/, '')),
);

/** The statement that begins with the word at hand. */
export function statementAt(parser: Parser): AnyStatement | undefined {
  const word = parser.value;
  const longer = ambiguous.has(word) ? byKeyword.get(`${word} ${parser.peek()}`) : undefined;
  return longer ?? byKeyword.get(word);
}
