import {
  TCA_CAKE_STATS_AVG_NETOFF,
  TCA_CAKE_STATS_BLUE_TIMER_US,
  TCA_CAKE_STATS_CAPACITY_ESTIMATE64,
  TCA_CAKE_STATS_COBALT_COUNT,
  TCA_CAKE_STATS_DEFICIT,
  TCA_CAKE_STATS_DROP_NEXT_US,
  TCA_CAKE_STATS_DROPPING,
  TCA_CAKE_STATS_MAX_ADJLEN,
  TCA_CAKE_STATS_MAX_NETLEN,
  TCA_CAKE_STATS_MEMORY_LIMIT,
  TCA_CAKE_STATS_MEMORY_USED,
  TCA_CAKE_STATS_MIN_ADJLEN,
  TCA_CAKE_STATS_MIN_NETLEN,
  TCA_CAKE_STATS_P_DROP,
  TCA_CAKE_STATS_TIN_STATS,
  TCA_CAKE_TIN_STATS_ACKS_DROPPED_BYTES64,
  TCA_CAKE_TIN_STATS_ACKS_DROPPED_PACKETS,
  TCA_CAKE_TIN_STATS_AVG_DELAY_US,
  TCA_CAKE_TIN_STATS_BACKLOG_BYTES,
  TCA_CAKE_TIN_STATS_BACKLOG_PACKETS,
  TCA_CAKE_TIN_STATS_BASE_DELAY_US,
  TCA_CAKE_TIN_STATS_BULK_FLOWS,
  TCA_CAKE_TIN_STATS_DROPPED_BYTES64,
  TCA_CAKE_TIN_STATS_DROPPED_PACKETS,
  TCA_CAKE_TIN_STATS_ECN_MARKED_BYTES64,
  TCA_CAKE_TIN_STATS_ECN_MARKED_PACKETS,
  TCA_CAKE_TIN_STATS_FLOW_QUANTUM,
  TCA_CAKE_TIN_STATS_INTERVAL_US,
  TCA_CAKE_TIN_STATS_MAX_SKBLEN,
  TCA_CAKE_TIN_STATS_PEAK_DELAY_US,
  TCA_CAKE_TIN_STATS_SENT_BYTES64,
  TCA_CAKE_TIN_STATS_SENT_PACKETS,
  TCA_CAKE_TIN_STATS_SPARSE_FLOWS,
  TCA_CAKE_TIN_STATS_TARGET_US,
  TCA_CAKE_TIN_STATS_THRESHOLD_RATE64,
  TCA_CAKE_TIN_STATS_UNRESPONSIVE_FLOWS,
  TCA_CAKE_TIN_STATS_WAY_COLLISIONS,
  TCA_CAKE_TIN_STATS_WAY_INDIRECT_HITS,
  TCA_CAKE_TIN_STATS_WAY_MISSES,
} from '../../uapi/pkt_sched.js';
import { attributes, eachAttribute } from '../../wire/attributes.js';
import { type Codec, type Read, s32, u32, u64 } from '../../wire/codec.js';
import { rate64 } from '../measure.js';

/** What one tin has counted: packets of one priority. */
const tin = attributes({
  sentPackets: [TCA_CAKE_TIN_STATS_SENT_PACKETS, u32],
  sentBytes: [TCA_CAKE_TIN_STATS_SENT_BYTES64, u64],
  droppedPackets: [TCA_CAKE_TIN_STATS_DROPPED_PACKETS, u32],
  droppedBytes: [TCA_CAKE_TIN_STATS_DROPPED_BYTES64, u64],
  acksDroppedPackets: [TCA_CAKE_TIN_STATS_ACKS_DROPPED_PACKETS, u32],
  acksDroppedBytes: [TCA_CAKE_TIN_STATS_ACKS_DROPPED_BYTES64, u64],
  ecnMarkedPackets: [TCA_CAKE_TIN_STATS_ECN_MARKED_PACKETS, u32],
  ecnMarkedBytes: [TCA_CAKE_TIN_STATS_ECN_MARKED_BYTES64, u64],
  backlogPackets: [TCA_CAKE_TIN_STATS_BACKLOG_PACKETS, u32],
  backlogBytes: [TCA_CAKE_TIN_STATS_BACKLOG_BYTES, u32],
  thresholdRate: [TCA_CAKE_TIN_STATS_THRESHOLD_RATE64, rate64],
  targetUs: [TCA_CAKE_TIN_STATS_TARGET_US, u32],
  intervalUs: [TCA_CAKE_TIN_STATS_INTERVAL_US, u32],
  wayIndirectHits: [TCA_CAKE_TIN_STATS_WAY_INDIRECT_HITS, u32],
  wayMisses: [TCA_CAKE_TIN_STATS_WAY_MISSES, u32],
  wayCollisions: [TCA_CAKE_TIN_STATS_WAY_COLLISIONS, u32],
  peakDelayUs: [TCA_CAKE_TIN_STATS_PEAK_DELAY_US, u32],
  averageDelayUs: [TCA_CAKE_TIN_STATS_AVG_DELAY_US, u32],
  baseDelayUs: [TCA_CAKE_TIN_STATS_BASE_DELAY_US, u32],
  sparseFlows: [TCA_CAKE_TIN_STATS_SPARSE_FLOWS, u32],
  bulkFlows: [TCA_CAKE_TIN_STATS_BULK_FLOWS, u32],
  unresponsiveFlows: [TCA_CAKE_TIN_STATS_UNRESPONSIVE_FLOWS, u32],
  maxPacket: [TCA_CAKE_TIN_STATS_MAX_SKBLEN, u32],
  flowQuantum: [TCA_CAKE_TIN_STATS_FLOW_QUANTUM, u32],
});

/** Tins are numbered from 1, the lowest priority first. */
const tins: Codec<Read<typeof tin>[], never> = {
  size: undefined,
  write: () => {},
  read: (view, start, end) => {
    const found: Read<typeof tin>[] = [];
    eachAttribute(view, start, end, (_, from, to) => found.push(tin.read(view, from, to)));
    return found;
  },
};

/** Counters of a cake qdisc, or of one of its flows, which are its classes. Rates are in bits per second. */
export const cakeXstats: Codec<object, never> = {
  ...attributes({
    capacityEstimate: [TCA_CAKE_STATS_CAPACITY_ESTIMATE64, rate64],
    memoryLimit: [TCA_CAKE_STATS_MEMORY_LIMIT, u32],
    memoryUsed: [TCA_CAKE_STATS_MEMORY_USED, u32],
    averageNetworkOffset: [TCA_CAKE_STATS_AVG_NETOFF, u32],
    minNetworkLength: [TCA_CAKE_STATS_MIN_NETLEN, u32],
    maxNetworkLength: [TCA_CAKE_STATS_MAX_NETLEN, u32],
    minAdjustedLength: [TCA_CAKE_STATS_MIN_ADJLEN, u32],
    maxAdjustedLength: [TCA_CAKE_STATS_MAX_ADJLEN, u32],
    tins: [TCA_CAKE_STATS_TIN_STATS, tins],
    deficit: [TCA_CAKE_STATS_DEFICIT, s32],
    cobaltCount: [TCA_CAKE_STATS_COBALT_COUNT, u32],
    dropping: [TCA_CAKE_STATS_DROPPING, u32],
    dropNextUs: [TCA_CAKE_STATS_DROP_NEXT_US, s32],
    dropProbability: [TCA_CAKE_STATS_P_DROP, u32],
    blueTimerUs: [TCA_CAKE_STATS_BLUE_TIMER_US, s32],
  }),
  write: () => {},
};
