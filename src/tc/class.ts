import type { Ifindex } from '../check/link.js';
import type { RawAttribute } from '../wire/attributes.js';
import type { Decoded } from '../wire/message.js';
import { CLASS_KINDS, CLASS_XSTATS, type ClassOptions } from './class/index.js';
import type { ClassPlace } from './class/place.js';
import { formatHandle, type TcHandle } from './handle.js';
import { type OwnReading, present } from './kind.js';
import type { qdiscBody } from './message.js';
import { readOptions, readXstats, type UnlistedKind } from './reading.js';
import { type TcStats, toStats } from './stats.js';

/** What is read of every class. */
export interface CommonClass {
  readonly link: Ifindex;
  readonly classId: TcHandle;
  /** The class or qdisc that it shares the rate of; `root` of the topmost. */
  readonly parent: TcHandle | 'root';
  /** The qdisc of packets in this class, where it has one that can be named. */
  readonly leaf?: TcHandle;
  readonly stats: TcStats;
  /** Counters that only this kind has. */
  readonly xstats?: Readonly<Record<string, number | bigint>>;
  /** Attributes that have no name here, as they came. */
  readonly unknown?: readonly RawAttribute[];
}

type Known<O> = O extends ClassOptions
  ? { readonly kind: O['kind'] } & OwnReading<O, ClassPlace & { kind: unknown }>
  : never;

/** A class as the kernel reports it: what `tc -s -d class show` prints. */
export type TcClass = CommonClass &
  (Known<ClassOptions> | { readonly kind: UnlistedKind; readonly raw?: Uint8Array });

export function toClass(message: Decoded<typeof qdiscBody>): TcClass {
  const { kind = '', index, handle, parent, statistics, info, unknown } = message;
  return {
    kind,
    ...readOptions(CLASS_KINDS, kind, message.options),
    link: index,
    classId: handle,
    parent,
    ...present({ leaf: info === 0 ? undefined : formatHandle(info) }),
    stats: toStats(statistics ?? {}),
    ...readXstats({ ...CLASS_XSTATS, ...CLASS_KINDS }, kind, statistics?.app),
    ...present({ unknown }),
  } as TcClass;
}
