import type { Query, QueryKind } from '../operation.js';
import type { ListingStyle } from './listing.js';
import type { Dumped, Messages } from './write.js';

/** What can be listed within a table; `object`: stateful ones. */
export type Listed = 'chain' | 'rule' | 'set' | 'map' | 'meter' | 'object' | 'flowtable';

type Ask = (messages: Messages, query: Query, family: number) => void;

/** How a kind of query is put to the kernel, and what of the answer is wanted. */
export interface QueryPlan {
  readonly ask: Ask;
  /** Beside the tables that it is in. */
  readonly wanted: readonly Listed[];
  /** What is asked for by its name, and so has to be there, as something of these. */
  readonly one?: readonly (Listed | 'table')[];
  readonly style?: ListingStyle;
}

const dumps =
  (...kinds: readonly Dumped[]): Ask =>
  (messages, _query, family) => {
    for (const kind of kinds) messages.dump(kind, family);
  };

const sets = dumps('table', 'set', 'element');

const set: Ask = (messages, { table = '', name = '', reset = false }, family) => {
  messages.dump('table', family);
  messages.set({ family, table, name });
  messages.elements({ family, table, name }, reset);
};

const rules: Ask = (messages, query, family) => {
  dumps('table', 'chain', 'set', 'element')(messages, query, family);
  if (query.reset === true) messages.resetRules({ ...query, family });
  else messages.dump('rule', family);
};

const objects: Ask = (messages, { reset, table, type, name }, family) => {
  messages.dump('table', family);
  if (reset === true) messages.resetObjects({ family, table, type, name });
  else messages.dump('object', family);
};

const flowtables = dumps('table', 'flowtable');

const all: Pick<QueryPlan, 'ask' | 'wanted'> = {
  ask: dumps('table', 'chain', 'object', 'flowtable', 'set', 'element', 'rule'),
  wanted: ['chain', 'rule', 'set', 'map', 'object', 'flowtable'],
};

const inner: ListingStyle = { inner: true };
const dense: ListingStyle = { inner: true, dense: true };

export const QUERY_PLANS: Readonly<Record<Exclude<QueryKind, 'hooks'>, QueryPlan>> = {
  ruleset: all,
  tables: { ask: dumps('table'), wanted: [], style: { namesOnly: true } },
  table: { ...all, one: ['table'] },
  chains: { ask: dumps('table', 'chain'), wanted: ['chain'], style: dense },
  chain: { ask: rules, wanted: ['chain', 'rule'], one: ['chain'], style: inner },
  rules: { ask: rules, wanted: ['chain', 'rule'] },
  rule: { ask: rules, wanted: ['chain', 'rule'], one: ['rule'], style: inner },
  objects: { ask: objects, wanted: ['object'], style: dense },
  object: { ask: objects, wanted: ['object'], one: ['object'], style: dense },
  flowtables: { ask: flowtables, wanted: ['flowtable'], style: dense },
  flowtable: { ask: flowtables, wanted: ['flowtable'], one: ['flowtable'], style: dense },
  sets: { ask: sets, wanted: ['set'], style: dense },
  set: { ask: set, wanted: ['set'], one: ['set'], style: dense },
  maps: { ask: sets, wanted: ['map'], style: dense },
  map: { ask: set, wanted: ['map'], one: ['map'], style: dense },
  meters: { ask: sets, wanted: ['meter'], style: dense },
  meter: { ask: set, wanted: ['meter'], one: ['meter'], style: dense },
  elements: { ask: set, wanted: ['set', 'map'], style: dense },
};
