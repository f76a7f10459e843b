import { inspect } from 'node:util';
import { didYouMean } from './suggest.js';

/** Looks at one value before it reaches anything; throws a TypeError or RangeError that names `field` and the value. */
export type Check = (field: string, value: unknown) => void;

/** Every key of `T` has its check; which keys may be missing is for TypeScript to say. */
export type Checks<T> = { readonly [K in keyof Required<T>]: Check };

/**
 * Checks an options object against a table: no key that the table does not have, every value as it should be.
 * Values that are `undefined` count as missing; `required` keys may not be. `within` is the path of the object in the
 * one that holds it.
 */
export function checkOptions<T extends object>(
  what: string,
  options: T,
  checks: Checks<T>,
  required: readonly (keyof T & string)[] = [],
  within = '',
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`${what} takes an object, not ${show(options)}`);
  for (const key of required) {
    if (options[key] === undefined) throw new TypeError(`${what} needs ${key}`);
  }
  for (const key of Object.keys(options)) {
    const value = options[key as keyof T];
    // Not what every object inherits, such as `constructor`.
    const check = Object.hasOwn(checks, key) ? (checks as Record<string, Check>)[key] : undefined;
    if (check === undefined)
      throw new TypeError(
        `${what} does not know the option ${cut(key)}${didYouMean(key, Object.keys(checks))}`,
      );
    if (value !== undefined) check(within + key, value);
  }
}

/** An options object within another: what is said about its values names both, as in `peer.name`. */
export function nested<T extends object>(
  checks: Checks<T>,
  required: readonly (keyof T & string)[] = [],
): Check {
  return (field, value) => checkOptions(field, value as T, checks, required, `${field}.`);
}

/** Characters of a value that a message shows. */
const SHOWN = 300;

function cut(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}... (${text.length} characters)`;
}

/** A value as it can stand in a message. */
export function show(value: unknown): string {
  return cut(
    typeof value === 'string'
      ? JSON.stringify(value)
      : inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY }),
  );
}

export function wrongType(field: string, value: unknown, expected: string): TypeError {
  return new TypeError(`${field} must be ${expected}, not ${show(value)}`);
}

/** A whole number in a range. */
export function integer(least: number, most: number): Check {
  return (field, value) => {
    if (typeof value !== 'number') throw wrongType(field, value, 'a number');
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new RangeError(`${field} must be a whole number from ${least} to ${most}, not ${value}`);
    }
  };
}

export const boolean: Check = (field, value) => {
  if (typeof value !== 'boolean') throw wrongType(field, value, 'true or false');
};

/** Text for the kernel, to which NUL is the end of it. */
export const text: Check = (field, value) => {
  if (typeof value !== 'string') throw wrongType(field, value, 'a string');
  if (value.includes('\0')) throw new TypeError(`${field} must have no NUL in it, not ${show(value)}`);
};

/** One of a few words. */
export function oneOf(...words: readonly string[]): Check {
  return (field, value) => {
    if (typeof value !== 'string' || !words.includes(value)) {
      throw wrongType(field, value, `one of ${words.map(show).join(', ')}`);
    }
  };
}

export const port: Check = integer(0, 65_535);

/** Something to be called. */
export const callback: Check = (field, value) => {
  if (typeof value !== 'function') throw wrongType(field, value, 'a function');
};

export const signal: Check = (field, value) => {
  if (!(value instanceof AbortSignal)) throw wrongType(field, value, 'an AbortSignal');
};
