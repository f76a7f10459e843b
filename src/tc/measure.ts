/** Quantities as the kernel carries them: what is written in people's units is read back in base units. */

import { boolean, type Check, integer, show } from '../check/options.js';
import { type Codec, s64, u32, u64 } from '../wire/codec.js';
import {
  type Duration,
  type Parse,
  type Percent,
  parseDuration,
  parsePercent,
  parseRate,
  parseSize,
  type Rate,
  type Size,
} from './units.js';

/** A codec of a value that people give, and the check that comes before it. */
export interface Field<Out, In = Out> extends Codec<Out, In> {
  readonly check: Check;
}

/** A value that needs no translation. */
export function field<Out, In>(codec: Codec<Out, In>, check: Check): Field<Out, In> {
  return { ...codec, check };
}

/** A number that is only ever 0 or 1. */
export function truth(codec: Codec<number>): Field<boolean> {
  return {
    size: codec.size,
    check: boolean,
    write: (writer, value) => codec.write(writer, value ? 1 : 0),
    read: (view, start, end) => codec.read(view, start, end) !== 0,
  };
}

/** A quantity of which the kernel counts `perUnit` for each base unit, in a whole number up to `most`. */
function measured<In>(parse: Parse, perUnit: number, codec: Codec<number>, most: number): Field<number, In> {
  const toKernel: Parse = (name, value) => {
    const count = Math.round(parse(name, value) * perUnit);
    if (count > most) throw new RangeError(`${name} is more than the kernel can count: ${show(value)}`);
    return count;
  };
  return {
    size: codec.size,
    check: (name, value) => {
      toKernel(name, value);
    },
    write: (writer, value) => codec.write(writer, toKernel('value', value)),
    read: (view, start, end) => codec.read(view, start, end) / perUnit,
  };
}

const U32 = 0xffff_ffff;

/** A plain number of 32 bits. */
export const count = field(u32, integer(0, U32));

/** 64 bits that are read as a number: exact up to 2^53, which is plenty of bytes per second or nanoseconds. */
const wide = (codec: Codec<bigint>): Codec<number> => ({
  size: 8,
  write: (writer, value) => codec.write(writer, BigInt(value)),
  read: (view, start, end) => Number(codec.read(view, start, end)),
});

const MOST = Number.MAX_SAFE_INTEGER;

export const number64 = wide(u64);

/** The packet scheduler's clock ticks every 64 ns (PSCHED_SHIFT; /proc/net/psched says the same of every kernel since 2.6.31). */
const NANOSECONDS_PER_TICK = 64;
export const TICKS_PER_SECOND = 1e9 / NANOSECONDS_PER_TICK;

export const seconds = measured<Duration>(parseDuration, 1e-3, u32, U32);
export const microseconds = measured<Duration>(parseDuration, 1e3, u32, U32);
export const nanoseconds32 = measured<Duration>(parseDuration, 1e6, u32, U32);
export const nanoseconds = measured<Duration>(parseDuration, 1e6, wide(s64), MOST);
/** 32 bits of bytes per second, in bits per second here. */
export const plainRate32 = measured<Rate>(parseRate, 1 / 8, u32, U32);
/** The same; all ones are no limit, Infinity. */
export const rate32: Field<number, Rate> = {
  size: 4,
  check: (name, value) => {
    if (value !== Number.POSITIVE_INFINITY) plainRate32.check(name, value);
  },
  write: (writer, value) =>
    value === Number.POSITIVE_INFINITY ? u32.write(writer, U32) : plainRate32.write(writer, value),
  read: (view, start, end) => {
    const rate = plainRate32.read(view, start, end);
    return rate === U32 * 8 ? Number.POSITIVE_INFINITY : rate;
  },
};
export const rate64 = measured<Rate>(parseRate, 1 / 8, wide(u64), MOST);
export const size32 = measured<Size>(parseSize, 1, u32, U32);

/** Shares are parts of 2^32-1; read, they are rounded to what people meant. */
export const percent32: Field<number, Percent> = {
  size: 4,
  check: (name, value) => {
    parsePercent(name, value);
  },
  write: (writer, value) => u32.write(writer, Math.round((parsePercent('value', value) / 100) * U32)),
  read: (view, start, end) => Math.round((u32.read(view, start, end) / U32) * 1e9) / 1e7,
};

/** Ticks of the packet scheduler's clock for milliseconds; more than 32 bits hold is as much as they hold. */
export function ticksOf(milliseconds: number): number {
  return Math.min(Math.round((milliseconds * 1e6) / NANOSECONDS_PER_TICK), U32);
}

export function millisecondsOf(ticks: number): number {
  return (ticks * NANOSECONDS_PER_TICK) / 1e6;
}
