import { NF_ACCEPT } from '../../uapi/netfilter.js';
import { NFT_CHAIN_HW_OFFLOAD, NFT_TABLE_F_DORMANT, NFT_TABLE_F_OWNER } from '../../uapi/nf_tables.js';
import type { Chain, ChainType, Family, Item, Rule, Ruleset, Table, TableFlag } from '../ast.js';
import { familyNumbered } from '../family.js';
import { hookNumbered } from '../hook.js';
import type { KernelChain, KernelRule, KernelRuleset, KernelTable } from '../kernel.js';
import type { Names } from '../names/names.js';
import { SYSTEM_NAMES } from '../names/system.js';
import { ListedPatterns } from '../pattern/listed.js';
import { compactList } from '../statement/flags.js';
import { decodeComment } from '../userdata.js';
import { isBound, withBoundChains } from './bound_chain.js';
import { raiseFlowtable } from './flowtable.js';
import { raiseSet } from './named_set.js';
import { raiseObject } from './object.js';
import type { SetsByName } from './raising.js';
import { isAnonymous, isMeter } from './set_kind.js';

export interface RaiseOptions {
  /** Look-ups instead of this machine's: interfaces of the namespace. */
  readonly names?: Partial<Names> | undefined;
  /** Of sets, only those that `meter` statements fill, which belong to their rules. Default: those with names of their own. */
  readonly meters?: boolean;
}

/** What the kernel lists, as nft lists it: each table with its objects, flowtables and chains, then its rules. Properties are in nft's order. */
export function raiseRuleset(objects: KernelRuleset, options: RaiseOptions = {}): Ruleset {
  return { nftables: [...raiseItems(objects, options)] };
}

/** The same, item by item. */
export function* raiseItems(objects: KernelRuleset, options: RaiseOptions = {}): Generator<Item, void> {
  const names: Names = { ...SYSTEM_NAMES, ...options.names };
  const patterns = new ListedPatterns(names);
  const chains = groupByTable(objects.chains);
  const rules = groupByTable(objects.rules);
  const sets = groupByTable(objects.sets);
  const stateful = groupByTable(objects.objects);
  const flowtables = groupByTable(objects.flowtables);
  for (const object of objects.tables) {
    const family = familyNumbered(object.family);
    if (family === undefined) continue;
    yield { table: raiseTable(object, family) };
    const key = tableKey(object.family, object.name);
    for (const each of stateful.get(key) ?? []) {
      const raised = raiseObject(each, family);
      if (raised !== undefined) yield raised;
    }
    for (const each of sets.get(key) ?? []) {
      if (options.meters === true) {
        const raised = isMeter(each) ? raiseSet(each, family, names) : undefined;
        if (raised !== undefined && 'set' in raised) yield { meter: raised.set };
      } else if (!isAnonymous(each)) yield raiseSet(each, family, names);
    }
    for (const each of flowtables.get(key) ?? []) yield { flowtable: raiseFlowtable(each, family) };
    const byName: SetsByName = new Map((sets.get(key) ?? []).map((set) => [set.name, set]));
    const [bound, ofTable] = partition(chains.get(key) ?? [], isBound);
    for (const chain of ofTable) yield { chain: raiseChain(chain, family) };
    const byChain = groupByChain(rules.get(key) ?? []);
    const raise = (rule: KernelRule) => raiseKernelRule(rule, family, patterns, byName);
    const complete = withBoundChains(bound, byChain, raise);
    for (const chain of ofTable) {
      for (const rule of byChain.get(chain.name) ?? []) yield { rule: complete(raise(rule)) };
    }
  }
}

function partition<T>(all: readonly T[], isFirst: (each: T) => boolean): [first: T[], others: T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}

function tableKey(family: number, name: string): string {
  return `${family} ${name}`;
}

function groupByTable<T extends { readonly family: number; readonly table: string }>(
  objects: readonly T[],
): Map<string, T[]> {
  return groupBy(
    objects,
    ({ family, table }) => tableKey(family, table),
    (a, b) => a.table === b.table && a.family === b.family,
  );
}

function groupByChain(rules: readonly KernelRule[]): Map<string, KernelRule[]> {
  return groupBy(
    rules,
    ({ chain }) => chain,
    (a, b) => a.chain === b.chain,
  );
}

/** Most objects are in the group of the one before, which spares looking for it. */
function groupBy<T>(
  objects: readonly T[],
  keyOf: (object: T) => string,
  together: (a: T, b: T) => boolean,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  let last: T[] = [];
  for (const object of objects) {
    const [first] = last;
    if (first === undefined || !together(first, object)) {
      const key = keyOf(object);
      last = groups.get(key) ?? [];
      groups.set(key, last);
    }
    last.push(object);
  }
  return groups;
}

function raiseTable({ name, handle, flags = 0, userdata }: KernelTable, family: Family): Table {
  const names: TableFlag[] = [];
  if ((flags & NFT_TABLE_F_DORMANT) !== 0) names.push('dormant');
  if ((flags & NFT_TABLE_F_OWNER) !== 0) names.push('owner');
  const comment = decodeComment(userdata);
  return {
    family,
    name,
    handle,
    ...(names.length === 0 ? {} : { flags: compactList(names) }),
    ...(comment === undefined ? {} : { comment }),
  };
}

function raiseChain(chain: KernelChain, family: Family): Chain {
  const { table, name, handle, flags = 0, userdata } = chain;
  const comment = decodeComment(userdata);
  return {
    family,
    table,
    name,
    handle,
    ...raiseBase(chain, family),
    ...((flags & NFT_CHAIN_HW_OFFLOAD) === 0 ? {} : { flags: ['offload'] as const }),
    ...(comment === undefined ? {} : { comment }),
  };
}

type Base = Pick<Chain, 'type' | 'hook' | 'prio' | 'policy' | 'dev'>;

function raiseBase(
  { type, hook, priority = 0, policy = NF_ACCEPT, devices = [] }: KernelChain,
  family: Family,
): Base {
  const name = hook === undefined ? undefined : hookNumbered(family, hook);
  if (type === undefined || name === undefined) return {};
  return {
    type: type as ChainType,
    hook: name,
    prio: priority,
    policy: policy === NF_ACCEPT ? 'accept' : 'drop',
    ...(devices.length === 0 ? {} : { dev: compactList([...devices].sort()) }),
  };
}

function raiseKernelRule(rule: KernelRule, family: Family, patterns: ListedPatterns, sets: SetsByName): Rule {
  const { table, chain, handle, userdata } = rule;
  const comment = decodeComment(userdata);
  const expr = rule.statements ?? patterns.raise(family, rule, sets);
  return { family, table, chain, handle, ...(comment === undefined ? {} : { comment }), expr };
}
