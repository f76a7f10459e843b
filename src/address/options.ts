import { checkSameVersion, ipAddress, parsePrefix, prefix } from '../check/ip.js';
import { type LinkRef, linkRef } from '../check/link.js';
import {
  boolean,
  type Check,
  type Checks,
  checkOptions,
  integer,
  oneOf,
  text,
  wrongType,
} from '../check/options.js';
import { choice } from '../link/field.js';
import { SCOPES } from '../names/tables.js';
import { AF_INET, AF_INET6 } from '../uapi/socket.js';
import { u8 } from '../wire/codec.js';
import { INET6_ONLY, SETTABLE } from './flags.js';
import { ADDRESS_PROTOCOLS, addressBody } from './message.js';

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
  /** IPv6: usable at once, without duplicate address detection. */
  readonly nodad?: boolean;
  /** IPv6 only: usable while duplicate address detection goes on (RFC 4429). Needs CONFIG_IPV6_OPTIMISTIC_DAD. */
  readonly optimistic?: boolean;
  /** IPv6 only: the home address of Mobile IPv6 (RFC 6275). */
  readonly home?: boolean;
  /** IPv6 only: the kernel makes temporary addresses of its prefix (RFC 8981). */
  readonly mngtmpaddr?: boolean;
  /** The link joins the multicast group that the address is. */
  readonly autojoin?: boolean;
  /** No route to the prefix comes with the address. */
  readonly noprefixroute?: boolean;
  /** Metric of the prefix route. */
  readonly metric?: number;
  /** Seconds until it goes by itself: `valid_lft`. Default: it stays, as `Infinity` says. */
  readonly validLifetime?: number;
  /**
   * Seconds until it is `deprecated`, no source address for new connections any more: `preferred_lft`. At most
   * `validLifetime`, which is the default.
   */
  readonly preferredLifetime?: number;
  /** Who gives it. Since Linux 5.18; older kernels do not keep it. */
  readonly protocol?: keyof typeof ADDRESS_PROTOCOLS | number;
}

/** Which address {@link Addresses.delete} takes away. */
export interface AddressId {
  readonly link: LinkRef;
  /** With the prefix length that it was given. */
  readonly address: string;
  /** The other end of a point-to-point link, if it was given with one. */
  readonly peer?: string;
}

const LONGEST = 0xffff_fffe;

const seconds =
  (least: number): Check =>
  (field, value) => {
    if (value !== Number.POSITIVE_INFINITY) integer(least, LONGEST)(field, value);
  };

const idChecks: Checks<AddressId> = { link: linkRef, address: prefix, peer: ipAddress };

const checks: Checks<AddressOptions> = {
  ...idChecks,
  broadcast: ipAddress,
  scope: oneOf(...Object.keys(SCOPES)),
  label: text,
  nodad: boolean,
  optimistic: boolean,
  home: boolean,
  mngtmpaddr: boolean,
  autojoin: boolean,
  noprefixroute: boolean,
  metric: integer(0, 0xffff_ffff),
  validLifetime: seconds(1),
  preferredLifetime: seconds(0),
  protocol: choice(u8, ADDRESS_PROTOCOLS).check,
};

/** What a request to take an address away says. */
export function deletion(what: string, id: AddressId) {
  checkOptions(what, id, idChecks, ['link', 'address']);
  checkSameVersion('peer', id.peer, 'address', id.address);
  const { address, bytes, length } = parsePrefix('address', id.address);
  return {
    subject: id.address,
    body: addressBody,
    header: { family: familyOf(bytes), prefixLength: length, index: id.link },
    attributes: { local: address, address: id.peer ?? address },
  };
}

/** What a request to give or to change an address says. */
export function description(what: string, options: AddressOptions) {
  checkOptions(what, options, checks, ['link', 'address']);
  const { peer, broadcast, label, metric, protocol } = options;
  const { address, bytes, length } = parsePrefix('address', options.address);
  checkSameVersion('peer', peer, 'address', options.address);
  checkVersion(options, bytes.length === 4);
  const lifetime = lifetimeOf(options);
  const bits = Object.entries(SETTABLE).reduce(
    (sum, [name, bit]) => (options[name as keyof typeof SETTABLE] ? sum | bit : sum),
    0,
  );
  return {
    subject: options.address,
    body: addressBody,
    header: {
      family: familyOf(bytes),
      prefixLength: length,
      scope: options.scope ?? (isLoopback(bytes) ? 'host' : 'global'),
      index: options.link,
    },
    attributes: {
      local: address,
      address: peer ?? address,
      broadcast,
      label,
      lifetime,
      allFlags: bits === 0 ? undefined : bits,
      metric,
      protocol,
    },
  } as const;
}

/** The kernel drops without a word what is of the other version. */
function checkVersion(options: AddressOptions, inet: boolean): void {
  const { broadcast, label } = options;
  if (inet) {
    checkSameVersion('broadcast', broadcast, 'address', options.address);
    const odd = INET6_ONLY.find((name) => options[name]);
    if (odd) throw wrongType(odd, true, 'left out: it is for IPv6 addresses');
    return;
  }
  if (broadcast !== undefined) throw wrongType('broadcast', broadcast, 'left out: it is for IPv4 addresses');
  if (label !== undefined) throw wrongType('label', label, 'left out: it is for IPv4 addresses');
}

function lifetimeOf({ validLifetime, preferredLifetime }: AddressOptions) {
  if (validLifetime === undefined && preferredLifetime === undefined) return undefined;
  const valid = validLifetime ?? Number.POSITIVE_INFINITY;
  const preferred = preferredLifetime ?? valid;
  if (preferred > valid)
    throw new RangeError(`preferredLifetime must be at most validLifetime, ${valid}, not ${preferred}`);
  return { valid, preferred };
}

function familyOf(address: Uint8Array): number {
  return address.length === 4 ? AF_INET : AF_INET6;
}

/** 127.0.0.0/8 or ::1. */
function isLoopback(address: Uint8Array): boolean {
  if (address.length === 4) return address[0] === 127;
  return address.every((byte, i) => byte === (i === 15 ? 1 : 0));
}
