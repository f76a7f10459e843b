import { nested } from '../../check/options.js';
import { TCA_HFSC_FSC, TCA_HFSC_RSC, TCA_HFSC_USC } from '../../uapi/pkt_sched.js';
import { u32, u64 } from '../../wire/codec.js';
import { flatKind } from '../kind.js';
import { type Field, microseconds, plainRate32, size32 } from '../measure.js';
import { hfscNeeds } from '../qdisc/hfsc.js';
import {
  type Duration,
  parseDuration,
  parseIf,
  parseRate,
  parseSize,
  type Rate,
  type Size,
} from '../units.js';
import { counters } from '../xstats.js';
import type { ClassPlace } from './place.js';

/** What a class is served over time: a rate at first, and another from then on; tc-hfsc(7). */
export interface ServiceCurve {
  /** The rate in the beginning. Default: none. */
  readonly m1?: Rate;
  /** How long that is. */
  readonly d?: Duration;
  /** The rate afterwards; of a curve with nothing else, the rate. */
  readonly m2?: Rate;
  /** Written only, instead of `m1` and `d`: a packet of this size is sent within {@link dmax}. Wants `m2`. */
  readonly umax?: Size;
  readonly dmax?: Duration;
}

/** A class of an hfsc qdisc: `tc class add ... hfsc`; tc-hfsc(8). A new one needs {@link realTime} or {@link linkShare}. */
export interface HfscClass extends ClassPlace {
  readonly kind: 'hfsc';
  /** What it is sure to get, whatever its parent has: `rt`. Only of a class without classes beneath. */
  readonly realTime?: ServiceCurve;
  /** How it shares with its siblings what their parent has: `ls`. */
  readonly linkShare?: ServiceCurve;
  /** What it never gets more than: `ul`. */
  readonly upperLimit?: ServiceCurve;
}

const MICROSECONDS_PER_MILLISECOND = 1000;

const checkEach = nested<ServiceCurve>({
  m1: plainRate32.check,
  d: microseconds.check,
  m2: plainRate32.check,
  umax: size32.check,
  dmax: microseconds.check,
});

/** In bits per second and milliseconds, as they are checked: a size within a delay is a slope before or after it. */
function segments({ m1 = 0, d = 0, m2 = 0, umax, dmax }: ServiceCurve) {
  const delay = parseIf(parseDuration, 'dmax', dmax);
  if (delay === undefined) return { m1, d, m2 };
  const bytes = parseIf(parseSize, 'umax', umax) ?? 0;
  const rate = parseRate('m2', m2) / 8000; // bytes per millisecond
  if (delay > 0 && Math.ceil((bytes * 1000) / delay) > rate * 1000)
    return { m1: Math.ceil((bytes * 1000) / delay) * 8, d: delay, m2 };
  const late = rate === 0 ? 0 : Math.ceil((delay - bytes / rate) * MICROSECONDS_PER_MILLISECOND);
  return { m1: 0, d: late / MICROSECONDS_PER_MILLISECOND, m2 };
}

/** `struct tc_service_curve` */
const curve: Field<{ m1: number; d: number; m2: number }, ServiceCurve> = {
  size: 12,
  check: (name, value) => {
    checkEach(name, value);
    const { m1, d, m2, umax, dmax } = value as ServiceCurve;
    if (m2 === undefined && m1 === undefined) throw new TypeError(`${name} needs a rate, m1 or m2`);
    if (m1 !== undefined && d === undefined) throw new TypeError(`${name}.m1 needs d, its end`);
    if (umax !== undefined && dmax === undefined) throw new TypeError(`${name}.umax needs dmax`);
    if (dmax !== undefined && (m1 !== undefined || d !== undefined || m2 === undefined))
      throw new TypeError(`${name}.dmax goes with m2, and stands for m1 and d`);
  },
  write: (writer, value) => {
    const { m1, d, m2 } = segments(value);
    plainRate32.write(writer, m1);
    microseconds.write(writer, d);
    plainRate32.write(writer, m2);
  },
  read: (view, start) => ({
    m1: plainRate32.read(view, start, start + 4),
    d: microseconds.read(view, start + 4, start + 8),
    m2: plainRate32.read(view, start + 8, start + 12),
  }),
};

export const hfscClass = flatKind<HfscClass, ClassPlace & { kind: 'hfsc' }>(
  hfscNeeds,
  {
    realTime: [TCA_HFSC_RSC, curve],
    linkShare: [TCA_HFSC_FSC, curve],
    upperLimit: [TCA_HFSC_USC, curve],
  },
  /** `struct tc_hfsc_stats` */
  { xstats: counters({ work: u64, realTimeWork: u64, period: u32, level: u32 }) },
);
