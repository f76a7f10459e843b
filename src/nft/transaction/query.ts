import { constants } from 'node:os';
import { SystemError } from '../../error/system_error.js';
import type { Handle } from '../../handle/handle.js';
import type { NativeNetlinkSocket } from '../../native/addon.js';
import type { Item } from '../ast.js';
import { raiseItems } from '../delinearize/ruleset.js';
import { FAMILY_NUMBERS } from '../family.js';
import type { KernelRuleset, KernelSet } from '../kernel.js';
import { isObjectKind, objectDefinition } from '../object/index.js';
import type { Query } from '../operation.js';
import { intervalsWith, toElements } from '../set/interval.js';
import { atOnce } from '../steps.js';
import { receive } from './dump.js';
import { HookListing, hooksIn } from './hooks.js';
import { withInterfaces } from './interfaces.js';
import { Listing } from './listing.js';
import { takeAll } from './pace.js';
import { type Listed, QUERY_PLANS, type QueryPlan } from './query_plan.js';

/**
 * What a query asks for.
 *
 * @throws SystemError ENOENT where what it names is not there, EOPNOTSUPP where the kernel cannot set it back
 */
export async function answer(handle: Handle, query: Query): Promise<Listing> {
  if (query.what === 'hooks') return new HookListing(await hooksIn(handle, query));
  const plan = QUERY_PLANS[query.what];
  const objects = await handle.netfilter((socket) => objectsFor(socket, query, plan));
  return withInterfaces(handle, async (names) => {
    const listed = await takeAll(
      raiseItems(objects, { names, meters: plan.wanted.includes('meter') }),
      (item) => isWanted(item, query, plan),
    );
    const { one, wanted } = plan;
    if (query.table !== undefined && listed.length === 0) throw missing('table', query);
    if (one !== undefined && !listed.some((item) => one.includes(kindOf(item))))
      throw missing(query.what, query);
    // Those of a kind are listed in tables that have objects of any.
    const shown = wanted.length === 1 && wanted[0] === 'object' ? withObjects(listed, objects) : listed;
    return new Listing(shown, { names, ...plan.style });
  });
}

/** Without tables that have no objects at all. */
function withObjects(items: readonly Item[], { objects }: KernelRuleset): Item[] {
  const tables = new Set(objects.map(({ family, table }) => `${family} ${table}`));
  return items.filter(
    (item) => !('table' in item) || tables.has(`${FAMILY_NUMBERS[item.table.family]} ${item.table.name}`),
  );
}

function missing(what: string, { family, table, chain, name }: Query): SystemError {
  const subject = [family, table, what === 'table' ? undefined : (chain ?? name)];
  const named = subject.filter((each) => each !== undefined).join(' ');
  return new SystemError(constants.errno.ENOENT, 'nf_tables dump', named, `there is no such ${what}`);
}

/** What the kernel has to say to a query. */
async function objectsFor(
  socket: NativeNetlinkSocket,
  query: Query,
  plan: QueryPlan,
): Promise<KernelRuleset> {
  const family = query.family === undefined ? 0 : FAMILY_NUMBERS[query.family];
  if (query.elements !== undefined) {
    const found = await elementsFor(socket, query, family);
    // What each new element gets is not what was asked for.
    return { ...found, sets: found.sets.map((each) => ({ ...each, expressions: [] })) };
  }
  return receive(socket, query, (messages) => plan.ask(messages, query, family));
}

/** A set with the elements that hold keys, and no others. */
async function elementsFor(
  socket: NativeNetlinkSocket,
  query: Query,
  family: number,
): Promise<KernelRuleset> {
  const { table = '', name = '', reset = false, elements = { keys: [], intervals: false } } = query;
  const set = { family, table, name };
  if (!elements.intervals) {
    return receive(socket, query, (messages) => {
      messages.dump('table', family);
      messages.set(set);
      for (const element of elements.keys) messages.element({ ...set, element }, reset);
    });
  }
  // Of an interval the kernel knows its ends only, so that they have to be found among all.
  const objects = await receive(socket, query, (messages) => {
    messages.dump('table', family);
    messages.set(set);
    messages.elements(set, false);
  });
  const sets = objects.sets.map((each): KernelSet => {
    const held = intervalsWith(elements.keys, each.elements ?? []) ?? missingElement(query);
    return { ...each, elements: atOnce(toElements(held, { whole: false, anonymous: false })) };
  });
  if (reset) {
    const begins = sets.flatMap((each) => each.elements ?? []).filter(({ flags = 0 }) => flags === 0);
    await receive(socket, query, (messages) => {
      for (const element of begins) messages.element({ ...set, element }, true);
    });
  }
  return { ...objects, sets };
}

function missingElement(query: Query): never {
  throw missing('element', query);
}

function isWanted(item: Item, { table, chain, name, handle, type }: Query, plan: QueryPlan): boolean {
  const kind = kindOf(item);
  const object = Object.values(item)[0] as {
    readonly table?: string;
    readonly name?: string;
    readonly handle?: number;
    readonly chain?: string;
  };
  if (kind === 'table') return table === undefined || object.name === table;
  if (!plan.wanted.includes(kind) || (table !== undefined && object.table !== table)) return false;
  if (kind === 'rule' && handle !== undefined && object.handle !== handle) return false;
  if (kind === 'rule') return chain === undefined || object.chain === chain;
  if (kind === 'chain') return chain === undefined || object.name === chain;
  if (name !== undefined && object.name !== name) return false;
  return kind !== 'object' || type === undefined || typeOf(item) === type;
}

function kindOf(item: Item): Listed | 'table' {
  const [kind = ''] = Object.keys(item);
  return isObjectKind(kind) ? 'object' : (kind as Listed | 'table');
}

/** NFT_OBJECT_* of a stateful object. */
function typeOf(item: Item): number | undefined {
  const [kind = ''] = Object.keys(item);
  return isObjectKind(kind) ? objectDefinition(kind).type : undefined;
}
