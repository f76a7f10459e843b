import type { Ifindex } from '../check/link.js';
import type { RawAttribute } from '../wire/attributes.js';
import type { Decoded } from '../wire/message.js';
import type { QdiscParent, TcHandle } from './handle.js';
import { type OwnReading, present } from './kind.js';
import type { qdiscBody } from './message.js';
import { QDISC_KINDS, type QdiscOptions } from './qdisc/index.js';
import type { QdiscPlace } from './qdisc/place.js';
import { readOptions, readXstats, type UnlistedKind } from './reading.js';
import { type TcStats, toStats } from './stats.js';
import type { OwnCounters } from './xstats.js';

/** What is read of every qdisc. */
export interface CommonQdisc {
  readonly link: Ifindex;
  /** `'0:'` of those that the kernel has made by itself. */
  readonly handle: TcHandle;
  /** `undefined`: it hangs nowhere. */
  readonly parent: QdiscParent | undefined;
  /** What holds it. */
  readonly references: number;
  readonly stats: TcStats;
  /** Counters that only this kind has. */
  readonly xstats?: OwnCounters;
  readonly ingressBlock?: number;
  readonly egressBlock?: number;
  readonly offloaded?: boolean;
  /** Attributes that have no name here, as they came. */
  readonly unknown?: readonly RawAttribute[];
}

type Known<O> = O extends QdiscOptions
  ? { readonly kind: O['kind'] } & OwnReading<O, QdiscPlace & { kind: unknown }>
  : never;

/**
 * A qdisc as the kernel reports it: what `tc -s -d qdisc show` prints. Its options have the names with which they are
 * written, quantities are numbers of base units. Those of a kind that is not known here are in `raw`.
 */
export type Qdisc = CommonQdisc &
  (Known<QdiscOptions> | { readonly kind: UnlistedKind; readonly raw?: Uint8Array });

export function toQdisc(message: Decoded<typeof qdiscBody>): Qdisc {
  const {
    kind = '',
    index,
    handle,
    statistics,
    offloaded,
    info,
    unknown,
    ingressBlock,
    egressBlock,
  } = message;
  return {
    kind,
    ...readOptions(QDISC_KINDS, kind, message.options),
    link: index,
    handle,
    parent: parentOf(kind, message.parent),
    references: info,
    stats: toStats(statistics ?? {}),
    ...readXstats(QDISC_KINDS, kind, statistics?.app),
    ...present({ ingressBlock, egressBlock, unknown, offloaded: offloaded ? true : undefined }),
  } as Qdisc;
}

/** ingress and clsact have one place between them, under two names. */
function parentOf(kind: string, parent: QdiscParent): QdiscParent | undefined {
  if (parent === '0:') return undefined;
  return parent === 'ingress' && kind === 'clsact' ? 'clsact' : parent;
}
