import type { Ifindex } from '../check/link.js';
import { flagsOf, type NeighbourFlag, type neighbourBody } from '../neighbour/message.js';
import { NUD_NOARP, NUD_PERMANENT, NUD_REACHABLE, NUD_STALE } from '../uapi/neighbour.js';
import type { RawAttribute } from '../wire/attributes.js';
import type { Decoded } from '../wire/message.js';

/** How long an entry stays: for ever and for the bridge itself, for ever, or until it has not been used for a while. */
export const STATES = {
  permanent: NUD_PERMANENT,
  static: NUD_NOARP | NUD_REACHABLE,
  dynamic: NUD_REACHABLE,
} as const;

/**
 * What is known of an entry, as `bridge fdb` spells it: `permanent` is an address of the bridge itself, `static` was
 * set and does not age.
 */
export type FdbState = keyof typeof STATES;

/** An entry of a forwarding table: a line of `bridge fdb show`. Source: `<linux/neighbour.h>`. */
export interface FdbEntry {
  readonly link: Ifindex;
  readonly lladdr: string;
  /** `stale`: it ages; a number has no name. */
  readonly state: FdbState | 'stale' | number;
  readonly flags: readonly NeighbourFlag[];
  /** The bridge whose entry it is. */
  readonly master: Ifindex | undefined;
  readonly vlan: number | undefined;
  readonly dst: string | undefined;
  readonly port: number | undefined;
  readonly vni: number | undefined;
  readonly sourceVni: number | undefined;
  readonly via: Ifindex | undefined;
  readonly nexthop: number | undefined;
  readonly linkNamespaceId: number | undefined;
  /** Seconds since it was used, and since it was changed. */
  readonly used: number | undefined;
  readonly updated: number | undefined;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

/** Bits may stand beside the one that says most. */
function stateOf(state: number): FdbEntry['state'] {
  if (state & NUD_PERMANENT) return 'permanent';
  if (state & NUD_NOARP) return 'static';
  if (state & NUD_STALE) return 'stale';
  return state & NUD_REACHABLE ? 'dynamic' : state;
}

export function toFdbEntry(message: Decoded<typeof neighbourBody>): FdbEntry {
  return {
    link: message.index,
    lladdr: message.lladdr ?? '',
    state: stateOf(message.state),
    flags: flagsOf(message.flags, message.extendedFlags),
    master: message.master,
    vlan: message.vlan,
    dst: message.address,
    port: message.port,
    vni: message.vni,
    sourceVni: message.sourceVni,
    via: message.link,
    nexthop: message.nexthop,
    linkNamespaceId: message.linkNamespaceId,
    used: message.cacheInfo?.used,
    updated: message.cacheInfo?.updated,
    unknown: message.unknown ?? [],
  };
}
