import type { Ifindex } from '../check/link.js';
import type { SCOPES } from '../names/tables.js';
import { AF_INET } from '../uapi/socket.js';
import type { RawAttribute } from '../wire/attributes.js';
import type { Decoded } from '../wire/message.js';
import type { addressBody } from './message.js';

/** An address that a link listens to beside its own: a multicast group, or an anycast address. */
export interface GroupAddress {
  readonly link: Ifindex;
  readonly family: 'inet' | 'inet6';
  readonly address: string;
  readonly scope: keyof typeof SCOPES | number;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

export function toGroupAddress(message: Decoded<typeof addressBody>): GroupAddress {
  return {
    link: message.index,
    family: message.family === AF_INET ? 'inet' : 'inet6',
    address: message.multicast ?? message.anycast ?? '',
    scope: message.scope,
    unknown: message.unknown ?? [],
  };
}
