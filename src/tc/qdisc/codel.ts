import { requires } from '../../netlink/requirement.js';
import {
  TCA_CODEL_CE_THRESHOLD,
  TCA_CODEL_ECN,
  TCA_CODEL_INTERVAL,
  TCA_CODEL_LIMIT,
  TCA_CODEL_TARGET,
} from '../../uapi/pkt_sched.js';
import { s32, u32 } from '../../wire/codec.js';
import { flatKind } from '../kind.js';
import { count, microseconds, truth } from '../measure.js';
import type { Duration } from '../units.js';
import { counters } from '../xstats.js';
import type { QdiscPlace } from './place.js';

/** One queue, kept short by dropping or marking: `tc qdisc add ... codel`; tc-codel(8), RFC 8289. */
export interface CodelQdisc extends QdiscPlace {
  readonly kind: 'codel';
  /** The delay that packets may have for long. Default 5 ms. */
  readonly target?: Duration;
  /** Packets in the queue. Default 1000. */
  readonly limit?: number;
  /** About the longest round trip. Default 100 ms. */
  readonly interval?: Duration;
  /** Marks packets that can be marked instead of dropping them. Default false. */
  readonly ecn?: boolean;
  /** Packets that wait longer are marked (ECN). Default: none for that alone. */
  readonly ceThreshold?: Duration;
}

export const codel = flatKind<CodelQdisc, QdiscPlace & { kind: 'codel' }>(
  requires('qdisc', 'codel', 'NET_SCH_CODEL', 'sch_codel'),
  {
    target: [TCA_CODEL_TARGET, microseconds],
    limit: [TCA_CODEL_LIMIT, count],
    interval: [TCA_CODEL_INTERVAL, microseconds],
    ecn: [TCA_CODEL_ECN, truth(u32)],
    ceThreshold: [TCA_CODEL_CE_THRESHOLD, microseconds],
  },
  {
    /** `struct tc_codel_xstats` */
    xstats: counters({
      maxPacket: u32,
      count: u32,
      lastCount: u32,
      delay: u32,
      dropNext: s32,
      dropOverLimit: u32,
      ecnMarked: u32,
      dropping: u32,
      ceMarked: u32,
    }),
  },
);
