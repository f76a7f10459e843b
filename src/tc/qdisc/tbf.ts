import { integer } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import {
  TCA_TBF_BURST,
  TCA_TBF_PARMS,
  TCA_TBF_PBURST,
  TCA_TBF_PRATE64,
  TCA_TBF_RATE64,
} from '../../uapi/pkt_sched.js';
import { attributes } from '../../wire/attributes.js';
import { type Read, u32 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { type OwnChecks, present, type TcKind, translated } from '../kind.js';
import { rate64 } from '../measure.js';
import {
  bytesInTicks,
  framingOf,
  type LinkLayer,
  linkLayer,
  rateOf,
  ratespec,
  shapingRate,
  ticksForBytes,
  toRatespec,
  wideRate,
} from '../ratespec.js';
import {
  type Duration,
  parseDuration,
  parseIf,
  parseRate,
  parseSize,
  type Rate,
  type Size,
} from '../units.js';
import type { QdiscPlace } from './place.js';

/** A token bucket: packets pass at a rate, in bursts: `tc qdisc add ... tbf`; tc-tbf(8). */
export interface TbfQdisc extends QdiscPlace {
  readonly kind: 'tbf';
  readonly rate: Rate;
  /** What may pass at once after a pause. At least what the rate brings in a timer tick of the kernel. */
  readonly burst: Size;
  /** How much may wait. Instead of it {@link latency}; default: what 50 ms bring. */
  readonly limit?: Size;
  /** How long a packet may wait. Written only: the kernel makes a limit of it. */
  readonly latency?: Duration;
  /** Never faster than this, bursts included; wants {@link mtu}. */
  readonly peakRate?: Rate;
  /** What may pass at once at the peak rate; not less than the link's MTU. */
  readonly mtu?: Size;
  /** What the smallest packet costs, in bytes. */
  readonly mpu?: Size;
  /** What each packet costs besides its own length, in bytes. */
  readonly overhead?: number;
  readonly linkLayer?: LinkLayer;
}

const DEFAULT_LATENCY = '50ms';

const set = attributes({
  parameters: [
    TCA_TBF_PARMS,
    struct({ rate: ratespec, peakRate: ratespec, limit: u32, buffer: u32, mtu: u32 }),
  ],
  rate64: [TCA_TBF_RATE64, rate64],
  peakRate64: [TCA_TBF_PRATE64, rate64],
  burst: [TCA_TBF_BURST, u32],
  peakBurst: [TCA_TBF_PBURST, u32],
});

function encode(options: TbfQdisc) {
  const rate = parseRate('rate', options.rate);
  const burst = parseSize('burst', options.burst);
  const peakRate = parseIf(parseRate, 'peakRate', options.peakRate);
  const mtu = parseIf(parseSize, 'mtu', options.mtu);
  if (options.limit !== undefined && options.latency !== undefined)
    throw new TypeError('limit and latency are two ways to say the same: give one of them');
  if ((peakRate === undefined) !== (mtu === undefined)) throw new TypeError('peakRate and mtu go together');
  const framing = {
    overhead: options.overhead,
    mpu: parseIf(parseSize, 'mpu', options.mpu),
    linkLayer: options.linkLayer,
  };
  const queued = (bits: number, within: number) =>
    (bits / 8000) * parseDuration('latency', options.latency ?? DEFAULT_LATENCY) + within;
  const limit =
    options.limit === undefined
      ? Math.min(queued(rate, burst), peakRate === undefined ? Infinity : queued(peakRate, mtu ?? 0))
      : parseSize('limit', options.limit);
  return {
    parameters: {
      rate: toRatespec({ ...framing, rate }),
      peakRate: peakRate === undefined ? {} : toRatespec({ ...framing, rate: peakRate, mtu }),
      limit: Math.min(Math.round(limit), 0xffff_ffff),
      buffer: ticksForBytes(burst, rate),
      mtu: peakRate === undefined ? 0 : ticksForBytes(mtu ?? 0, peakRate),
    },
    burst,
    rate64: wideRate(rate),
    peakRate64: wideRate(peakRate),
    peakBurst: mtu,
  };
}

function decode(read: Read<typeof set>) {
  const { parameters, rate64, peakRate64 } = read;
  if (!parameters) return {};
  const rate = rateOf(parameters.rate, rate64);
  const peakRate = rateOf(parameters.peakRate, peakRate64) || undefined;
  return present({
    rate,
    burst: bytesInTicks(parameters.buffer, rate),
    limit: parameters.limit,
    peakRate,
    mtu: peakRate === undefined ? undefined : bytesInTicks(parameters.mtu, peakRate),
    ...framingOf(parameters.rate),
  });
}

const checks: OwnChecks<TbfQdisc, QdiscPlace & { kind: 'tbf' }> = {
  rate: shapingRate,
  burst: parseSize,
  limit: parseSize,
  latency: parseDuration,
  peakRate: shapingRate,
  mtu: parseSize,
  mpu: parseSize,
  overhead: integer(0, 0xffff),
  linkLayer,
};

export const tbf: TcKind<TbfQdisc> = {
  needs: requires('qdisc', 'tbf', 'NET_SCH_TBF', 'sch_tbf'),
  checks,
  required: ['rate', 'burst'],
  options: translated(set, encode, decode),
};
