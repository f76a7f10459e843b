import { describe, expect, test } from 'vitest';
import {
  fromElements,
  type Interval,
  mergeIntervals,
  overlapping,
  sortIntervals,
  toElements,
} from '../../../src/nft/set/interval.js';
import { difference, mergeInto, takeOut } from '../../../src/nft/set/merge.js';
import { atOnce } from '../../../src/nft/steps.js';

type Range = readonly [first: number, last: number];

/** Keys of one byte. */
function intervals(ranges: readonly Range[]): Interval<string>[] {
  return ranges.map(([first, last]) => ({
    first: Uint8Array.of(first),
    last: Uint8Array.of(last),
    element: `${first}`,
  }));
}

const plain = (list: readonly Interval<unknown>[]) => list.map(({ first, last }) => [first[0], last[0]]);

const merged = (ranges: readonly Range[]) => atOnce(mergeIntervals(atOnce(sortIntervals(intervals(ranges)))));

/** Numbers that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomRanges(random: () => number, most: number): Range[] {
  return Array.from({ length: Math.floor(random() * most) }, () => {
    const [a, b] = [Math.floor(random() * 256), Math.floor(random() * 256)];
    const end = random() < 0.5 ? a : Math.min(a + (b % 16), 255);
    return [a, end];
  });
}

function keysOf(list: readonly Interval<unknown>[]): Set<number> {
  const keys = new Set<number>();
  for (const [first = 0, last = 0] of plain(list)) for (let key = first; key <= last; key++) keys.add(key);
  return keys;
}

describe('elements of a set whose intervals merge', () => {
  const changed = (before: readonly Range[], after: readonly Range[]) => {
    const { gone, added } = atOnce(difference(intervals(before), intervals(after)));
    return [plain(gone), plain(added)];
  };

  test('are made one with those that they touch', () => {
    const present = intervals([
      [10, 19],
      [30, 39],
      [50, 59],
    ]);
    expect(plain(atOnce(mergeInto(present, intervals([[20, 29]]))))).toEqual([
      [10, 39],
      [50, 59],
    ]);
  });

  test('leave the rest of an interval that they are taken out of', () => {
    const left = takeOut(
      intervals([[0, 255]]),
      intervals([
        [0, 0],
        [7, 9],
        [255, 255],
      ]),
      () => {},
    );
    expect(plain(atOnce(left))).toEqual([
      [1, 6],
      [10, 254],
    ]);
  });

  test('are missed where no interval holds all of them', () => {
    const missed: unknown[] = [];
    const miss = (cut: Interval<unknown>) => void missed.push(plain([cut])[0]);
    const cuts = intervals([
      [5, 11],
      [12, 12],
      [25, 26],
      [35, 50],
    ]);
    atOnce(
      takeOut(
        intervals([
          [10, 19],
          [30, 39],
        ]),
        cuts,
        miss,
      ),
    );
    expect(missed).toEqual([
      [5, 11],
      [25, 26],
      [35, 50],
    ]);
  });

  test('go and come only where they are not the same before and after', () => {
    expect(
      changed(
        [
          [10, 19],
          [30, 39],
        ],
        [[10, 39]],
      ),
    ).toEqual([
      [
        [10, 19],
        [30, 39],
      ],
      [[10, 39]],
    ]);
    expect(
      changed(
        [
          [10, 19],
          [30, 39],
        ],
        [
          [10, 19],
          [30, 39],
          [50, 50],
        ],
      ),
    ).toEqual([[], [[50, 50]]]);
    expect(
      changed(
        [
          [10, 19],
          [30, 39],
        ],
        [[30, 39]],
      ),
    ).toEqual([[[10, 19]], []]);
  });

  test('hold the same keys as sets of single keys do, whatever is added and taken out', () => {
    const random = numbers(1);
    for (let round = 0; round < 2000; round++) {
      const present = merged(randomRanges(random, 12));
      const more = merged(randomRanges(random, 12));
      const grown = atOnce(mergeInto(present, more));
      expect(keysOf(grown)).toEqual(new Set([...keysOf(present), ...keysOf(more)]));
      const { gone, added } = atOnce(difference(present, grown));
      const kept = present.filter((each) => !gone.includes(each));
      expect(keysOf([...kept, ...added])).toEqual(keysOf(grown));

      const missed: Interval<unknown>[] = [];
      const left = atOnce(takeOut(present, more, (each) => void missed.push(each)));
      const taken = keysOf(more.filter((each) => !missed.includes(each)));
      expect(keysOf(left)).toEqual(new Set([...keysOf(present)].filter((key) => !taken.has(key))));
      for (const each of missed) {
        const [first = 0, last = 0] = plain([each])[0] ?? [];
        expect(plain(present).some(([from = 0, to = 0]) => from <= first && last <= to)).toBe(false);
      }
    }
  });
});

describe('intervals', () => {
  test('are what their elements in the kernel stand for, whether the set is new or not', () => {
    const random = numbers(2);
    for (let round = 0; round < 2000; round++) {
      const list = merged(randomRanges(random, 12)).map((each) => ({ ...each, element: {} }));
      for (const whole of [true, false]) {
        for (const anonymous of [true, false]) {
          const elements = atOnce(toElements(list, { whole, anonymous }));
          expect(plain(fromElements(elements))).toEqual(plain(list));
        }
      }
    }
  });

  test('overlap if and only if they have keys in common', () => {
    const random = numbers(3);
    for (let round = 0; round < 2000; round++) {
      const sorted = atOnce(sortIntervals(intervals(randomRanges(random, 5))));
      const sizes = plain(sorted).reduce((sum, [first = 0, last = 0]) => sum + last - first + 1, 0);
      expect(atOnce(overlapping(sorted)) !== undefined).toBe(keysOf(sorted).size < sizes);
    }
  });
});
