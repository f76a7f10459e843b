import { parsePrefix, prefix } from '../check/ip.js';
import { type LinkRef, linkRef } from '../check/link.js';
import { type Checks, checkOptions, integer, oneOf, signal, wrongType } from '../check/options.js';
import { NetlinkError } from '../error/netlink_error.js';
import type { Handle } from '../handle/handle.js';
import { SCOPES } from '../names/tables.js';
import { indexOf } from '../netlink/link_lookup.js';
import { formatIp } from '../packet/address.js';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE } from '../uapi/netlink.js';
import {
  RTM_DELADDR,
  RTM_GETADDR,
  RTM_GETANYCAST,
  RTM_GETMULTICAST,
  RTM_NEWADDR,
} from '../uapi/rtnetlink.js';
import { AF_INET6, AF_UNSPEC } from '../uapi/socket.js';
import { type Address, toAddress } from './address.js';
import { detectionEnds, type SettledOptions, type WatchAddresses } from './detection.js';
import { type AddressFlag, FLAG_NAMES } from './flags.js';
import { type GroupAddress, toGroupAddress } from './groups.js';
import { addressBody, FAMILIES } from './message.js';
import { type AddressId, type AddressOptions, deletion, description } from './options.js';

/** Which addresses {@link Addresses.list} gives; the kernel filters by link and family. */
export interface AddressFilter {
  readonly link?: LinkRef;
  readonly family?: 'inet' | 'inet6';
  readonly scope?: keyof typeof SCOPES;
  /** Only those that have it. */
  readonly flag?: AddressFlag;
}

/** Which multicast or anycast addresses are wanted; the kernel filters. */
export type GroupFilter = Pick<AddressFilter, 'link' | 'family'>;

/** Which addresses are to settle. */
export interface SettledFilter {
  readonly link?: LinkRef;
  /** With or without the length of a prefix. */
  readonly address?: string;
}

const familyName = oneOf(...Object.keys(FAMILIES));

const filterChecks: Checks<AddressFilter> = {
  link: linkRef,
  family: familyName,
  scope: oneOf(...Object.keys(SCOPES)),
  flag: oneOf(...FLAG_NAMES),
};

/** The addresses of a namespace's links: `ip address`. Changes need CAP_NET_ADMIN; rtnetlink(7), ip-address(8). */
export class Addresses {
  readonly #handle: Handle;
  readonly #watch: WatchAddresses | undefined;

  /** @internal */
  constructor(handle: Handle, watch?: WatchAddresses) {
    this.#handle = handle;
    this.#watch = watch;
  }

  /** Gives a link an address: `ip address add`. @throws NetlinkError EEXIST if it has that one already. */
  async add(options: AddressOptions): Promise<void> {
    await this.#write(NLM_F_CREATE | NLM_F_EXCL, 'addresses.add', options);
  }

  /**
   * Gives an address, or changes the one that is there: `ip address replace`, and `ip address change`, which is the same
   * to the kernel. Lifetimes that are not said are for ever, flags are off.
   */
  async replace(options: AddressOptions): Promise<void> {
    await this.#write(NLM_F_CREATE | NLM_F_REPLACE, 'addresses.replace', options);
  }

  /** Takes an address away: `ip address delete`. @throws NetlinkError EADDRNOTAVAIL if the link has it not. */
  async delete(id: AddressId): Promise<void> {
    await this.#handle.route.request({ type: RTM_DELADDR, ...deletion('addresses.delete', id) });
  }

  /** All addresses, or those that match: `ip address show`. */
  async list(filter: AddressFilter = {}): Promise<Address[]> {
    checkOptions('addresses.list', filter, filterChecks);
    const { link, family, scope, flag } = filter;
    const found = await this.#dump(RTM_GETADDR, family ? FAMILIES[family] : AF_UNSPEC, link);
    return found
      .map(toAddress)
      .filter((address) => scope === undefined || address.scope === scope)
      .filter((address) => flag === undefined || address.flags.includes(flag));
  }

  /**
   * Takes all addresses away that match: `ip address flush`. The filter has to say something.
   *
   * @returns How many there were. A secondary address may go with the one that it is second to.
   */
  async flush(filter: AddressFilter): Promise<number> {
    checkOptions('addresses.flush', filter, filterChecks);
    if (Object.values(filter).every((value) => value === undefined))
      throw wrongType('filter', filter, 'a filter that says something, such as { link }');
    const found = await this.list(filter);
    const gone = await Promise.all(found.map((address) => this.#deleteFound(address)));
    return gone.filter(Boolean).length;
  }

  /**
   * The multicast groups that links have joined: `ip maddress show`. Those of IPv4 since Linux 6.15.
   *
   * @throws NetlinkError EOPNOTSUPP if those of a family are asked for that the kernel does not tell.
   */
  multicast(filter: GroupFilter = {}): Promise<GroupAddress[]> {
    return this.#groups('addresses.multicast', RTM_GETMULTICAST, filter);
  }

  /** The anycast addresses that links answer to, such as those of routers: /proc/net/anycast6. IPv6 only. */
  anycast(filter: Pick<GroupFilter, 'link'> = {}): Promise<GroupAddress[]> {
    return this.#groups('addresses.anycast', RTM_GETANYCAST, filter, { link: linkRef });
  }

  /**
   * Waits until IPv6 duplicate address detection (RFC 4862) has ended, for an address, or for all of a link or of the
   * namespace: none of them is `tentative` then. An address can be bound to from there on.
   *
   *     await ns.addresses.add({ link: 'eth0', address: '2001:db8::1/64' });
   *     await ns.addresses.settled({ link: 'eth0', address: '2001:db8::1' }, { timeout: 5000 });
   *
   * @throws SystemError EADDRINUSE if somebody else on the link has an address (`dadfailed`); EADDRNOTAVAIL if the one
   * that is asked for is not there, or goes meanwhile; ETIMEDOUT. AbortError; ClosedError.
   */
  async settled(which: SettledFilter = {}, options: SettledOptions = {}): Promise<void> {
    checkOptions('addresses.settled', which, { link: linkRef, address: prefix });
    checkOptions('addresses.settled', options, { signal, timeout: integer(1, 0x7fff_ffff) });
    options.signal?.throwIfAborted();
    const watch = this.#watch;
    if (watch === undefined) throw new TypeError('nobody tells these addresses of changes');
    const { link, address } = which;
    const index = link === undefined ? undefined : await indexOf(this.#handle.route, link);
    const text = address === undefined ? undefined : formatIp(parsePrefix('address', address).bytes);
    const wanted = (each: Address) =>
      (index === undefined || each.link === index) && (text === undefined || each.address === text);
    await detectionEnds(watch, wanted, text ?? `of ${link ?? 'all links'}`, text !== undefined, options);
  }

  async #write(flags: number, what: string, options: AddressOptions): Promise<void> {
    await this.#handle.route.request({ type: RTM_NEWADDR, flags, ...description(what, options) });
  }

  #dump(type: number, family: number, link: LinkRef | undefined) {
    return this.#handle.route.request({
      type,
      flags: NLM_F_DUMP,
      body: addressBody,
      header: { family, index: link },
    });
  }

  async #groups(
    what: string,
    type: number,
    filter: GroupFilter,
    checks: Partial<Checks<GroupFilter>> = { link: linkRef, family: familyName },
  ): Promise<GroupAddress[]> {
    checkOptions(what, filter, checks as Checks<GroupFilter>);
    const { link, family } = filter;
    const inet6 = family === 'inet' ? undefined : this.#dump(type, AF_INET6, link);
    const inet =
      type === RTM_GETANYCAST || family === 'inet6' ? undefined : this.#dump(type, FAMILIES.inet, link);
    const older = (error: unknown) => {
      const unknownFamily = error instanceof NetlinkError && error.code === 'EOPNOTSUPP';
      if (family === undefined && unknownFamily) return [];
      throw error;
    };
    const lists = await Promise.all([inet?.catch(older), inet6?.catch(older)]);
    return lists.flatMap((list = []) => list.map(toGroupAddress));
  }

  /** Whether it still was there: one address can go with another. */
  async #deleteFound({ link, address, prefixLength, peer }: Address): Promise<boolean> {
    const id = { link, address: `${address}/${prefixLength}`, ...(peer === undefined ? {} : { peer }) };
    try {
      await this.delete(id);
      return true;
    } catch (error) {
      if (error instanceof NetlinkError && error.code === 'EADDRNOTAVAIL') return false;
      throw error;
    }
  }
}
