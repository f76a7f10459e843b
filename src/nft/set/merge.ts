import type { Steps } from '../steps.js';
import { compare } from '../value.js';
import { type Interval, mergeIntervals, predecessor, sortIntervals, successor } from './interval.js';
import type { KeyRange } from './range.js';

/** Intervals that are there with more of them; those that touch or overlap become one. All lists are sorted. */
export function* mergeInto<T>(
  present: readonly Interval<T>[],
  more: readonly Interval<T>[],
): Steps<readonly Interval<T>[]> {
  // Of two that are the same, sorting keeps the one first that is there.
  const sorted = yield* sortIntervals([...present, ...more]);
  return yield* mergeIntervals(sorted);
}

/**
 * Intervals without others: each of those lies within one that is there, of which the rest stays. One that does not is
 * told to `missing`, and if that returns, it is passed over.
 */
export function* takeOut<T, U>(
  present: readonly Interval<T>[],
  cuts: readonly Interval<U>[],
  missing: (cut: Interval<U>) => void,
): Steps<readonly Interval<T>[]> {
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
  return left;
}

/** What has to go and what has to come for some intervals to become others. */
export function* difference<T>(
  before: readonly Interval<T>[],
  after: readonly Interval<T>[],
): Steps<{ readonly gone: readonly Interval<T>[]; readonly added: readonly Interval<T>[] }> {
  const gone: Interval<T>[] = [];
  const added: Interval<T>[] = [];
  for (let [i, j] = [0, 0]; i < before.length || j < after.length; ) {
    yield;
    const [old, fresh] = [before[i], after[j]];
    const order = old === undefined ? 1 : fresh === undefined ? -1 : compareRanges(old, fresh);
    if (order < 0 && old !== undefined) gone.push(old);
    if (order > 0 && fresh !== undefined) added.push(fresh);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return { gone, added };
}

function compareRanges(a: KeyRange, b: KeyRange): number {
  return compare(a.first, b.first) || compare(a.last, b.last);
}
