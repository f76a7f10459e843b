import { boolean, integer } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import { type Codec, s32, u32 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { type OwnChecks, present, type TcKind, translated } from '../kind.js';
import { type Duration, parseDuration, parseIf, parseSize, type Size } from '../units.js';
import { counters } from '../xstats.js';
import type { QdiscPlace } from './place.js';

/** Flows take turns: `tc qdisc add ... sfq`; tc-sfq(8). */
export interface SfqQdisc extends QdiscPlace {
  readonly kind: 'sfq';
  /** Bytes a flow may send in its turn. Default: a packet of the MTU. */
  readonly quantum?: Size;
  /** How often flows are spread anew, in whole seconds. Default: never. */
  readonly perturb?: Duration;
  /** Packets in all queues. Default 127. */
  readonly limit?: number;
  /** Size of the hash table, a power of two. Default 1024. */
  readonly divisor?: number;
  /** Flows at most. Default 127. */
  readonly flows?: number;
  /** Packets in one flow's queue. Default 127. */
  readonly depth?: number;
  /** When a flow's queue is full, its oldest packet goes rather than the new one. Default false. */
  readonly headDrop?: boolean;
}

const version0 = struct({ quantum: u32, perturb: s32, limit: u32, divisor: u32, flows: u32 });

/** `struct tc_sfq_qopt_v1`, which older kernels answer without what came later. Its random early detection is read by nobody. */
const version1 = struct({
  depth: u32,
  headDrop: u32,
  redLimit: u32,
  redMin: u32,
  redMax: u32,
  redLogs: u32,
  redProbability: u32,
  earlyDrops: u32,
  forcedDrops: u32,
  earlyMarks: u32,
  forcedMarks: u32,
  earlyHeadMarks: u32,
  forcedHeadMarks: u32,
});

const wire: Codec<
  ReturnType<typeof version0.read> & Partial<ReturnType<typeof version1.read>>,
  Parameters<typeof version0.write>[1] & Parameters<typeof version1.write>[1]
> = {
  size: version0.size,
  write: (writer, values) => {
    version0.write(writer, values);
    version1.write(writer, values);
  },
  read: (view, start, end) => ({
    ...version0.read(view, start),
    ...(end - start >= version0.size + version1.size ? version1.read(view, start + version0.size) : {}),
  }),
};

const checks: OwnChecks<SfqQdisc, QdiscPlace & { kind: 'sfq' }> = {
  quantum: parseSize,
  perturb: parseDuration,
  limit: integer(1, 0xffff_ffff),
  divisor: integer(1, 0x1_0000),
  flows: integer(1, 0xffff),
  depth: integer(1, 0xffff),
  headDrop: boolean,
};

export const sfq: TcKind<SfqQdisc> = {
  needs: requires('qdisc', 'sfq', 'NET_SCH_SFQ', 'sch_sfq'),
  checks,
  options: translated(
    wire,
    ({ quantum, perturb, limit, divisor, flows, depth, headDrop }: SfqQdisc) => ({
      quantum: parseIf(parseSize, 'quantum', quantum),
      perturb: Math.round((parseIf(parseDuration, 'perturb', perturb) ?? 0) / 1000),
      limit,
      divisor,
      flows,
      depth,
      headDrop: headDrop ? 1 : 0,
    }),
    (read) =>
      present({
        quantum: read.quantum,
        perturb: read.perturb * 1000,
        limit: read.limit,
        divisor: read.divisor,
        flows: read.flows,
        depth: read.depth,
        headDrop: read.headDrop === undefined ? undefined : read.headDrop !== 0,
      }),
  ),
  /** `struct tc_sfqred_stats` */
  xstats: counters({
    earlyDrops: u32,
    forcedDrops: u32,
    earlyMarks: u32,
    forcedMarks: u32,
    earlyHeadMarks: u32,
    forcedHeadMarks: u32,
  }),
};
