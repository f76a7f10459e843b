import type { Ifindex } from '../check/link.js';
import { IFF_UP } from '../uapi/if.js';
import type { RawAttribute } from '../wire/attributes.js';
import type { Decoded } from '../wire/message.js';
import { type LinkFlag, linkFlags } from './flags.js';
import type { LinkKindName } from './kinds/index.js';
import type { linkBody, OPER_STATES } from './message.js';

/**
 * A link as the kernel reports it: what `ip -details link show` prints.
 *
 * Source: `<linux/if_link.h>`.
 */
export interface Link {
  readonly index: Ifindex;
  readonly name: string;
  /** What made it, `'veth'`; `undefined` for loopback and physical interfaces. */
  readonly kind: LinkKindName | (string & {}) | undefined;
  /** Administratively up (IFF_UP). Whether packets can pass is {@link operState}. */
  readonly up: boolean;
  /** As `ip link` prints them between angle brackets, except that `RUNNING` is said where `ip` says NO-CARRIER of its absence. */
  readonly flags: readonly LinkFlag[];
  /** In bytes. */
  readonly mtu: number;
  readonly minMtu: number | undefined;
  /** `undefined`: none beyond what fits the protocol. */
  readonly maxMtu: number | undefined;
  /** Hardware address. */
  readonly address: string | undefined;
  readonly broadcast: string | undefined;
  /** The address that the device was made with, where it tells. */
  readonly permanentAddress: string | undefined;
  readonly operState: keyof typeof OPER_STATES | number;
  /** The link beneath or, of a veth, its peer: an index in the namespace {@link linkNamespaceId}. */
  readonly link: Ifindex | undefined;
  /** `undefined`: this namespace. Source: `ip netns list-id`. */
  readonly linkNamespaceId: number | undefined;
  /** The bridge, bond or VRF that it belongs to. */
  readonly master: Ifindex | undefined;
  readonly qdisc: string | undefined;
  /** In packets. */
  readonly txQueueLength: number;
  readonly txQueues: number;
  readonly rxQueues: number;
  readonly group: number;
  /** How many want it promiscuous. */
  readonly promiscuity: number;
  readonly alias: string | undefined;
  readonly altNames: readonly string[];
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

export function toLink(message: Decoded<typeof linkBody>): Link {
  return {
    index: message.index,
    name: message.name ?? '',
    kind: message.info?.kind,
    up: (message.flags & IFF_UP) !== 0,
    flags: linkFlags(message.flags),
    mtu: message.mtu ?? 0,
    minMtu: message.minMtu,
    maxMtu: message.maxMtu || undefined,
    address: message.address,
    broadcast: message.broadcast,
    permanentAddress: message.permanentAddress,
    operState: message.operState ?? 'UNKNOWN',
    link: message.link || undefined,
    linkNamespaceId: message.linkNamespaceId,
    master: message.master,
    qdisc: message.qdisc,
    txQueueLength: message.txQueueLength ?? 0,
    txQueues: message.txQueues ?? 0,
    rxQueues: message.rxQueues ?? 0,
    group: message.group ?? 0,
    promiscuity: message.promiscuity ?? 0,
    alias: message.alias,
    altNames: message.altNames ?? [],
    unknown: message.unknown ?? [],
  };
}
