/** What a verb changes of a table is what is listed otherwise before it and after it. */

import type { Collections, Inverse } from './inverse.js';

/** A table of which every object can be taken away and said again. */
export interface Difference<Options, T> {
  /** Those that the verb may change. */
  readonly list: (on: Collections, options: Options) => Promise<readonly T[]>;
  /** What tells one from all others. */
  readonly key: (object: T) => string;
  /** All that can be said of one beside that, to be compared. */
  readonly value: (object: T) => unknown;
  readonly remove: (on: Collections, object: T) => Promise<unknown>;
  /** Makes one as it was, in the place of what it is now, if it is there at all. */
  readonly put: (on: Collections, was: T, now: T | undefined) => Promise<unknown>;
}

/** Undone by taking away what has come, then putting back what has gone or is not as it was. */
export function differing<Options, T>(table: Difference<Options, T>): Inverse<[Options]> {
  const { key, value, remove, put } = table;
  const sameValue = (a: T, b: T) => JSON.stringify(value(a)) === JSON.stringify(value(b));
  return async (on, [options], issue) => {
    const listed = async () => new Map((await table.list(on, options)).map((one) => [key(one), one]));
    const before = await listed();
    await issue();
    const after = await listed();
    return async () => {
      for (const [name, now] of after) {
        if (before.has(name)) continue;
        await remove(on, now).catch(async (error) => {
          // With one that was taken away just now, others may have gone.
          if ((await listed()).has(name)) throw error;
        });
      }
      for (const [name, was] of before) {
        const now = after.get(name);
        if (now === undefined || !sameValue(was, now)) await put(on, was, now);
      }
    };
  };
}
