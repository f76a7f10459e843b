import { readFile } from 'node:fs/promises';
import { boolean, type Check, checkOptions, oneOf, text, wrongType } from '../../check/options.js';
import type { Handle } from '../../handle/handle.js';
import type { Expression, Family, Item, MapEntry } from '../ast.js';
import type { CompileInput } from '../compile.js';
import { raiseItems } from '../delinearize/ruleset.js';
import { FAMILIES, FAMILY_NUMBERS } from '../family.js';
import { isObjectKind, objectDefinition } from '../object/index.js';
import type { Query } from '../operation.js';
import { commit } from './commit.js';
import { dump, resetObjects } from './dump.js';
import { elementsOf, type SetReference } from './elements.js';
import { INCLUDE_PATH } from './include.js';
import { withInterfaces } from './interfaces.js';
import { Listing } from './listing.js';
import { takeAll } from './pace.js';
import type { Dumped } from './write.js';

/** How {@link Nft.run} is to work. */
export interface RunOptions {
  /**
   * Only find out whether everything would be applied: `nft -c`. The kernel goes through the transaction and undoes it, so
   * CAP_NET_ADMIN is needed all the same. Nothing is listed or reset. Default: false.
   */
  readonly check?: boolean;
  /**
   * Where text finds the files that it includes by a name alone: `nft -I`. Default: `/etc`. Paths that begin with `/`,
   * `./` or `../` are found without it, the latter from where the program was started. `false`: no text can include
   * files, which is wise where the text is not the program's own.
   */
  readonly includePath?: readonly string[] | false;
}

/** What {@link Nft.list} is to give; without anything, the whole ruleset. */
export interface ListOptions {
  readonly family?: Family;
  /** Only this table: `nft list table FAMILY TABLE`. */
  readonly table?: string;
  /** Only this chain: `nft list chain FAMILY TABLE CHAIN`. */
  readonly chain?: string;
}

/**
 * The packet filter of a namespace: `nft`, without nft. Changes need CAP_NET_ADMIN, listings CAP_NET_ADMIN too (the
 * kernel's rule); nft(8), libnftables-json(5).
 */
export class Nft {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Carries out commands, as `nft -f` does: nft's own language, or libnftables' JSON as objects. All changes are one
   * transaction: every one of them is applied, or none.
   *
   *     await ns.nft.run('add table inet filter; add chain inet filter input { type filter hook input priority 0; }');
   *     await ns.nft.run(nft`add rule inet filter input ip saddr ${address} drop`);
   *     await ns.nft.run([{ add: { table: { family: 'ip', name: 'nat' } } }]);
   *
   *     await ns.nft.run(text, { check: true }); // nft -c -f: an error, or nothing
   *
   * @returns what its `list` commands asked for, in their order, as of after the changes.
   * @throws NftError ERR_NFT_SYNTAX and ERR_NFT_SEMANTIC before anything is sent, ERR_NFT_KERNEL if the kernel
   *   refuses; each with its place in the input.
   */
  async run(input: CompileInput, options: RunOptions = {}): Promise<Listing[]> {
    checkOptions('nft.run', options, { check: boolean, includePath: folders });
    const { check = false, includePath = INCLUDE_PATH } = options;
    const handle = this.#handle;
    const queries = await handle.netfilter((socket) => commit(handle, socket, input, { check, includePath }));
    if (check) return [];
    const listings: Listing[] = [];
    for (const query of queries) listings.push(await this.#query(query));
    return listings;
  }

  /**
   * Carries out the commands of a file, text or JSON: `nft -f FILE`, `nft -j -f FILE`. As {@link run}, and errors name the file.
   *
   * @throws the error of `node:fs` if the file cannot be read
   */
  async runFile(path: string, options: RunOptions = {}): Promise<Listing[]> {
    return this.run({ text: await readFile(path, 'utf8'), filename: path }, options);
  }

  /** Lists the ruleset, or a part of it: `nft list ruleset`. All of it as of one moment. */
  async list(options: ListOptions = {}): Promise<Listing> {
    checkOptions('nft.list', options, { family: oneOf(...FAMILIES), table: text, chain: text });
    return this.#query({ what: 'ruleset', ...options });
  }

  /**
   * The elements of a set or a map, each as nft's JSON has it: a key, of a map a key and what it leads to. All as of one
   * moment; they become objects one by one, as they are asked for, so that a set of a million costs no list of them.
   * `nft list set FAMILY TABLE NAME`.
   *
   *     for await (const address of ns.nft.elements({ family: 'ip', table: 'filter', name: 'blocked' })) ...
   *
   * In the order in which the kernel has them; ranges in theirs.
   *
   * @throws SystemError ENOENT if there is no such set.
   */
  elements(set: SetReference): AsyncIterableIterator<Expression | MapEntry> {
    const checks = { family: oneOf(...FAMILIES), table: text, name: text };
    checkOptions('nft.elements', set, checks, ['family', 'table', 'name']);
    return elementsOf(this.#handle, set);
  }

  async #query(query: Query): Promise<Listing> {
    const { what, family, table, type, name, reset = false } = query;
    const number = family === undefined ? 0 : FAMILY_NUMBERS[family];
    const objects = await this.#handle.netfilter((socket) =>
      reset
        ? resetObjects(socket, { family: number, table, type, name })
        : dump(socket, KINDS[what] ?? ALL, number),
    );
    return withInterfaces(this.#handle, async (names) => {
      const wanted = await takeAll(raiseItems(objects, { names }), (item) => isWanted(item, query));
      const dense = what === 'objects' || what === 'flowtables' || what === 'sets' || what === 'maps';
      return new Listing(reset ? withoutEmptyTables(wanted) : wanted, { names, dense });
    });
  }
}

/** A list of folders, or false. */
const folders: Check = (field, value) => {
  if (value === false) return;
  if (!Array.isArray(value)) throw wrongType(field, value, 'a list of folders, or false');
  for (const [i, folder] of value.entries()) text(`${field}[${i}]`, folder);
};

const ALL = ['table', 'chain', 'object', 'flowtable', 'set', 'element', 'rule'] as const;

/** What has to be dumped for a query, where that is not everything. */
const KINDS: Readonly<Partial<Record<Query['what'], readonly Dumped[]>>> = {
  tables: ['table'],
  chains: ['table', 'chain'],
  objects: ['table', 'object'],
  flowtables: ['table', 'flowtable'],
  sets: ['table', 'set', 'element'],
  maps: ['table', 'set', 'element'],
  set: ['table', 'set', 'element'],
};

function isWanted(item: Item, { what, table, chain, name, type }: Query): boolean {
  if ('table' in item) return table === undefined || item.table.name === table;
  if ('chain' in item) return isOf(item.chain, table) && (chain === undefined || item.chain.name === chain);
  if ('rule' in item) return isOf(item.rule, table) && (chain === undefined || item.rule.chain === chain);
  if (chain !== undefined) return false;
  if (what === 'sets' && !('set' in item)) return false;
  if (what === 'maps' && !('map' in item)) return false;
  const [kind, object] = Object.entries(item)[0] as [
    string,
    { readonly name: string; readonly table: string },
  ];
  if (!isOf(object, table) || (name !== undefined && object.name !== name)) return false;
  return type === undefined || (isObjectKind(kind) && objectDefinition(kind).type === type);
}

/** What was set back is listed with its tables only. */
function withoutEmptyTables(items: readonly Item[]): readonly Item[] {
  return items.filter((item, i) => {
    const next = items[i + 1];
    return !('table' in item) || (next !== undefined && !('table' in next));
  });
}

function isOf(item: { readonly table: string }, table: string | undefined): boolean {
  return table === undefined || item.table === table;
}
