import { checkOptions, oneOf, text } from '../../check/options.js';
import type { Handle } from '../../handle/handle.js';
import type { Family, Item } from '../ast.js';
import type { CompileInput } from '../compile.js';
import { raiseRuleset } from '../delinearize/ruleset.js';
import { FAMILIES, FAMILY_NUMBERS } from '../family.js';
import type { Query } from '../operation.js';
import { commit } from './commit.js';
import { dump } from './dump.js';
import { withInterfaces } from './interfaces.js';
import { Listing } from './listing.js';

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
   * @returns what its `list` commands asked for, in their order, as of after the changes.
   * @throws NftError ERR_NFT_SYNTAX and ERR_NFT_SEMANTIC before anything is sent, ERR_NFT_KERNEL if the kernel
   *   refuses; each with its place in the input.
   */
  async run(input: CompileInput): Promise<Listing[]> {
    const handle = this.#handle;
    const queries = await handle.netfilter((socket) => commit(handle, socket, input));
    const listings: Listing[] = [];
    for (const query of queries) listings.push(await this.#query(query));
    return listings;
  }

  /** Lists the ruleset, or a part of it: `nft list ruleset`. All of it as of one moment. */
  async list(options: ListOptions = {}): Promise<Listing> {
    checkOptions('nft.list', options, { family: oneOf(...FAMILIES), table: text, chain: text });
    return this.#query({ what: 'ruleset', ...options });
  }

  async #query({ what, family, table, chain }: Query): Promise<Listing> {
    const number = family === undefined ? 0 : FAMILY_NUMBERS[family];
    const kinds =
      what === 'tables' ? (['table'] as const) : what === 'chains' ? (['table', 'chain'] as const) : ALL;
    const objects = await this.#handle.netfilter((socket) => dump(socket, kinds, number));
    return withInterfaces(this.#handle, (names) => {
      const { nftables } = raiseRuleset(objects, { names });
      const listing = new Listing(
        nftables.filter((item) => isWanted(item, table, chain)),
        names,
      );
      return listing;
    });
  }
}

const ALL = ['table', 'chain', 'rule'] as const;

function isWanted(item: Item, table: string | undefined, chain: string | undefined): boolean {
  if ('table' in item) return table === undefined || item.table.name === table;
  const { table: of, within } =
    'chain' in item
      ? { table: item.chain.table, within: item.chain.name }
      : { table: item.rule.table, within: item.rule.chain };
  return (table === undefined || of === table) && (chain === undefined || within === chain);
}
