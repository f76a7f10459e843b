import type { Ifindex } from '../check/link.js';
import type { RawAttribute } from '../wire/attributes.js';
import type { Decoded } from '../wire/message.js';
import type { Action } from './action/actions.js';
import { FILTER_KINDS, type FilterKindName, type FilterOptions } from './filter/index.js';
import type { FilterPlace } from './filter/place.js';
import { type FilterProtocol, protocolName } from './filter/protocol.js';
import { readPlace } from './filter_place.js';
import type { FilterParent, TcHandle } from './handle.js';
import { type OwnReading, present } from './kind.js';
import type { filterBody } from './message.js';
import { readOptions, type UnlistedKind } from './reading.js';

/** What is read of every filter. */
export interface CommonFilter {
  /** Where it hangs; or in a block, which has neither link nor parent. */
  readonly link?: Ifindex;
  readonly parent?: FilterParent;
  readonly block?: number;
  readonly protocol: FilterProtocol;
  readonly priority: number;
  readonly chain: number;
  readonly classId?: TcHandle;
  /** With what they have counted. */
  readonly actions?: readonly Action[];
  /** In hardware now. */
  readonly inHardware?: true;
  /** How many packets matched, where the kind and the kernel count that. */
  readonly hits?: number | bigint;
  /** Attributes that have no name here, as they came. */
  readonly unknown?: readonly RawAttribute[];
}

type Known<O> = O extends FilterOptions
  ? { readonly kind: O['kind'] } & OwnReading<O, FilterPlace & { kind: unknown }>
  : never;

/** A filter as the kernel reports it: what `tc -s -d filter show` prints. */
export type Filter = CommonFilter &
  (
    | Known<FilterOptions>
    | { readonly kind: UnlistedKind; readonly handle?: number; readonly raw?: Uint8Array }
  );

/** Names of a kind's filters, also of kinds that are not known here. */
export function handleOf(kind: string): (typeof FILTER_KINDS)[FilterKindName]['handle'] {
  return Object.hasOwn(FILTER_KINDS, kind)
    ? FILTER_KINDS[kind as FilterKindName].handle
    : FILTER_KINDS.matchall.handle;
}

export function toFilter(message: Decoded<typeof filterBody>): Filter {
  const { kind = '', index, handle, parent, info, chain = 0, unknown } = message;
  return {
    kind,
    ...readOptions(FILTER_KINDS, kind, message.options),
    ...present({ handle: handle === 0 ? undefined : handleOf(kind).format(handle) }),
    ...readPlace(index, parent),
    protocol: protocolName(info.protocol),
    priority: info.priority,
    chain,
    ...present({ unknown }),
  } as Filter;
}
