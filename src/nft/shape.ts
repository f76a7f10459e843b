import type { PathKey } from './error.js';
import { fail } from './evaluate/context.js';

/** Keeps the path to what is being checked. */
export interface Cursor {
  enter(key: PathKey): void;
  leave(): void;
}

/** Makes sure that a value is of a shape; JSON from outside can be anything. */
export type Shape = (value: unknown, cursor: Cursor) => void;

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function wanted(what: string, value: unknown): never {
  fail(`${what} is wanted here, and this is ${nameOf(value)}`);
}

/** Anything at all: whoever reads it checks it. */
export const anything: Shape = () => {};

/** An expression, as far as that can be seen without going into it. */
export const expression: Shape = (value) => {
  if (value === undefined || value === null) wanted('an expression', value);
};

export const text: Shape = (value) => {
  if (typeof value !== 'string') wanted('text', value);
};

export const integer: Shape = (value) => {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return;
  if (Number.isInteger(value)) fail(`${value} is too large to be exact as a number: pass a bigint`);
  wanted('an integer', value);
};

/** A span of time, down to milliseconds. */
export const seconds: Shape = (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) wanted('a number of seconds', value);
};

export const boolean: Shape = (value) => {
  if (typeof value !== 'boolean') wanted('true or false', value);
};

export const nothing: Shape = (value) => {
  if (value !== null) wanted('null', value);
};

/** One of several words. */
export function word(...words: readonly string[]): Shape {
  return (value) => {
    if (typeof value !== 'string' || !words.includes(value)) wanted(`one of ${words.join(', ')}`, value);
  };
}

export function orNull(shape: Shape): Shape {
  return (value, cursor) => {
    if (value !== null) shape(value, cursor);
  };
}

export function list(shape: Shape, length?: number): Shape {
  return (value, cursor) => {
    if (!Array.isArray(value)) return wanted('a list', value);
    if (length !== undefined && value.length !== length) wanted(`a list of ${length}`, value);
    for (const [i, item] of value.entries()) checkAt(i, item, shape, cursor);
  };
}

/** One by itself or a list of them, as JSON has flags. */
export function oneOrMore(shape: Shape): Shape {
  const many = list(shape);
  return (value, cursor) => (Array.isArray(value) ? many : shape)(value, cursor);
}

/** An object with these properties and, if they are there, those; with no others. */
export function object(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  const names = Object.keys(required);
  const known = [...names, ...Object.keys(optional)];
  return (value, cursor) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) wanted('an object', value);
    const missing = names.find((name) => !Object.hasOwn(value, name));
    if (missing !== undefined) fail(`"${missing}" is missing`);
    for (const [key, each] of Object.entries(value)) {
      const shape = Object.hasOwn(required, key) ? required[key] : optional[key];
      if (each === undefined && !Object.hasOwn(required, key)) continue;
      if (shape === undefined) {
        cursor.enter(key);
        return fail(`"${key}" is not known here (${known.join(', ')})`);
      }
      checkAt(key, each, shape, cursor);
    }
  };
}

function checkAt(key: PathKey, value: unknown, shape: Shape, cursor: Cursor): void {
  cursor.enter(key);
  shape(value, cursor);
  cursor.leave();
}
