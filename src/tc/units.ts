/** Quantities as people write them, `'10ms'`, `'5mbit'`, `'32kb'`, `'1%'`, in the units of tc(8). */

import { show, wrongType } from '../check/options.js';

/** A table row's names as they may be typed: `'mbit'` and `'Mbit'`. */
type EitherCase<S extends string> = S | Capitalize<S>;

const DURATIONS = {
  s: 1000,
  sec: 1000,
  secs: 1000,
  ms: 1,
  msec: 1,
  msecs: 1,
  us: 1e-3,
  usec: 1e-3,
  usecs: 1e-3,
  ns: 1e-6,
  nsec: 1e-6,
  nsecs: 1e-6,
} as const;

const RATES = {
  bit: 1,
  kbit: 1e3,
  mbit: 1e6,
  gbit: 1e9,
  tbit: 1e12,
  kibit: 2 ** 10,
  mibit: 2 ** 20,
  gibit: 2 ** 30,
  tibit: 2 ** 40,
  bps: 8,
  kbps: 8e3,
  mbps: 8e6,
  gbps: 8e9,
  tbps: 8e12,
  kibps: 8 * 2 ** 10,
  mibps: 8 * 2 ** 20,
  gibps: 8 * 2 ** 30,
  tibps: 8 * 2 ** 40,
} as const;

/** As tc(8) has them: each step is 1024, also that of bits. */
const SIZES = {
  b: 1,
  k: 2 ** 10,
  kb: 2 ** 10,
  m: 2 ** 20,
  mb: 2 ** 20,
  g: 2 ** 30,
  gb: 2 ** 30,
  kbit: 2 ** 7,
  mbit: 2 ** 17,
  gbit: 2 ** 27,
} as const;

const PERCENTS = { '%': 1 } as const;

/** A time: a number of milliseconds, or text such as `'10ms'`, `'250us'`, `'1.5s'`. */
export type Duration = number | `${number}${EitherCase<keyof typeof DURATIONS>}`;

/** A rate: a number of bits per second, or text such as `'5mbit'`; in `'5mbps'` it is bytes, as for tc(8). */
export type Rate = number | `${number}${EitherCase<keyof typeof RATES>}`;

/** A size: a number of bytes, or text such as `'32kb'`, where `k` is 1024. */
export type Size = number | `${number}${EitherCase<keyof typeof SIZES>}`;

/** A share: a number of percent, or text such as `'1%'`. */
export type Percent = number | `${number}${keyof typeof PERCENTS}`;

/** Any of the quantities that have units. */
export type Quantity = Duration | Rate | Size | Percent;

/** A number of some base unit; throws a TypeError or RangeError that names the field and the value. */
export type Parse = (field: string, value: unknown) => number;

function quantity(what: string, units: Readonly<Record<string, number>>): Parse {
  return (field, value) => {
    const number = typeof value === 'number' ? value : parseText(value, units);
    if (number === undefined) throw wrongType(field, value, what);
    if (!(number >= 0 && number < Number.POSITIVE_INFINITY))
      throw new RangeError(`${field} must be a finite number that is not negative, not ${show(value)}`);
    return number;
  };
}

function parseText(value: unknown, units: Readonly<Record<string, number>>): number | undefined {
  const match =
    typeof value === 'string' ? /^(-?(?:\d+\.?\d*|\.\d+)(?:e\d+)?) ?([a-z%]+)$/i.exec(value) : null;
  const unit = match?.[2]?.toLowerCase() ?? '';
  return match && Object.hasOwn(units, unit) ? Number(match[1]) * (units[unit] ?? 0) : undefined;
}

/** Milliseconds. */
export const parseDuration = quantity('milliseconds, or a time such as "10ms"', DURATIONS);
/** Bits per second. */
export const parseRate = quantity('bits per second, or a rate such as "5mbit"', RATES);
const size = quantity('bytes, or a size such as "32kb"', SIZES);

/** Bytes; part of one counts as it rounds. */
export const parseSize: Parse = (field, value) => Math.round(size(field, value));

const share = quantity('percent, or a share such as "1%"', PERCENTS);

/** Percent, from 0 to 100. */
export const parsePercent: Parse = (field, value) => {
  const percent = share(field, value);
  if (percent > 100) throw new RangeError(`${field} must be from 0% to 100%, not ${show(value)}`);
  return percent;
};

/** The base unit of a quantity that may be left out. */
export function parseIf(parse: Parse, field: string, value: Quantity | undefined): number | undefined {
  return value === undefined ? undefined : parse(field, value);
}

/** What is read of something that was written: every quantity as a number of its base unit. */
export type Measured<T> = T extends Quantity
  ? number
  : T extends readonly unknown[] | object
    ? { [K in keyof T]: Measured<T[K]> }
    : T;
