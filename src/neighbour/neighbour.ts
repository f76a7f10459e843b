import type { Ifindex } from '../check/link.js';
import type { ROUTE_PROTOCOLS } from '../names/tables.js';
import {
  NUD_DELAY,
  NUD_FAILED,
  NUD_INCOMPLETE,
  NUD_NOARP,
  NUD_NONE,
  NUD_PERMANENT,
  NUD_PROBE,
  NUD_REACHABLE,
  NUD_STALE,
} from '../uapi/neighbour.js';
import { AF_INET, AF_INET6 } from '../uapi/socket.js';
import type { RawAttribute } from '../wire/attributes.js';
import type { Decoded } from '../wire/message.js';
import { flagsOf, type NeighbourFlag, type neighbourBody } from './message.js';

/** What is known of whether a neighbour can be reached (NUD), as `ip neighbour` spells it, in lower case. */
export const STATES = {
  none: NUD_NONE,
  incomplete: NUD_INCOMPLETE,
  reachable: NUD_REACHABLE,
  stale: NUD_STALE,
  delay: NUD_DELAY,
  probe: NUD_PROBE,
  failed: NUD_FAILED,
  noarp: NUD_NOARP,
  permanent: NUD_PERMANENT,
} as const;

/** How sure the kernel is that a neighbour is there (NUD_*), as `ip neighbour` spells it. */
export type NeighbourState = keyof typeof STATES;

const stateNames = new Map<number, NeighbourState>(
  Object.entries(STATES).map(([name, state]) => [state, name as NeighbourState]),
);

/** A neighbour: a line of `ip neighbour show`. Source: `<linux/neighbour.h>`, arp(7). */
export interface Neighbour {
  readonly link: Ifindex;
  readonly family: 'inet' | 'inet6' | number;
  readonly address: string;
  /** Its hardware address, where that is known. */
  readonly lladdr: string | undefined;
  readonly state: NeighbourState | number;
  readonly flags: readonly NeighbourFlag[];
  /** Who put it there. */
  readonly protocol: keyof typeof ROUTE_PROTOCOLS | number | undefined;
  /** How often it has been asked for in vain. */
  readonly probes: number | undefined;
  /** Seconds since it was used, since it was confirmed to be there, since it was changed. */
  readonly used: number | undefined;
  readonly confirmed: number | undefined;
  readonly updated: number | undefined;
  /** How many in the kernel hold it. */
  readonly references: number | undefined;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

export function toNeighbour(message: Decoded<typeof neighbourBody>): Neighbour {
  const { family, cacheInfo, state } = message;
  return {
    link: message.index,
    family: family === AF_INET ? 'inet' : family === AF_INET6 ? 'inet6' : family,
    address: message.address ?? '',
    lladdr: message.lladdr,
    state: stateNames.get(state) ?? state,
    flags: flagsOf(message.flags, message.extendedFlags),
    protocol: message.protocol,
    probes: message.probes,
    used: cacheInfo?.used,
    confirmed: cacheInfo?.confirmed,
    updated: cacheInfo?.updated,
    references: cacheInfo?.references,
    unknown: message.unknown ?? [],
  };
}
