import { type Check, integer, wrongType } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import { type Codec, u8, u32 } from '../../wire/codec.js';
import type { TcKind } from '../kind.js';
import type { QdiscPlace } from './place.js';

/** Bands that are emptied in their order, each a class: `tc qdisc add ... prio`; tc-prio(8). */
export interface PrioQdisc extends QdiscPlace {
  readonly kind: 'prio';
  /** From 2 to 16. Default 3. */
  readonly bands?: number;
  /** Band of each of the 16 priorities of a packet, counted from 0. */
  readonly priorityMap?: readonly number[];
}

/** TC_PRIO_MAX + 1 */
const PRIORITIES = 16;
const DEFAULT_BANDS = 3;
/** What tc(8) and pfifo_fast have: interactive packets first, bulk last. */
const DEFAULT_MAP = [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1];

export const priorityMap: Check = (field, value) => {
  if (!Array.isArray(value) || value.length !== PRIORITIES)
    throw wrongType(field, value, `a list of ${PRIORITIES} bands`);
  for (const [i, band] of value.entries()) integer(0, 15)(`${field}[${i}]`, band);
};

/** `struct tc_prio_qopt` of `<linux/pkt_sched.h>`. */
export const bands: Codec<
  { bands: number; priorityMap: number[] },
  { readonly bands?: number | undefined; readonly priorityMap?: readonly number[] | undefined }
> = {
  size: 4 + PRIORITIES,
  write: (writer, { bands = DEFAULT_BANDS, priorityMap = DEFAULT_MAP }) => {
    u32.write(writer, bands);
    for (const band of priorityMap) u8.write(writer, band);
  },
  read: (view, start) => ({
    bands: u32.read(view, start, start + 4),
    priorityMap: Array.from({ length: PRIORITIES }, (_, i) => view.getUint8(start + 4 + i)),
  }),
};

export const prio: TcKind<PrioQdisc> = {
  needs: requires('qdisc', 'prio', 'NET_SCH_PRIO', 'sch_prio'),
  checks: { bands: integer(2, 16), priorityMap },
  options: bands,
};
