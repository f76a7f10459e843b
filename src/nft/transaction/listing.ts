import { boolean, type Check, type Checks, checkOptions, wrongType } from '../../check/options.js';
import type { Chain, HookEntry, Item, Rule, Ruleset, Table } from '../ast.js';
import { type JsonRuleset, stringifyJson, toJson } from '../print/json.js';
import { type ListingStyle, type PrintOptions, print, printLines } from '../print/ruleset.js';
import { takeAll } from './pace.js';

export type { ListingStyle };

const names: Check = (field, value) => {
  if (typeof value !== 'object' || value === null) throw wrongType(field, value, 'an object of look-ups');
};

const PRINT_OPTIONS: Checks<PrintOptions> = {
  handles: boolean,
  stateless: boolean,
  terse: boolean,
  numeric: boolean,
  numericPriorities: boolean,
  numericProtocols: boolean,
  numericSymbols: boolean,
  numericTimes: boolean,
  serviceNames: boolean,
  userNames: boolean,
  names,
};

/** nftables objects as they were at one moment: typed, as nft's text, and as nft's JSON. */
export class Listing implements Ruleset {
  /** The objects, in the order of `nft -j list ruleset`: each table, its chains, then their rules. */
  readonly nftables: readonly Item[];
  readonly #options: PrintOptions & ListingStyle;

  /** @internal */
  constructor(nftables: readonly Item[], options: PrintOptions & ListingStyle) {
    this.nftables = nftables;
    this.#options = options;
  }

  /** Of `list hooks`: what the kernel runs at each of its hooks, in that order. */
  get hooks(): readonly HookEntry[] {
    return [];
  }

  get tables(): Table[] {
    return this.nftables.flatMap((item) => ('table' in item ? [item.table] : []));
  }

  get chains(): Chain[] {
    return this.nftables.flatMap((item) => ('chain' in item ? [item.chain] : []));
  }

  get rules(): Rule[] {
    return this.nftables.flatMap((item) => ('rule' in item ? [item.rule] : []));
  }

  /** What `nft list ruleset` prints; with options, what it prints with `-a`, `-s` and the like. */
  toString(options: PrintOptions = {}): string {
    checkOptions('toString', options, PRINT_OPTIONS);
    return print(this, { ...this.#options, ...options });
  }

  /** The same as {@link toString}, without holding up the event loop however long the listing is. */
  async toText(options: PrintOptions = {}): Promise<string> {
    checkOptions('toText', options, PRINT_OPTIONS);
    return (await takeAll(printLines(this, { ...this.#options, ...options }))).join('');
  }

  /**
   * What `nft -j list ruleset` prints, as an object; with options, what it prints with `-s`, `-n` and the like. Handles it
   * has always, priorities and times in numbers. Counters over 2^53 are bigint in it, which JSON.stringify does not take:
   * {@link toJsonText} writes them exactly.
   */
  toJSON(options: PrintOptions = {}): JsonRuleset {
    const { inner = false } = this.#options;
    const nftables = this.nftables.filter((item) => !inner || !('table' in item));
    return toJson({ nftables }, { ...this.#options, ...jsonOptions(options) });
  }

  /** The same as text. */
  toJsonText(options: PrintOptions = {}): string {
    return stringifyJson(this.toJSON(options));
  }
}

/** The options, checked; JSON.stringify passes the key that it is at instead. */
export function jsonOptions(options: PrintOptions | string): PrintOptions {
  if (typeof options === 'string') return {};
  checkOptions('toJSON', options, PRINT_OPTIONS);
  return options;
}
