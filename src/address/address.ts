import type { Ifindex } from '../check/link.js';
import type { SCOPES } from '../names/tables.js';
import {
  IFA_F_DADFAILED,
  IFA_F_DEPRECATED,
  IFA_F_HOMEADDRESS,
  IFA_F_MANAGETEMPADDR,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_OPTIMISTIC,
  IFA_F_PERMANENT,
  IFA_F_SECONDARY,
  IFA_F_TENTATIVE,
} from '../uapi/if_addr.js';
import { AF_INET } from '../uapi/socket.js';
import type { RawAttribute } from '../wire/attributes.js';
import { bitNames } from '../wire/codec.js';
import type { Decoded } from '../wire/message.js';
import type { addressBody } from './message.js';

/** Address flags as `ip address` spells them. */
const FLAGS = {
  secondary: IFA_F_SECONDARY,
  nodad: IFA_F_NODAD,
  optimistic: IFA_F_OPTIMISTIC,
  dadfailed: IFA_F_DADFAILED,
  home: IFA_F_HOMEADDRESS,
  deprecated: IFA_F_DEPRECATED,
  tentative: IFA_F_TENTATIVE,
  permanent: IFA_F_PERMANENT,
  mngtmpaddr: IFA_F_MANAGETEMPADDR,
  noprefixroute: IFA_F_NOPREFIXROUTE,
} as const;

/** A flag of an address, IFA_F_NODAD as `nodad`. Source: `<linux/if_addr.h>`. */
export type AddressFlag = keyof typeof FLAGS;

const flagNames = bitNames(FLAGS);

/** What the kernel means by "for ever". */
const INFINITE = 0xffff_ffff;

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
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

export function toAddress(message: Decoded<typeof addressBody>): Address {
  const { address, local, lifetime } = message;
  return {
    link: message.index,
    family: message.family === AF_INET ? 'inet' : 'inet6',
    address: local ?? address ?? '',
    prefixLength: message.prefixLength,
    peer: local !== undefined && address !== local ? address : undefined,
    broadcast: message.broadcast,
    scope: message.scope,
    label: message.label,
    flags: flagNames(message.allFlags ?? message.flags),
    validLifetime: seconds(lifetime?.valid),
    preferredLifetime: seconds(lifetime?.preferred),
    metric: message.metric,
    unknown: message.unknown ?? [],
  };
}

function seconds(lifetime: number | undefined): number {
  return lifetime === undefined || lifetime === INFINITE ? Number.POSITIVE_INFINITY : lifetime;
}
