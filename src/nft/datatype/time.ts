import { fromNumber, toNumber } from '../value.js';
import { type Datatype, type TextStyle, ValueError } from './datatype.js';

const UNITS: readonly (readonly [name: string, milliseconds: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

const DURATION = /^(?:(\d{1,8})d)?(?:(\d{1,8})h)?(?:(\d{1,8})m)?(?:(\d{1,8})s)?(?:(\d{1,8})ms)?$/;

/** `1d2h30s`, or plain seconds, in milliseconds. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const parts = text === '' ? null : DURATION.exec(text);
  if (parts === null) return undefined;
  return UNITS.reduce((sum, [, milliseconds], i) => sum + Number(parts[i + 1] ?? 0) * milliseconds, 0);
}

/** Milliseconds as nft lists them: `1d2h30s`. */
export function formatDuration(milliseconds: number): string {
  let rest = milliseconds;
  let text = '';
  for (const [name, unit] of UNITS) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) text += `${count}${name}`;
  }
  return text === '' ? '0s' : text;
}

/** Seconds as a listing has them. */
export function printDuration(seconds: number, { numericTimes }: Pick<TextStyle, 'numericTimes'>): string {
  return numericTimes ? `${Math.floor(seconds)}s` : formatDuration(Math.round(seconds * 1000));
}

/** A span of time: milliseconds in the kernel, seconds in the AST. */
export const duration: Datatype = {
  name: 'time',
  id: 18,
  description: 'time span',
  bits: 32,
  order: 'host',
  base: 'integer',
  bitmask: false,
  prefix: false,
  parse(immediate) {
    const milliseconds = parseDuration(String(immediate));
    if (milliseconds === undefined) throw new ValueError(`"${immediate}" is not a time span such as 1h30m`);
    if (milliseconds > 0xffffffff) throw new ValueError(`time span ${immediate} is too long`);
    return fromNumber(milliseconds, 4);
  },
  toAst: (value) => toNumber(value) / 1000,
  toText(immediate, _names, style) {
    return printDuration(Number(immediate), style);
  },
};
