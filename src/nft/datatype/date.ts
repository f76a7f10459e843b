import type { Names } from '../names/names.js';
import { fromBigInt, fromNumber, toBigInt, toNumber } from '../value.js';
import { type Datatype, type Immediate, ValueError } from './datatype.js';
import { symbolicType } from './symbolic.js';
import { parseDuration } from './time.js';

const NANOSECONDS = 1_000_000_000n;
const DAY = 86_400;

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(?: +(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?$/;
const TIME_OF_DAY = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?$/;
const DECIMAL = /^\d{1,18}$/;

/** Seconds since 1970, local time being taken for UTC; undefined for what no calendar has. */
function readDate(text: string): number | undefined {
  const parts = DATE.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 60) return undefined;
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
}

function quoted(immediate: Immediate): string {
  return typeof immediate === 'string' ? `"${immediate}"` : String(immediate);
}

/** When a packet came: local time in text, nanoseconds since 1970 in the kernel. A plain number counts seconds. */
export const date: Datatype = {
  // A set's `type time` is a span of time; this one has the same name.
  name: 'time',
  id: 43,
  description: 'date',
  bits: 64,
  order: 'host',
  base: 'integer',
  bitmask: false,
  prefix: false,
  parse(immediate, names) {
    const text = String(immediate);
    const local = readDate(text);
    if (local !== undefined) return nanoseconds(BigInt(local - names.utcOffset(local)), text);
    if (!DECIMAL.test(text)) throw new ValueError(`"${text}" is not a date such as 2026-06-21 17:00:00`);
    return nanoseconds(BigInt(text), text);
  },
  toAst(value, names) {
    const seconds = Number(toBigInt(value) / NANOSECONDS);
    const local = new Date((seconds + names.utcOffset(seconds)) * 1000);
    return local.toISOString().slice(0, 19).replace('T', ' ');
  },
  toText: quoted,
};

function nanoseconds(seconds: bigint, text: string) {
  const time = seconds * NANOSECONDS;
  if (time < 0n || time >> 64n !== 0n) throw new ValueError(`date ${text} is out of range (1970 to 2554)`);
  return fromBigInt(time, 8);
}

/** Seconds since midnight, local time. */
function readTimeOfDay(text: string): number | undefined {
  const parts = TIME_OF_DAY.exec(text);
  if (parts !== null) {
    const [hour = 0, minute = 0, second = 0] = parts.slice(1).map((part) => Number(part ?? 0));
    return hour > 23 || minute > 59 || second > 60 ? undefined : hour * 3600 + minute * 60 + second;
  }
  const span = parseDuration(text);
  return span === undefined ? undefined : Math.floor(span / 1000);
}

function modulo(seconds: number): number {
  return ((seconds % DAY) + DAY) % DAY;
}

/** The offset that counts is today's: the kernel knows no time zones, so it moves when clocks are changed. */
function offsetOfToday(names: Names): number {
  return names.utcOffset(undefined);
}

/** The time of day when a packet came: local time in text, seconds since midnight in UTC in the kernel. */
export const hour: Datatype = {
  name: 'hour',
  id: 44,
  description: 'time of day',
  bits: 32,
  order: 'host',
  base: 'integer',
  bitmask: false,
  prefix: false,
  parse(immediate, names) {
    const text = String(immediate);
    if (DECIMAL.test(text)) return fromNumber(Number(BigInt.asUintN(32, BigInt(text))), 4);
    const local = readTimeOfDay(text);
    if (local === undefined) throw new ValueError(`"${text}" is not a time of day such as 17:00`);
    return fromNumber(modulo(local - offsetOfToday(names)), 4);
  },
  toAst(value, names) {
    const local = modulo(toNumber(value) + offsetOfToday(names));
    const parts = [Math.floor(local / 3600), Math.floor(local / 60) % 60, local % 60];
    if (parts[2] === 0) parts.pop();
    return parts.map((part) => String(part).padStart(2, '0')).join(':');
  },
  toText: quoted,
};

/** The day of the week when a packet came, in UTC. */
export const day = symbolicType({
  name: 'day',
  id: 45,
  description: 'day of the week',
  bits: 8,
  order: 'host',
  quoted: true,
  symbols: { Sunday: 0, Monday: 1, Tuesday: 2, Wednesday: 3, Thursday: 4, Friday: 5, Saturday: 6 },
});
