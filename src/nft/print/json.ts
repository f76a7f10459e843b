import type {
  Chain,
  ElementExpression,
  Expression,
  Flowtable,
  HookEntry,
  Item,
  MapEntry,
  MetaInfo,
  NamedMap,
  NamedSet,
  Rule,
  Ruleset,
  SetType,
  Statement,
  Table,
} from '../ast.js';
import { listOf } from '../statement/flags.js';
import { boundRules } from '../verdict.js';
import type { PrintContext } from './context.js';
import { typeOf } from './expression.js';
import { type Restyle, restyler, restyleSet, restyleStatement } from './restyle.js';
import { printStatement } from './rule.js';
import { contextOf, type PrintOptions, shown } from './ruleset.js';

/** The dialect of JSON that is written, as nft names its own. */
export const METAINFO: MetaInfo = {
  version: '1.0.6',
  release_name: 'Lester Gooch #5',
  json_schema_version: 1,
};

/** A listing with the head that `nft -j` gives it. */
export interface JsonRuleset {
  readonly nftables: readonly (
    | { readonly metainfo: MetaInfo }
    | Item
    /** Of `list hooks`, for which nft has no JSON. */
    | { readonly hook: HookEntry }
  )[];
}

/** A ruleset as `nft -j list ruleset` has it: with its head, and without what nft 1.0.6 says in text only. */
export function toJson(ruleset: Ruleset, options: PrintOptions = {}): JsonRuleset {
  const { nftables } = shown(ruleset, options);
  const context = contextOf(options);
  const listing = { context, change: restyler(context.names, context.style) };
  return { nftables: [{ metainfo: METAINFO }, ...nftables.map((item) => toJsonItem(item, listing))] };
}

interface JsonListing {
  readonly context: Omit<PrintContext, 'family'>;
  /** Undefined where constants stay as they are. */
  readonly change: Restyle | undefined;
}

function toJsonItem(item: Item, listing: JsonListing): Item {
  const { change } = listing;
  if ('table' in item) return { table: withoutComment(item.table) };
  if ('flowtable' in item) return { flowtable: withoutFlags(item.flowtable) };
  if ('set' in item) return { set: asListed(restyled(item.set, change)) };
  if ('map' in item) return { map: mapAsListed(restyled(item.map, change)) };
  if ('meter' in item) return { meter: asListed(restyled(item.meter, change)) };
  if ('rule' in item) return ruleAsListed(item.rule, listing);
  return 'chain' in item ? { chain: withoutText(item.chain) } : item;
}

function restyled<S extends NamedSet>(set: S, change: Restyle | undefined): S {
  return change === undefined ? set : restyleSet(set, change);
}

function ruleAsListed(rule: Rule, listing: JsonListing): Item {
  const { expr, ...empty } = rule;
  if (expr.length === 0) return { rule: empty as Rule };
  return { rule: listing.change !== undefined || expr.some(hasNoJson) ? changed(rule, listing) : rule };
}

/** nft has no JSON for packets that fill maps and for chains without names, and writes their text instead. */
function hasNoJson(statement: Statement): boolean {
  return 'map' in statement || boundRules(statement) !== undefined;
}

function changed(rule: Rule, { context, change }: JsonListing): Rule {
  const expr = rule.expr.map((each) => {
    if (hasNoJson(each)) return printStatement(each, { ...context, family: rule.family });
    return change === undefined ? each : restyleStatement(each, change);
  });
  return { ...rule, expr: expr as readonly Statement[] };
}

/** nft's JSON says neither that packets may change the set nor that its elements are merged. */
function asListed<S extends NamedSet>({
  'auto-merge': _,
  flags,
  ...rest
}: S): Omit<S, 'auto-merge' | 'flags'> & NamedSet {
  const set = {
    ...rest,
    type: namesOf(rest.type),
    ...wholeSeconds(rest),
    ...present({ elem: rest.elem?.map(itemAsListed) }),
  };
  const shown = listOf(flags).filter((flag) => flag !== 'dynamic');
  if (shown.length === 0) return set as never;
  // In its place among the properties.
  const { timeout, 'gc-interval': interval, elem, stmt, ...before } = set;
  return { ...before, flags: shown, ...present({ timeout, 'gc-interval': interval, elem, stmt }) } as never;
}

function mapAsListed({ map, interval: _, ...rest }: NamedMap): NamedMap {
  const names = namesOf(map);
  const data = typeof names === 'string' ? names : names.join(' . ');
  const { family, name, table, type, handle, comment, ...more } = asListed(rest);
  return { family, name, table, type, ...present({ handle, comment }), map: data, ...more } as NamedMap;
}

/** nft's JSON has one statement of an element. */
function itemAsListed(item: Expression | MapEntry): Expression | MapEntry {
  if (Array.isArray(item) && item.length === 2) {
    const [key, data] = item as unknown as MapEntry;
    return [elementAsListed(key), data];
  }
  return elementAsListed(item as Expression);
}

function elementAsListed(item: Expression): Expression {
  if (typeof item !== 'object' || Array.isArray(item) || !('elem' in item)) return item;
  const { stmt: _, ...elem } = (item as ElementExpression).elem;
  return { elem: { ...elem, ...wholeSeconds(elem) } };
}

/** nft's JSON counts time in seconds, and forgets what is left over. */
function wholeSeconds(timed: { readonly [K in (typeof TIMES)[number]]?: number | undefined }) {
  return Object.fromEntries(
    TIMES.flatMap((key) => {
      const seconds = timed[key];
      return seconds === undefined ? [] : [[key, Math.floor(seconds)]];
    }),
  );
}

const TIMES = ['timeout', 'expires', 'gc-interval'] as const;

/** nft's JSON has only datatypes. */
function namesOf(type: NamedSet['type']): SetType {
  if (typeof type === 'string' || !('typeof' in type)) return type;
  const datatype = typeOf(type.typeof);
  return datatype?.fields?.map((field) => field.type.name) ?? datatype?.name ?? 'integer';
}

function present<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function withoutComment({ comment: _, ...table }: Table): Table {
  return table;
}

function withoutFlags({ flags: _, ...flowtable }: Flowtable): Flowtable {
  return flowtable;
}

function withoutText({ comment: _, flags: _flags, dev: _dev, ...chain }: Chain): Chain {
  return chain;
}

/** JSON text as nft writes it. Bigints become plain numbers, exactly; JSON.parse would round them. */
export function stringifyJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(stringifyJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}: ${stringifyJson(each)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}
