import { integer } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import {
  TCA_FQ_CODEL_CE_THRESHOLD,
  TCA_FQ_CODEL_CE_THRESHOLD_MASK,
  TCA_FQ_CODEL_CE_THRESHOLD_SELECTOR,
  TCA_FQ_CODEL_DROP_BATCH_SIZE,
  TCA_FQ_CODEL_ECN,
  TCA_FQ_CODEL_FLOWS,
  TCA_FQ_CODEL_INTERVAL,
  TCA_FQ_CODEL_LIMIT,
  TCA_FQ_CODEL_MEMORY_LIMIT,
  TCA_FQ_CODEL_QUANTUM,
  TCA_FQ_CODEL_TARGET,
  TCA_FQ_CODEL_XSTATS_QDISC,
} from '../../uapi/pkt_sched.js';
import { type Codec, s32, u8, u32 } from '../../wire/codec.js';
import { flatKind } from '../kind.js';
import { count, field, microseconds, size32, truth } from '../measure.js';
import type { Duration, Size } from '../units.js';
import { counters } from '../xstats.js';
import type { QdiscPlace } from './place.js';

/** A queue for each flow, kept short by dropping or marking: `tc qdisc add ... fq_codel`; tc-fq_codel(8). */
export interface FqCodelQdisc extends QdiscPlace {
  readonly kind: 'fq_codel';
  /** The delay that packets may have for long. Default 5 ms. */
  readonly target?: Duration;
  /** Packets in all queues. Default 10240. */
  readonly limit?: number;
  /** About the longest round trip. Default 100 ms. */
  readonly interval?: Duration;
  /** Marks packets that can be marked instead of dropping them. Default true. */
  readonly ecn?: boolean;
  /** Queues. Default 1024; not to be changed later. */
  readonly flows?: number;
  /** Bytes a flow may send in its turn. Default: a packet of the MTU. */
  readonly quantum?: Size;
  /** Packets that wait longer are marked (ECN). Default: none for that alone. */
  readonly ceThreshold?: Duration;
  /** Only packets whose DS field, under the mask, is this one are marked for the threshold. */
  readonly ceThresholdSelector?: number;
  readonly ceThresholdMask?: number;
  /** At most so many packets are dropped at once. Default 64. */
  readonly dropBatchSize?: number;
  /** Default 32 MiB. */
  readonly memoryLimit?: Size;
}

const ofQdisc = counters({
  maxPacket: u32,
  dropOverLimit: u32,
  ecnMarked: u32,
  newFlowCount: u32,
  newFlowsLength: u32,
  oldFlowsLength: u32,
  ceMarked: u32,
  memoryUsage: u32,
  dropOverMemory: u32,
});

const ofClass = counters({
  deficit: s32,
  delay: u32,
  count: u32,
  lastCount: u32,
  dropping: u32,
  dropNext: s32,
});

/** `struct tc_fq_codel_xstats`: a word says which of two follows. */
export const fqCodelXstats: Codec<object, never> = {
  size: 4,
  write: () => {},
  read: (view, start, end) => {
    const which = u32.read(view, start, start + 4) === TCA_FQ_CODEL_XSTATS_QDISC ? ofQdisc : ofClass;
    return which.read(view, start + 4, end);
  },
};

const byte = field(u8, integer(0, 0xff));

export const fqCodel = flatKind<FqCodelQdisc, QdiscPlace & { kind: 'fq_codel' }>(
  requires('qdisc', 'fq_codel', 'NET_SCH_FQ_CODEL', 'sch_fq_codel'),
  {
    target: [TCA_FQ_CODEL_TARGET, microseconds],
    limit: [TCA_FQ_CODEL_LIMIT, count],
    interval: [TCA_FQ_CODEL_INTERVAL, microseconds],
    ecn: [TCA_FQ_CODEL_ECN, truth(u32)],
    flows: [TCA_FQ_CODEL_FLOWS, count],
    quantum: [TCA_FQ_CODEL_QUANTUM, size32],
    ceThreshold: [TCA_FQ_CODEL_CE_THRESHOLD, microseconds],
    ceThresholdSelector: [TCA_FQ_CODEL_CE_THRESHOLD_SELECTOR, byte],
    ceThresholdMask: [TCA_FQ_CODEL_CE_THRESHOLD_MASK, byte],
    dropBatchSize: [TCA_FQ_CODEL_DROP_BATCH_SIZE, count],
    memoryLimit: [TCA_FQ_CODEL_MEMORY_LIMIT, size32],
  },
  { xstats: fqCodelXstats },
);
