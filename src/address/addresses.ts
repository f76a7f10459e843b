import { checkSameVersion, ipAddress, parsePrefix, prefix } from '../check/ip.js';
import { type LinkRef, linkRef } from '../check/link.js';
import { boolean, checkOptions, integer, oneOf, text } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { SCOPES } from '../names/tables.js';
import { IFA_F_NODAD, IFA_F_NOPREFIXROUTE } from '../uapi/if_addr.js';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE } from '../uapi/netlink.js';
import { RTM_DELADDR, RTM_GETADDR, RTM_NEWADDR } from '../uapi/rtnetlink.js';
import { AF_INET, AF_INET6, AF_UNSPEC } from '../uapi/socket.js';
import { type Address, toAddress } from './address.js';
import { addressBody, FAMILIES } from './message.js';

/** An address to be given to a link. */
export interface AddressOptions {
  readonly link: LinkRef;
  /** With the length of its network's prefix: `'192.0.2.1/24'`. Without one it stands alone (/32, /128). */
  readonly address: string;
  /** The other end of a point-to-point link. */
  readonly peer?: string;
  /** IPv4 only. None unless given. */
  readonly broadcast?: string;
  /** Default: `host` for 127.0.0.0/8 and ::1, otherwise `global`. */
  readonly scope?: keyof typeof SCOPES;
  /** IPv4 only. ip(8) wants it to start with the link's name, the kernel does not. Default: the link's name. */
  readonly label?: string;
  /** IPv6 only: usable at once, without duplicate address detection. */
  readonly nodad?: boolean;
  /** No route to the prefix comes with the address. */
  readonly noprefixroute?: boolean;
  /** Metric of the prefix route. */
  readonly metric?: number;
}

/** Which address {@link Addresses.delete} takes away. */
export interface AddressId {
  readonly link: LinkRef;
  /** With the prefix length that it was given. */
  readonly address: string;
  /** The other end of a point-to-point link, if it was given with one. */
  readonly peer?: string;
}

/** Which addresses {@link Addresses.list} gives; the kernel filters. */
export interface AddressFilter {
  readonly link?: LinkRef;
  readonly family?: 'inet' | 'inet6';
}

/** The addresses of a namespace's links: `ip address`. Changes need CAP_NET_ADMIN; rtnetlink(7). */
export class Addresses {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** Gives a link an address: `ip address add`. @throws NetlinkError EEXIST if it has that one already. */
  async add(options: AddressOptions): Promise<void> {
    await this.#write(NLM_F_CREATE | NLM_F_EXCL, 'addresses.add', options);
  }

  /** The same, but one that is there already is changed: `ip address replace`. */
  async replace(options: AddressOptions): Promise<void> {
    await this.#write(NLM_F_CREATE | NLM_F_REPLACE, 'addresses.replace', options);
  }

  /** Takes an address away: `ip address delete`. @throws NetlinkError EADDRNOTAVAIL if the link has it not. */
  async delete(id: AddressId): Promise<void> {
    checkOptions('addresses.delete', id, { link: linkRef, address: prefix, peer: ipAddress }, [
      'link',
      'address',
    ]);
    checkSameVersion('peer', id.peer, 'address', id.address);
    const { address, bytes, length } = parsePrefix('address', id.address);
    await this.#handle.route.request({
      type: RTM_DELADDR,
      subject: id.address,
      body: addressBody,
      header: { family: familyOf(bytes), prefixLength: length, index: id.link },
      attributes: { local: address, address: id.peer ?? address },
    });
  }

  /** All addresses, or those that match: `ip address show`. */
  async list(filter: AddressFilter = {}): Promise<Address[]> {
    checkOptions('addresses.list', filter, { link: linkRef, family: oneOf('inet', 'inet6') });
    const found = await this.#handle.route.request({
      type: RTM_GETADDR,
      flags: NLM_F_DUMP,
      body: addressBody,
      header: { family: filter.family ? FAMILIES[filter.family] : AF_UNSPEC, index: filter.link },
    });
    return found.map(toAddress);
  }

  async #write(flags: number, what: string, options: AddressOptions): Promise<void> {
    checkOptions(
      what,
      options,
      {
        link: linkRef,
        address: prefix,
        peer: ipAddress,
        broadcast: ipAddress,
        scope: oneOf(...Object.keys(SCOPES)),
        label: text,
        nodad: boolean,
        noprefixroute: boolean,
        metric: integer(0, 0xffff_ffff),
      },
      ['link', 'address'],
    );
    checkSameVersion('peer', options.peer, 'address', options.address);
    checkSameVersion('broadcast', options.broadcast, 'address', options.address);
    const { address, bytes, length } = parsePrefix('address', options.address);
    const bits = (options.nodad ? IFA_F_NODAD : 0) | (options.noprefixroute ? IFA_F_NOPREFIXROUTE : 0);
    await this.#handle.route.request({
      type: RTM_NEWADDR,
      subject: options.address,
      flags,
      body: addressBody,
      header: {
        family: familyOf(bytes),
        prefixLength: length,
        scope: options.scope ?? (isLoopback(bytes) ? 'host' : 'global'),
        index: options.link,
      },
      attributes: {
        local: address,
        address: options.peer ?? address,
        broadcast: options.broadcast,
        label: options.label,
        allFlags: bits === 0 ? undefined : bits,
        metric: options.metric,
      },
    });
  }
}

function familyOf(address: Uint8Array): number {
  return address.length === 4 ? AF_INET : AF_INET6;
}

/** 127.0.0.0/8 or ::1. */
function isLoopback(address: Uint8Array): boolean {
  if (address.length === 4) return address[0] === 127;
  return address.every((byte, i) => byte === (i === 15 ? 1 : 0));
}
