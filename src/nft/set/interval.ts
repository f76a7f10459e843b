import { NFT_SET_ELEM_INTERVAL_END } from '../../uapi/nf_tables.js';
import type { ElementMessage } from '../operation.js';
import { type Steps, sortSteps } from '../steps.js';
import { decodeElementData, encodeElementData, INTERVAL_OPEN } from '../userdata.js';
import { compare, ones, type Value } from '../value.js';
import type { KeyRange } from './range.js';

/** A range of keys with what belongs to its element. */
export interface Interval<T> extends KeyRange {
  readonly element: T;
}

/** The next larger value of the same width; undefined after the largest. */
export function successor(value: Value): Value | undefined {
  const next = value.slice();
  for (let i = next.length - 1; i >= 0; i--) {
    next[i] = ((next[i] as number) + 1) & 0xff;
    if (next[i] !== 0) return next;
  }
  return undefined;
}

/** The next smaller value; of zero, zero. */
export function predecessor(value: Value): Value {
  const next = value.slice();
  for (let i = next.length - 1; i >= 0; i--) {
    const byte = next[i] as number;
    next[i] = byte === 0 ? 0xff : byte - 1;
    if (byte !== 0) return next;
  }
  return value;
}

/** By their first key, and where that is the same the longer one first. */
export function sortIntervals<T>(intervals: readonly Interval<T>[]): Steps<Interval<T>[]> {
  return sortSteps(intervals, (a, b) => compare(a.first, b.first) || compare(b.last, a.last));
}

/** Two of sorted intervals that have keys in common; undefined where there are none. */
export function* overlapping<T>(
  sorted: readonly Interval<T>[],
): Steps<readonly [Interval<T>, Interval<T>] | undefined> {
  let previous: Interval<T> | undefined;
  for (const interval of sorted) {
    if (previous !== undefined && compare(interval.first, previous.last) <= 0) return [previous, interval];
    previous = interval;
    yield;
  }
  return undefined;
}

/** Sorted intervals, those that touch or overlap as one. */
export function* mergeIntervals<T>(sorted: readonly Interval<T>[]): Steps<Interval<T>[]> {
  const merged: Interval<T>[] = [];
  for (const interval of sorted) {
    yield;
    const previous = merged.at(-1);
    const next = previous && successor(previous.last);
    if (previous === undefined || (next !== undefined && compare(interval.first, next) > 0)) {
      merged.push(interval);
    } else if (compare(interval.last, previous.last) > 0) {
      merged[merged.length - 1] = { ...previous, last: interval.last };
    }
  }
  return merged;
}

/**
 * The elements that stand for sorted intervals in the kernel: each begins with one and ends before another, marked as
 * an end. What the last value belongs to has no end. `whole`: the set is new, so that what lies before the first
 * interval begins with an end, too. `anonymous`: an end where the next interval begins is left out. `bits`: the width of
 * keys, where they do not fill their bytes.
 */
export function* toElements(
  sorted: readonly Interval<ElementMessage>[],
  {
    whole,
    anonymous,
    bits,
  }: { readonly whole: boolean; readonly anonymous: boolean; readonly bits?: number },
): Steps<ElementMessage[]> {
  const elements: ElementMessage[] = [];
  const first = sorted[0];
  const greatest = ones(bits || (first?.first.length ?? 0) * 8, first?.first.length);
  if (whole && first?.first.some((byte) => byte !== 0)) {
    elements.push({ key: new Uint8Array(first.first.length), flags: NFT_SET_ELEM_INTERVAL_END });
  }
  for (const [i, { first: key, last, element }] of sorted.entries()) {
    yield;
    const end = compare(last, greatest) === 0 ? undefined : successor(last);
    if (end === undefined) {
      const { comment } = decodeElementData(element.userdata);
      elements.push({ ...element, key, userdata: encodeElementData({ comment, flags: INTERVAL_OPEN }) });
      continue;
    }
    elements.push({ ...element, key });
    const next = sorted[i + 1];
    if (anonymous && next !== undefined && compare(next.first, end) === 0) continue;
    elements.push({ key: end, flags: NFT_SET_ELEM_INTERVAL_END });
  }
  return elements;
}

/** The intervals that the kernel's elements stand for, sorted; `bits`: the width of keys, where they do not fill their bytes. */
export function fromElements(elements: readonly ElementMessage[], bits = 0): Interval<ElementMessage>[] {
  const ends = elements
    .flatMap((element) => (element.key === undefined ? [] : [{ key: element.key, element }]))
    .sort((a, b) => compare(a.key, b.key) || endFirst(a.element) - endFirst(b.element));
  const intervals: Interval<ElementMessage>[] = [];
  for (const [i, { key, element }] of ends.entries()) {
    if (isEnd(element)) continue;
    const next = ends[i + 1];
    const last = next === undefined ? ones(bits || key.length * 8, key.length) : predecessor(next.key);
    intervals.push({ first: key, last, element });
  }
  return intervals;
}

/** Those of the kernel's intervals that hold all of the wanted ones; undefined where one is held by none. */
export function intervalsWith(
  wanted: readonly ElementMessage[],
  elements: readonly ElementMessage[],
): Interval<ElementMessage>[] | undefined {
  const intervals = fromElements(elements);
  const found = fromElements(wanted).map(({ first, last }) =>
    intervals.find((each) => compare(each.first, first) <= 0 && compare(last, each.last) <= 0),
  );
  if (found.includes(undefined)) return undefined;
  return intervals.filter((each) => found.includes(each));
}

function isEnd({ flags = 0 }: ElementMessage): boolean {
  return (flags & NFT_SET_ELEM_INTERVAL_END) !== 0;
}

const endFirst = (element: ElementMessage) => (isEnd(element) ? 0 : 1);
