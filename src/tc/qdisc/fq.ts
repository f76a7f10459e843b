import { integer, wrongType } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import {
  TCA_FQ_BUCKETS_LOG,
  TCA_FQ_CE_THRESHOLD,
  TCA_FQ_FLOW_MAX_RATE,
  TCA_FQ_FLOW_PLIMIT,
  TCA_FQ_FLOW_REFILL_DELAY,
  TCA_FQ_HORIZON,
  TCA_FQ_HORIZON_DROP,
  TCA_FQ_INITIAL_QUANTUM,
  TCA_FQ_LOW_RATE_THRESHOLD,
  TCA_FQ_OFFLOAD_HORIZON,
  TCA_FQ_ORPHAN_MASK,
  TCA_FQ_PLIMIT,
  TCA_FQ_PRIOMAP,
  TCA_FQ_QUANTUM,
  TCA_FQ_RATE_ENABLE,
  TCA_FQ_TIMER_SLACK,
  TCA_FQ_WEIGHTS,
} from '../../uapi/pkt_sched.js';
import { s64, u8, u32, u64 } from '../../wire/codec.js';
import { flatKind } from '../kind.js';
import { count, type Field, microseconds, nanoseconds32, rate32, size32, truth } from '../measure.js';
import type { Duration, Rate, Size } from '../units.js';
import { counters } from '../xstats.js';
import type { QdiscPlace } from './place.js';
import { bands, priorityMap } from './prio.js';

/** A queue for each flow, paced as its socket wants it: `tc qdisc add ... fq`; tc-fq(8). */
export interface FqQdisc extends QdiscPlace {
  readonly kind: 'fq';
  /** Packets in all queues. Default 10000. */
  readonly limit?: number;
  /** Packets in one flow's queue. Default 100. */
  readonly flowLimit?: number;
  /** Bytes a flow may send in its turn. Default: two packets of the MTU. */
  readonly quantum?: Size;
  /** Bytes a new flow may send at first. Default: ten packets of the MTU. */
  readonly initialQuantum?: Size;
  /** No flow is faster than this. Default: no limit (Infinity). */
  readonly maxRate?: Rate;
  /** Queues, a power of two. Default 1024. */
  readonly buckets?: number;
  /** Whether flows are held to their socket's pacing rate. Default true. */
  readonly pacing?: boolean;
  /** After so long a pause a flow gets its credit back. Default 40 ms. */
  readonly refillDelay?: Duration;
  /** Flows of packets without a socket are told apart by a hash under this mask. */
  readonly orphanMask?: number;
  /** Below it each packet of a flow is paced, not bursts. Default 550 kbit. */
  readonly lowRateThreshold?: Rate;
  /** Packets that wait longer are marked (ECN). */
  readonly ceThreshold?: Duration;
  /** By how much timers may be late. Default 10 us. */
  readonly timerSlack?: Duration;
  /** How far ahead a packet may ask to be sent. Default 10 s. */
  readonly horizon?: Duration;
  /** Packets beyond the horizon are dropped rather than sent at it. Default true. */
  readonly horizonDrop?: boolean;
  /** Band, from 0 to 2, of each of the 16 priorities of a packet. Since Linux 6.7, as are weights. */
  readonly priorityMap?: readonly number[];
  /** Share of each of the three bands. Default 589824, 196608, 65536. */
  readonly weights?: readonly number[];
  /** How long before its time a packet is given to an adapter that keeps times itself. Since Linux 6.13. */
  readonly offloadHorizon?: Duration;
}

const BANDS = 3;

const bandOfPriority: Field<readonly number[]> = {
  size: bands.size,
  check: priorityMap,
  write: (writer, map) => bands.write(writer, { bands: BANDS, priorityMap: map }),
  read: (view, start, end) => bands.read(view, start, end).priorityMap,
};

const weights: Field<readonly number[]> = {
  size: 4 * BANDS,
  check: (name, value) => {
    if (!Array.isArray(value) || value.length !== BANDS)
      throw wrongType(name, value, `a list of ${BANDS} weights`);
    for (const [i, weight] of value.entries()) integer(1, 0x7fff_ffff)(`${name}[${i}]`, weight);
  },
  write: (writer, shares) => {
    for (const share of shares) u32.write(writer, share);
  },
  read: (view, start) =>
    Array.from({ length: BANDS }, (_, i) => u32.read(view, start + 4 * i, start + 4 * i + 4)),
};

const powerOfTwo: Field<number> = {
  size: 4,
  check: (name, value) => {
    if (typeof value !== 'number' || !(value >= 1 && value <= 2 ** 18 && Number.isInteger(Math.log2(value))))
      throw wrongType(name, value, 'a power of two from 1 to 262144');
  },
  write: (writer, value) => u32.write(writer, Math.log2(value)),
  read: (view, start, end) => 2 ** u32.read(view, start, end),
};

export const fq = flatKind<FqQdisc, QdiscPlace & { kind: 'fq' }>(
  requires('qdisc', 'fq', 'NET_SCH_FQ', 'sch_fq'),
  {
    limit: [TCA_FQ_PLIMIT, count],
    flowLimit: [TCA_FQ_FLOW_PLIMIT, count],
    quantum: [TCA_FQ_QUANTUM, size32],
    initialQuantum: [TCA_FQ_INITIAL_QUANTUM, size32],
    maxRate: [TCA_FQ_FLOW_MAX_RATE, rate32],
    buckets: [TCA_FQ_BUCKETS_LOG, powerOfTwo],
    pacing: [TCA_FQ_RATE_ENABLE, truth(u32)],
    refillDelay: [TCA_FQ_FLOW_REFILL_DELAY, microseconds],
    orphanMask: [TCA_FQ_ORPHAN_MASK, count],
    lowRateThreshold: [TCA_FQ_LOW_RATE_THRESHOLD, rate32],
    ceThreshold: [TCA_FQ_CE_THRESHOLD, microseconds],
    timerSlack: [TCA_FQ_TIMER_SLACK, nanoseconds32],
    horizon: [TCA_FQ_HORIZON, microseconds],
    horizonDrop: [TCA_FQ_HORIZON_DROP, truth(u8)],
    priorityMap: [TCA_FQ_PRIOMAP, bandOfPriority],
    weights: [TCA_FQ_WEIGHTS, weights],
    offloadHorizon: [TCA_FQ_OFFLOAD_HORIZON, microseconds],
  },
  {
    /** `struct tc_fq_qd_stats` */
    xstats: counters({
      gcFlows: u64,
      highPriorityPackets: u64,
      tcpRetransmissions: u64,
      throttled: u64,
      flowsAtLimit: u64,
      packetsTooLong: u64,
      allocationErrors: u64,
      timeOfNextDelayedFlow: s64,
      flows: u32,
      inactiveFlows: u32,
      throttledFlows: u32,
      unthrottleLatency: u32,
      ceMarked: u64,
      horizonDrops: u64,
      horizonCaps: u64,
    }),
  },
);
