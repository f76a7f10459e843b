import { oneOf } from '../../check/options.js';
import { NETEM_DIST_SCALE } from '../../uapi/pkt_sched.js';
import { type Codec, s16 } from '../../wire/codec.js';

/** How delays spread around their mean; without one, evenly within the jitter. */
export type Distribution = 'normal' | 'pareto' | 'paretonormal';

/** Probabilities that the table is made for: a power of two, as the kernel draws entries by remainder. */
const ENTRIES = 4096;

/** The shape of the Pareto distribution, whose mean and variance are then 3/2 and 3/4. */
const ALPHA = 3;
const PARETO = { mean: ALPHA / (ALPHA - 1), deviation: Math.sqrt(ALPHA / (ALPHA - 2)) / (ALPHA - 1) };

/**
 * Coefficients of a rational approximation of the normal quantile in the tail: Abramowitz and Stegun, Handbook of
 * Mathematical Functions, 26.2.23. Its error, 4.5e-4, is four steps of the table's resolution.
 */
const ABOVE = [2.515517, 0.802853, 0.010328];
const BELOW = [1, 1.432788, 0.189269, 0.001308];

const polynomial = (coefficients: readonly number[], x: number) =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  return polynomial(ABOVE, t) / polynomial(BELOW, t) - t;
}

function paretoQuantile(p: number): number {
  return ((1 - p) ** (-1 / ALPHA) - PARETO.mean) / PARETO.deviation;
}

/** A quarter normal, three quarters Pareto, as tc-netem(8) has it. */
const mixedQuantile = (p: number) => normalQuantile(p) / 4 + (paretoQuantile(p) * 3) / 4;

/** Quantile functions with mean 0; the jitter is the standard deviation. */
const QUANTILES: Readonly<Record<Distribution, (p: number) => number>> = {
  normal: normalQuantile,
  pareto: paretoQuantile,
  paretonormal: mixedQuantile,
};

export const distributionName = oneOf(...Object.keys(QUANTILES));

const S16 = 0x7fff;

/** The table of TCA_NETEM_DELAY_DIST: quantiles at evenly spread probabilities, in 8192ths of the jitter. */
export function distributionTable(name: Distribution): Int16Array {
  const quantile = QUANTILES[name];
  return Int16Array.from({ length: ENTRIES }, (_, i) => {
    const value = Math.round(quantile((i + 0.5) / ENTRIES) * NETEM_DIST_SCALE);
    return Math.max(-S16, Math.min(value, S16));
  });
}

/** Written only: the kernel does not give the table back. */
export const distribution: Codec<undefined, Distribution> = {
  size: undefined,
  write: (writer, name) => {
    for (const value of distributionTable(name)) s16.write(writer, value);
  },
  read: () => undefined,
};
