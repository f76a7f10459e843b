import { readFile } from 'node:fs/promises';
import { boolean, type Check, checkOptions, oneOf, text, wrongType } from '../../check/options.js';
import { SystemError } from '../../error/system_error.js';
import type { Handle } from '../../handle/handle.js';
import type { Expression, Family, HookEntry, HooksReference, MapEntry } from '../ast.js';
import type { CompileInput } from '../compile.js';
import { FAMILIES } from '../family.js';
import { commit } from './commit.js';
import { readEcho } from './echo.js';
import { elementsOf, type SetReference } from './elements.js';
import { hooksIn } from './hooks.js';
import { INCLUDE_PATH } from './include.js';
import type { Listing } from './listing.js';
import { answer } from './query.js';

/** How {@link Nft.run} is to work. */
export interface RunOptions {
  /**
   * Only find out whether everything would be applied: `nft -c`. The kernel goes through the transaction and undoes it, so
   * CAP_NET_ADMIN is needed all the same. Nothing is listed or reset. Default: false.
   */
  readonly check?: boolean;
  /**
   * Begin with a listing of what has been added, each object with its new handle: `nft -e`. A set that was there before
   * stands in it with its new elements alone. Default: false.
   */
  readonly echo?: boolean;
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
   *     const [added] = await ns.nft.run(text, { echo: true }); // nft -e -f
   *     for (const { handle } of added.rules) ...
   *
   * @returns what its `list` commands asked for, in their order, as of after the changes.
   * @throws NftError ERR_NFT_SYNTAX and ERR_NFT_SEMANTIC before anything is sent, ERR_NFT_KERNEL if the kernel
   *   refuses; each with its place in the input.
   */
  async run(input: CompileInput, options: RunOptions = {}): Promise<Listing[]> {
    commands('input', input);
    checkOptions('nft.run', options, { check: boolean, echo: boolean, includePath: folders });
    const { check = false, echo = false, includePath = INCLUDE_PATH } = options;
    const handle = this.#handle;
    const {
      answer: echoed,
      queries,
      explain,
    } = await handle.netfilter((socket) => commit(handle, socket, input, { check, echo, includePath }));
    if (check) return [];
    const listings: Listing[] = echo ? [await readEcho(handle, echoed)] : [];
    for (const operation of queries) {
      try {
        listings.push(await answer(handle, operation.query));
      } catch (error) {
        throw error instanceof SystemError ? await explain(operation, error) : error;
      }
    }
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
    const { table, chain } = options;
    const what = chain !== undefined ? 'chain' : table !== undefined ? 'table' : 'ruleset';
    return answer(this.#handle, { what, ...options });
  }

  /**
   * What the kernel runs at netfilter's hooks, chains of nftables and functions of modules, in that order:
   * `nft list hooks`. Linux 5.14, CONFIG_NETFILTER_NETLINK_HOOK.
   *
   *     for (const { family, hook, prio, chain } of await ns.nft.hooks({ family: 'ip' })) ...
   *
   * @throws SystemError EOPNOTSUPP if the kernel does not tell, ENODEV if there is no such device.
   */
  async hooks(options: HooksReference = {}): Promise<HookEntry[]> {
    checkOptions('nft.hooks', options, { family: oneOf(...FAMILIES), device: text });
    if (options.family === 'netdev' && options.device === undefined)
      throw new TypeError('nft.hooks: of the netdev family, device is required');
    return hooksIn(this.#handle, options);
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
}

/** What can be looked into for commands: whether they are such is for the compiler to say. */
const commands: Check = (field, value) => {
  if (typeof value === 'string' || Array.isArray(value)) return;
  const { text, nftables } = Object(value) as Partial<Record<'text' | 'nftables', unknown>>;
  if (typeof text !== 'string' && nftables === undefined)
    throw wrongType(field, value, 'text, or commands as objects of libnftables JSON');
};

/** A list of folders, or false. */
const folders: Check = (field, value) => {
  if (value === false) return;
  if (!Array.isArray(value)) throw wrongType(field, value, 'a list of folders, or false');
  for (const [i, folder] of value.entries()) text(`${field}[${i}]`, folder);
};
