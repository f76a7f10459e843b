import { boolean, type Check, integer, nested, wrongType } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import {
  TCA_NETEM_CORR,
  TCA_NETEM_CORRUPT,
  TCA_NETEM_DELAY_DIST,
  TCA_NETEM_ECN,
  TCA_NETEM_JITTER64,
  TCA_NETEM_LATENCY64,
  TCA_NETEM_LOSS,
  TCA_NETEM_PRNG_SEED,
  TCA_NETEM_RATE,
  TCA_NETEM_RATE64,
  TCA_NETEM_REORDER,
  TCA_NETEM_SLOT,
  TCA_NETEM_SLOT_DIST,
} from '../../uapi/pkt_sched.js';
import { attributes, headed } from '../../wire/attributes.js';
import { type Read, s32, u32, u64 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { type OwnChecks, present, type TcKind, translated } from '../kind.js';
import { millisecondsOf, nanoseconds, percent32, rate64, ticksOf, truth } from '../measure.js';
import { rateOf, shapingRate, wideRate } from '../ratespec.js';
import {
  type Duration,
  type Percent,
  parseDuration,
  parseIf,
  parsePercent,
  parseRate,
  type Rate,
} from '../units.js';
import { type Distribution, distribution, distributionName } from './netem_distribution.js';
import {
  type Chance,
  chance,
  joinChance,
  joinLoss,
  type Loss,
  loss,
  lossModel,
  splitChance,
  splitLoss,
} from './netem_loss.js';
import { joinSlot, type Slot, slot, slotChecks, splitSlot } from './netem_slot.js';
import type { QdiscPlace } from './place.js';

/** What can happen to packets on their way. */
export interface NetemEffects {
  /** How long each packet is held. */
  readonly delay?: Duration;
  /** By how much the delay varies; with a distribution, its standard deviation. */
  readonly jitter?: Duration;
  /** How much a packet's delay depends on that of the one before. */
  readonly delayCorrelation?: Percent;
  /** How delays spread; evenly if it is left out. Written only: the kernel does not give it back. */
  readonly distribution?: Distribution;
  /** How likely a packet is lost, or by which model. */
  readonly loss?: Loss;
  /** How likely a packet comes twice. */
  readonly duplicate?: Chance;
  /** How likely one bit of a packet is wrong. */
  readonly corrupt?: Chance;
  /** How likely a packet is sent at once, before others that are held; wants a {@link delay}. */
  readonly reorder?: Chance;
  /** Only every so many packets one may be sent at once. Default: any. */
  readonly gap?: number;
  /** How fast packets leave. */
  readonly rate?: Rate;
  /** Bytes added to each packet for {@link rate}; may be negative. */
  readonly packetOverhead?: number;
  /** Packets are cut into cells of so many bytes for {@link rate}. */
  readonly cellSize?: number;
  /** Bytes added to each cell; may be negative. */
  readonly cellOverhead?: number;
  /** Packets leave in bundles: how far apart these are, and how large. */
  readonly slot?: Slot;
  /** Packets that are held at most. Default 1000. */
  readonly limit?: number;
  /** Marks packets (ECN) instead of losing them, where they can be. */
  readonly ecn?: boolean;
  /** What the random numbers start from, of 64 bits: the same happens again. Since Linux 6.6. Default: a random one. */
  readonly seed?: bigint;
}

/** A bad line: `tc qdisc add ... netem`; tc-netem(8). */
export interface NetemQdisc extends QdiscPlace, NetemEffects {
  readonly kind: 'netem';
}

const DEFAULT_LIMIT = 1000;

/** `struct tc_netem_qopt`; its times are ticks, and superseded by attributes. */
const qopt = struct({
  latency: u32,
  limit: u32,
  loss: percent32,
  gap: u32,
  duplicate: percent32,
  jitter: u32,
});
const correlated = struct({ probability: percent32, correlation: percent32 });

const set = headed(
  qopt,
  attributes({
    correlations: [TCA_NETEM_CORR, struct({ delay: percent32, loss: percent32, duplicate: percent32 })],
    distribution: [TCA_NETEM_DELAY_DIST, distribution],
    reorder: [TCA_NETEM_REORDER, correlated],
    corrupt: [TCA_NETEM_CORRUPT, correlated],
    lossModel: [TCA_NETEM_LOSS, lossModel],
    rate: [TCA_NETEM_RATE, struct({ rate: u32, packetOverhead: s32, cellSize: u32, cellOverhead: s32 })],
    rate64: [TCA_NETEM_RATE64, rate64],
    ecn: [TCA_NETEM_ECN, truth(u32)],
    latency64: [TCA_NETEM_LATENCY64, nanoseconds],
    jitter64: [TCA_NETEM_JITTER64, nanoseconds],
    slot: [TCA_NETEM_SLOT, slot],
    slotDistribution: [TCA_NETEM_SLOT_DIST, distribution],
    seed: [TCA_NETEM_PRNG_SEED, u64],
  }),
);

/** What depends on something else being there. */
function checkTogether({ delay, jitter, distribution, reorder, gap, rate, ...rest }: NetemEffects): void {
  const needs = (what: string, given: unknown, other: string, there: unknown) => {
    if (given !== undefined && there === undefined) throw new TypeError(`${what} needs ${other}`);
  };
  needs('reorder', reorder, 'delay', delay);
  needs('gap', gap, 'reorder', reorder);
  needs('distribution', distribution, 'jitter', jitter);
  needs('delayCorrelation', rest.delayCorrelation, 'jitter', jitter);
  for (const name of ['packetOverhead', 'cellSize', 'cellOverhead'] as const)
    needs(name, rest[name], 'rate', rate);
}

function encode(options: NetemQdisc) {
  checkTogether(options);
  const delay = parseIf(parseDuration, 'delay', options.delay) ?? 0;
  const jitter = parseIf(parseDuration, 'jitter', options.jitter) ?? 0;
  const { random, model } = splitLoss(options.loss);
  const duplicate = splitChance(options.duplicate);
  const rate = parseIf(parseRate, 'rate', options.rate);
  const { packetOverhead, cellSize, cellOverhead } = options;
  const slots = splitSlot(options.slot);
  return {
    header: {
      latency: ticksOf(delay),
      limit: options.limit ?? DEFAULT_LIMIT,
      loss: random.probability,
      gap: options.gap ?? (options.reorder === undefined ? 0 : 1),
      duplicate: duplicate.probability,
      jitter: ticksOf(jitter),
    },
    attributes: {
      correlations: {
        delay: options.delayCorrelation ?? 0,
        loss: random.correlation,
        duplicate: duplicate.correlation,
      },
      reorder: options.reorder === undefined ? undefined : splitChance(options.reorder),
      corrupt: options.corrupt === undefined ? undefined : splitChance(options.corrupt),
      lossModel: model,
      rate64: wideRate(rate),
      rate:
        rate === undefined
          ? undefined
          : { rate: Math.min(Math.round(rate / 8), 0xffff_ffff), packetOverhead, cellSize, cellOverhead },
      ecn: options.ecn,
      latency64: delay,
      jitter64: jitter,
      distribution: options.distribution,
      slot: slots?.slot,
      slotDistribution: slots?.distribution,
      seed: options.seed,
    },
  };
}

function decode(read: Read<typeof set>) {
  const { correlations, reorder, corrupt, rate, latency64, jitter64 } = read;
  const speed = rate === undefined ? 0 : rateOf(rate, read.rate64);
  return present({
    delay: latency64 ?? millisecondsOf(read.latency),
    jitter: (jitter64 ?? millisecondsOf(read.jitter)) || undefined,
    delayCorrelation: correlations?.delay || undefined,
    loss: joinLoss(read.lossModel, read.loss, correlations?.loss ?? 0),
    duplicate: joinChance(read.duplicate, correlations?.duplicate ?? 0),
    corrupt: joinChance(corrupt?.probability ?? 0, corrupt?.correlation ?? 0),
    reorder: joinChance(reorder?.probability ?? 0, reorder?.correlation ?? 0),
    gap: read.gap || undefined,
    rate: speed || undefined,
    packetOverhead: rate?.packetOverhead || undefined,
    cellSize: rate?.cellSize || undefined,
    cellOverhead: rate?.cellOverhead || undefined,
    slot: joinSlot(read.slot),
    limit: read.limit,
    ecn: read.ecn || undefined,
    seed: read.seed,
  });
}

const bits64: Check = (field, value) => {
  if (typeof value !== 'bigint') throw wrongType(field, value, 'a bigint');
  if (BigInt.asUintN(64, value) !== value) throw new RangeError(`${field} must fit 64 bits, not ${value}`);
};

const overhead = integer(-0x8000_0000, 0x7fff_ffff);

export const netemChecks: OwnChecks<NetemEffects, object> = {
  delay: parseDuration,
  jitter: parseDuration,
  delayCorrelation: parsePercent,
  distribution: distributionName,
  loss,
  duplicate: chance,
  corrupt: chance,
  reorder: chance,
  gap: integer(1, 0xffff_ffff),
  rate: shapingRate,
  packetOverhead: overhead,
  cellSize: integer(1, 0xffff_ffff),
  cellOverhead: overhead,
  slot: nested<Slot>(slotChecks),
  limit: integer(1, 0xffff_ffff),
  ecn: boolean,
  seed: bits64,
};

export const netem: TcKind<NetemQdisc> = {
  needs: requires('qdisc', 'netem', 'NET_SCH_NETEM', 'sch_netem'),
  checks: netemChecks,
  options: translated(set, encode, decode),
};
