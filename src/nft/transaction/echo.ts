import type { Handle } from '../../handle/handle.js';
import type { Family, Item } from '../ast.js';
import { raiseItems } from '../delinearize/ruleset.js';
import { FAMILY_NUMBERS } from '../family.js';
import type { KernelRuleset, KernelSet } from '../kernel.js';
import { printAdded } from '../print/echo.js';
import { type JsonRuleset, METAINFO, toJson } from '../print/json.js';
import type { PrintOptions } from '../print/ruleset.js';
import { dump } from './dump.js';
import { withInterfaces } from './interfaces.js';
import { jsonOptions, Listing } from './listing.js';
import { takeAll } from './pace.js';
import { ObjectReader } from './read.js';

/** What a transaction has added. */
export class Echo extends Listing {
  readonly #options: PrintOptions;

  /** @internal */
  constructor(added: readonly Item[], options: PrintOptions) {
    super(added, options);
    this.#options = options;
  }

  /** Commands that add it, one a line, as `nft -e` prints them; with `handles` their handles behind them. */
  override toString(options: PrintOptions = {}): string {
    return [...printAdded(this.nftables, { ...this.#options, ...options })].join('');
  }

  override async toText(options: PrintOptions = {}): Promise<string> {
    return (await takeAll(printAdded(this.nftables, { ...this.#options, ...options }))).join('');
  }

  /** The same commands as `nft -j -e` has them. */
  override toJSON(options: PrintOptions = {}): JsonRuleset {
    const [, ...items] = toJson(this, { ...this.#options, ...jsonOptions(options) }).nftables;
    const commands = items.map((item) => ({ add: item }) as unknown as Item);
    return { nftables: [{ metainfo: METAINFO }, ...commands] };
  }
}

/** Makes objects of what the kernel has echoed, with the help of what they are in. */
export async function readEcho(handle: Handle, answer: ArrayBuffer): Promise<Echo> {
  const reader = new ObjectReader();
  reader.read(answer);
  const echoed = reader.objects;
  const added = new Set([...echoed.tables, ...echoed.chains, ...echoed.sets].map(keyOf));
  // Rules say neither what their chain is nor what the sets are that they refer to.
  const around = await handle.netfilter((socket) => dump(socket, ['table', 'chain', 'set']));
  const sets = around.sets.map((set): KernelSet => ({ ...set, elements: reader.elementsOf(set) }));
  const filled = new Set(sets.filter(({ elements = [] }) => elements.length > 0).map(keyOf));
  const objects: KernelRuleset = { ...echoed, tables: around.tables, chains: around.chains, sets };
  return withInterfaces(handle, async (names) => {
    const isAdded = (item: Item): boolean => {
      if ('rule' in item) return true;
      const [kind = ''] = Object.keys(item);
      if (!['table', 'chain', 'set', 'map'].includes(kind)) return true;
      const key = keyOfItem(item);
      return added.has(key) || filled.has(key);
    };
    return new Echo(await takeAll(raiseItems(objects, { names }), isAdded), { names });
  });
}

interface Named {
  readonly family: number;
  readonly table?: string;
  readonly name: string;
  readonly handle: number;
}

function keyOf({ family, table, name, handle }: Named): string {
  return [family, table, name, handle].join(' ');
}

function keyOfItem(item: Item): string {
  const [object] = Object.values(item) as [Omit<Named, 'family'> & { readonly family: Family }];
  return keyOf({ ...object, family: FAMILY_NUMBERS[object.family] });
}
