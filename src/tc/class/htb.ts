import { integer } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import { TCA_HTB_CEIL64, TCA_HTB_PARMS, TCA_HTB_RATE64 } from '../../uapi/pkt_sched.js';
import { attributes } from '../../wire/attributes.js';
import { type Read, s32, u32 } from '../../wire/codec.js';
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
import { parseIf, parseRate, parseSize, type Rate, type Size } from '../units.js';
import { counters } from '../xstats.js';
import type { ClassPlace } from './place.js';

/** A class of an htb qdisc: `tc class add ... htb`; tc-htb(8). */
export interface HtbClass extends ClassPlace {
  readonly kind: 'htb';
  /** What it is sure to get. */
  readonly rate: Rate;
  /** What it may get while others leave it. Default: {@link rate}. */
  readonly ceil?: Rate;
  /** What may pass at once at {@link ceil}. Default: 1600 bytes. */
  readonly burst?: Size;
  /** What may pass at once as fast as the link can. Default: 1600 bytes. */
  readonly cburst?: Size;
  /** Classes of lower numbers are offered what is left first. From 0 to 7. */
  readonly priority?: number;
  /** Bytes it may send before the next class has its turn. Default: by the qdisc's r2q. */
  readonly quantum?: Size;
  /** Written only; the largest packet that costs are distinguished for. */
  readonly mtu?: Size;
  /** What the smallest packet costs, in bytes. */
  readonly mpu?: Size;
  /** What each packet costs besides its own length, in bytes. */
  readonly overhead?: number;
  readonly linkLayer?: LinkLayer;
}

/** A full Ethernet frame with tags, as tc(8) has it. */
const DEFAULT_BURST = 1600;

const set = attributes({
  rate64: [TCA_HTB_RATE64, rate64],
  ceil64: [TCA_HTB_CEIL64, rate64],
  parameters: [
    TCA_HTB_PARMS,
    struct({
      rate: ratespec,
      ceil: ratespec,
      buffer: u32,
      ceilBuffer: u32,
      quantum: u32,
      level: u32,
      priority: u32,
    }),
  ],
});

function encode(options: HtbClass) {
  const rate = parseRate('rate', options.rate);
  const ceil = parseIf(parseRate, 'ceil', options.ceil) ?? rate;
  const mtu = parseIf(parseSize, 'mtu', options.mtu) ?? DEFAULT_BURST;
  const framing = {
    overhead: options.overhead,
    mpu: parseIf(parseSize, 'mpu', options.mpu),
    linkLayer: options.linkLayer,
    mtu,
  };
  return {
    rate64: wideRate(rate),
    ceil64: wideRate(ceil),
    parameters: {
      rate: toRatespec({ ...framing, rate }),
      ceil: toRatespec({ ...framing, rate: ceil }),
      buffer: ticksForBytes(parseIf(parseSize, 'burst', options.burst) ?? mtu, rate),
      ceilBuffer: ticksForBytes(parseIf(parseSize, 'cburst', options.cburst) ?? mtu, ceil),
      quantum: parseIf(parseSize, 'quantum', options.quantum),
      priority: options.priority,
    },
  };
}

function decode({ rate64, ceil64, parameters }: Read<typeof set>) {
  if (!parameters) return {};
  const rate = rateOf(parameters.rate, rate64);
  const ceil = rateOf(parameters.ceil, ceil64);
  return present({
    rate,
    ceil,
    burst: bytesInTicks(parameters.buffer, rate),
    cburst: bytesInTicks(parameters.ceilBuffer, ceil),
    priority: parameters.priority,
    quantum: parameters.quantum,
    level: parameters.level,
    ...framingOf(parameters.rate),
  });
}

const checks: OwnChecks<HtbClass, ClassPlace & { kind: 'htb' }> = {
  rate: shapingRate,
  ceil: shapingRate,
  burst: parseSize,
  cburst: parseSize,
  priority: integer(0, 7),
  quantum: parseSize,
  mtu: parseSize,
  mpu: parseSize,
  overhead: integer(0, 0xffff),
  linkLayer,
};

export const htbClass: TcKind<HtbClass> = {
  needs: requires('qdisc', 'htb', 'NET_SCH_HTB', 'sch_htb'),
  checks,
  required: ['rate'],
  options: translated(set, encode, decode),
  /** `struct tc_htb_xstats`; the last two are ticks of 64 ns. */
  xstats: counters({ lends: u32, borrows: u32, giants: u32, tokens: s32, ceilTokens: s32 }),
};
