import type { Ifindex } from '../check/link.js';
import type { SCOPES } from '../names/tables.js';
import { AF_INET } from '../uapi/socket.js';
import type { RawAttribute } from '../wire/attributes.js';
import type { Decoded } from '../wire/message.js';
import { type AddressFlag, flagsOf } from './flags.js';
import type { ADDRESS_PROTOCOLS, addressBody } from './message.js';

/** An address of a link: a line of `ip address show`. */
export interface Address {
  readonly link: Ifindex;
  readonly family: 'inet' | 'inet6';
  readonly address: string;
  readonly prefixLength: number;
  /** The other end of a point-to-point link, where one was set. */
  readonly peer: string | undefined;
  readonly broadcast: string | undefined;
  readonly scope: keyof typeof SCOPES | number;
  readonly label: string | undefined;
  readonly flags: readonly AddressFlag[];
  /** Seconds left; `Infinity` for ever. */
  readonly validLifetime: number;
  /** Seconds left as a source address for new connections; `Infinity` for ever. */
  readonly preferredLifetime: number;
  /** Metric of the prefix route that came with it. */
  readonly metric: number | undefined;
  /** Who gave it. Since Linux 5.18. */
  readonly protocol: keyof typeof ADDRESS_PROTOCOLS | number | undefined;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

export function toAddress(message: Decoded<typeof addressBody>): Address {
  const { address, local, lifetime } = message;
  const family = message.family === AF_INET ? 'inet' : 'inet6';
  return {
    link: message.index,
    family,
    address: local ?? address ?? '',
    prefixLength: message.prefixLength,
    peer: local !== undefined && address !== local ? address : undefined,
    broadcast: message.broadcast,
    scope: message.scope,
    label: message.label,
    flags: flagsOf(family, message.allFlags ?? message.flags),
    validLifetime: lifetime?.valid ?? Number.POSITIVE_INFINITY,
    preferredLifetime: lifetime?.preferred ?? Number.POSITIVE_INFINITY,
    metric: message.metric,
    protocol: message.protocol,
    unknown: message.unknown ?? [],
  };
}
