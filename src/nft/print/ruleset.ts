import type {
  Chain,
  Flowtable,
  Item,
  NamedMap,
  NamedSet,
  Rule,
  Ruleset,
  StatefulObject,
  Table,
} from '../ast.js';
import { DEFAULT_STYLE, type TextStyle } from '../datatype/datatype.js';
import type { Names } from '../names/names.js';
import { SYSTEM_NAMES } from '../names/system.js';
import { formatPriority } from '../priority.js';
import { listOf } from '../statement/flags.js';
import type { PrintContext } from './context.js';
import { printFlowtable } from './flowtable.js';
import { printNamedSet } from './named_set.js';
import { printObject } from './object.js';
import { printRule } from './rule.js';
import { withoutState } from './stateless.js';
import { withoutElements } from './terse.js';

/** What a listing leaves out. */
export interface ContentOptions {
  /** The values of counters and the like, and when elements expire (`nft -s`). */
  readonly stateless?: boolean | undefined;
  /** The elements of named sets and maps (`nft -t`). */
  readonly terse?: boolean | undefined;
}

/** How a listing is wanted; by default as `nft list ruleset` prints it. */
export interface PrintOptions extends Partial<TextStyle>, ContentOptions {
  /** With handles, in comments (`nft -a`). */
  readonly handles?: boolean | undefined;
  /** Numbers wherever there could be a name, and seconds (`nft -n`). */
  readonly numeric?: boolean | undefined;
  /** Numbers instead of `dstnat` and the like (`nft -y`). */
  readonly numericPriorities?: boolean | undefined;
  readonly names?: Partial<Names> | undefined;
}

/** What kind of listing it is. */
export interface ListingStyle {
  /** Of tables their names alone: `nft list tables`. */
  readonly namesOnly?: boolean | undefined;
  /** Tables only stand around what is listed: text says no more of them, and JSON does without. */
  readonly inner?: boolean | undefined;
  /** Without empty lines between objects, as `nft list counters` and the like print them. */
  readonly dense?: boolean | undefined;
}

interface Listing {
  readonly options: PrintOptions & ListingStyle;
  readonly context: Omit<PrintContext, 'family'>;
}

/** A table with what belongs to it. */
interface TableContent {
  readonly table: Table;
  readonly objects: StatefulObject[];
  readonly sets: ({ readonly set: NamedSet } | { readonly map: NamedMap } | { readonly meter: NamedSet })[];
  readonly flowtables: Flowtable[];
  readonly chains: { readonly chain: Chain; readonly rules: Rule[] }[];
}

/** A ruleset as text, as nft lists it: it can be read back. */
export function print(ruleset: Ruleset, options: PrintOptions & ListingStyle = {}): string {
  return [...printLines(ruleset, options)].join('');
}

/** The same, a few lines at a time. */
export function* printLines(
  ruleset: Ruleset,
  options: PrintOptions & ListingStyle = {},
): Generator<string, void> {
  const context = contextOf(options);
  const listed = shown(ruleset, options);
  for (const content of collect(listed.nftables)) yield* printTable(content, { options, context });
}

/** How constants are listed with these options. */
export function contextOf(options: PrintOptions): Omit<PrintContext, 'family'> {
  const { numeric = false } = options;
  const { serviceNames, userNames, ...numbers } = { ...DEFAULT_STYLE, ...options };
  return {
    names: { ...SYSTEM_NAMES, ...options.names },
    style: {
      serviceNames,
      userNames,
      numericSymbols: numeric || numbers.numericSymbols,
      numericProtocols: numeric || numbers.numericProtocols,
      numericTimes: numeric || numbers.numericTimes,
    },
  };
}

/** What of a ruleset is wanted. */
export function shown(ruleset: Ruleset, { stateless = false, terse = false }: ContentOptions): Ruleset {
  const listed = terse ? withoutElements(ruleset) : ruleset;
  return stateless ? withoutState(listed) : listed;
}

function collect(items: readonly Item[]): TableContent[] {
  const contents: TableContent[] = [];
  const tables = new Map<string, TableContent>();
  const chains = new Map<string, Rule[]>();
  let last: Rule | undefined;
  let ofLast: Rule[] | undefined;
  for (const item of items) {
    if ('table' in item) {
      const content: TableContent = { table: item.table, objects: [], sets: [], flowtables: [], chains: [] };
      contents.push(content);
      tables.set(key(item.table.family, item.table.name), content);
    } else if ('chain' in item) {
      const { chain } = item;
      const rules: Rule[] = [];
      tables.get(key(chain.family, chain.table))?.chains.push({ chain, rules });
      chains.set(key(chain.family, chain.table, chain.name), rules);
    } else if ('rule' in item) {
      const { rule } = item;
      // Most rules are in the chain of the one before.
      if (last?.chain !== rule.chain || last.table !== rule.table || last.family !== rule.family) {
        ofLast = chains.get(key(rule.family, rule.table, rule.chain));
      }
      last = rule;
      ofLast?.push(rule);
    } else if ('set' in item || 'map' in item || 'meter' in item) {
      const [, set] = keptIn(item);
      tables.get(key(set.family, set.table))?.sets.push(item);
    } else if ('flowtable' in item) {
      const { flowtable } = item;
      tables.get(key(flowtable.family, flowtable.table))?.flowtables.push(flowtable);
    } else {
      const [{ family, table }] = Object.values(item) as [
        { readonly family: string; readonly table: string },
      ];
      tables.get(key(family, table))?.objects.push(item);
    }
  }
  return contents;
}

function keptIn(item: TableContent['sets'][number]) {
  if ('set' in item) return ['set', item.set] as const;
  return 'map' in item ? (['map', item.map] as const) : (['meter', item.meter] as const);
}

function key(...names: readonly string[]): string {
  return names.join(' ');
}

function handleComment(handle: number | undefined, { options }: Listing): string {
  return options.handles === true && handle !== undefined ? ` # handle ${handle}` : '';
}

function handleOf(object: StatefulObject, listing: Listing): string {
  const [{ handle }] = Object.values(object) as [{ readonly handle?: number }];
  return handleComment(handle, listing);
}

function* printTable(
  { table, objects, sets, flowtables, chains }: TableContent,
  listing: Listing,
): Generator<string, void> {
  const {
    stateless = false,
    numeric = false,
    numericPriorities = numeric,
    dense = false,
    namesOnly = false,
    inner = false,
  } = listing.options;
  const { family, name, handle } = table;
  if (namesOnly) {
    yield `table ${family} ${name}\n`;
    return;
  }
  const comment = inner ? undefined : table.comment;
  const flags = inner ? [] : listOf(table.flags);
  let text = `table ${family} ${name} {${inner ? '' : handleComment(handle, listing)}\n`;
  if (flags.length > 0) text += `\tflags ${flags.join(',')}\n`;
  if (comment !== undefined) text += `\tcomment "${comment}"\n`;
  // nft leaves an empty line behind flags, but none behind a comment.
  let separator = flags.length > 0 ? '\n' : '';
  const add = (block: string) => {
    text += separator + block;
    separator = dense ? '' : '\n';
  };
  for (const object of objects) add(printObject(object, handleOf(object, listing), stateless));
  const context: PrintContext = { ...listing.context, family };
  for (const item of sets) {
    const [kind, set] = keptIn(item);
    add(printNamedSet(kind, set, handleComment(set.handle, listing), context));
  }
  for (const flowtable of flowtables) {
    add(printFlowtable(flowtable, handleComment(flowtable.handle, listing), numericPriorities));
  }
  for (const { chain, rules } of chains) {
    add(printChainHead(chain, listing));
    yield text;
    yield* printRules(chain, rules, listing);
    text = '\t}\n';
  }
  yield `${text}}\n`;
}

function printChainHead(chain: Chain, listing: Listing): string {
  let text = `\tchain ${chain.name} {${handleComment(chain.handle, listing)}\n`;
  if (chain.comment !== undefined) text += `\t\tcomment "${chain.comment}"\n`;
  return text + printHook(chain, listing.options);
}

function* printRules(chain: Chain, rules: readonly Rule[], listing: Listing): Generator<string, void> {
  const context: PrintContext = { ...listing.context, family: chain.family };
  for (const rule of rules) yield `\t\t${printRule(rule, context)}${handleComment(rule.handle, listing)}\n`;
}

function printHook({ family, type, hook, prio, policy, dev, flags }: Chain, options: PrintOptions): string {
  if (type === undefined || hook === undefined || prio === undefined) return '';
  const devices = listOf(dev);
  let text = `\t\ttype ${type} hook ${hook}`;
  if (devices.length === 1) text += ` device "${devices[0]}"`;
  else if (devices.length > 1) text += ` devices = { ${devices.join(', ')} }`;
  text += ` priority ${options.numericPriorities === true || options.numeric === true ? prio : formatPriority(prio, family, hook)};`;
  if (policy !== undefined) text += ` policy ${policy};`;
  if (flags?.includes('offload') === true) text += ' flags offload;';
  return `${text}\n`;
}
