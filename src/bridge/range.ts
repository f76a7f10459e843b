import { type Check, show, wrongType } from '../check/options.js';

/** A number, or a range of them as `bridge` writes it: `'10-20'`. */
export type NumberRange = number | `${number}-${number}`;

/** First and last of a range. */
export function parseRange(range: NumberRange): readonly [first: number, last: number] {
  if (typeof range === 'number') return [range, range];
  const [first = '', last = ''] = range.split('-');
  return [Number(first), Number(last)];
}

/** A number or a range, all of which is from `least` to `most`. */
export function numberRange(least: number, most: number): Check {
  return (field, value) => {
    if (typeof value !== 'number' && !(typeof value === 'string' && /^\d+-\d+$/.test(value)))
      throw wrongType(field, value, 'a number, or a range such as "10-20"');
    const [first, last] = parseRange(value as NumberRange);
    if (!Number.isInteger(first) || first < least || last > most || first > last)
      throw new RangeError(`${field} must lie between ${least} and ${most}, not ${show(value)}`);
  };
}
