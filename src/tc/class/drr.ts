import { TCA_DRR_QUANTUM } from '../../uapi/pkt_sched.js';
import { u32 } from '../../wire/codec.js';
import { flatKind } from '../kind.js';
import { size32 } from '../measure.js';
import { drr } from '../qdisc/plain.js';
import type { Size } from '../units.js';
import { counters } from '../xstats.js';
import type { ClassPlace } from './place.js';

/** A class of a drr qdisc: `tc class add ... drr`; tc-drr(8). */
export interface DrrClass extends ClassPlace {
  readonly kind: 'drr';
  /** Bytes it may send in its turn. Default: a packet of the MTU. */
  readonly quantum?: Size;
}

export const drrClass = flatKind<DrrClass, ClassPlace & { kind: 'drr' }>(
  drr.needs,
  { quantum: [TCA_DRR_QUANTUM, size32] },
  /** `struct tc_drr_stats` */
  { xstats: counters({ deficit: u32 }) },
);
