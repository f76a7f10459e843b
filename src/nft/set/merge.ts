import type { Steps } from '../steps.js';
import { compare } from '../value.js';
import { type Interval, mergeIntervals, predecessor, sortIntervals, successor } from './interval.js';

/** What becomes of a set in which intervals that touch or overlap are one: `auto-merge`. */
export interface Change<T> {
  /** Intervals that are there now and have to go. */
  readonly gone: readonly Interval<T>[];
  readonly added: readonly Interval<T>[];
  /** All that are there then, sorted. */
  readonly present: readonly Interval<T>[];
}

/** Adds intervals to those that are there. */
export function* mergeInto<T>(
  present: readonly Interval<T>[],
  more: readonly Interval<T>[],
): Steps<Change<T>> {
  // Of two that are the same, sorting keeps the one first that is there.
  const sorted = yield* sortIntervals([...present, ...more]);
  return changeTo(present, yield* mergeIntervals(sorted));
}

/**
 * Takes intervals out, all of them sorted: each lies within one that is there, of which the rest stays. One that does
 * not is told to `missing`, and if that returns, it is passed over.
 */
export function* takeOut<T, U>(
  present: readonly Interval<T>[],
  cuts: readonly Interval<U>[],
  missing: (cut: Interval<U>) => void,
): Steps<Change<T>> {
  const left: Interval<T>[] = [];
  let at = 0;
  for (const each of present) {
    yield;
    let rest: Interval<T> | undefined = each;
    for (let cut = cuts[at]; rest !== undefined && cut !== undefined; cut = cuts[at]) {
      if (compare(cut.first, rest.last) > 0) break;
      at++;
      if (compare(cut.first, rest.first) < 0 || compare(cut.last, rest.last) > 0) missing(cut);
      else {
        if (compare(cut.first, rest.first) > 0) left.push({ ...rest, last: predecessor(cut.first) });
        const first = successor(cut.last);
        rest = first === undefined || compare(first, rest.last) > 0 ? undefined : { ...rest, first };
      }
    }
    if (rest !== undefined) left.push(rest);
  }
  cuts.slice(at).forEach(missing);
  return changeTo(present, left);
}

/** Intervals that stay as they are are the same objects. */
function changeTo<T>(before: readonly Interval<T>[], after: readonly Interval<T>[]): Change<T> {
  const [old, present] = [new Set(before), new Set(after)];
  return {
    gone: before.filter((each) => !present.has(each)),
    added: after.filter((each) => !old.has(each)),
    present: after,
  };
}
