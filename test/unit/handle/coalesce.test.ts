import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { coalesce } from '../../../src/handle/coalesce.js';

/** Doubles numbers; keeps the lots that it was given. Odd ones fail. */
function doubling(delay: () => Promise<unknown> = async () => {}) {
  const lots: number[][] = [];
  const double = coalesce<number, number>(async (items) => {
    lots.push(items);
    await delay();
    return items.map((item) => (item % 2 === 1 ? new Error(`${item} is odd`) : item * 2));
  });
  return { double, lots };
}

test('what is given in one tick is done together, each with its own outcome', async () => {
  const { double, lots } = doubling();
  expect(await Promise.all([2, 4, 6].map(double))).toEqual([4, 8, 12]);
  expect(lots).toEqual([[2, 4, 6]]);
});

test('one that fails does not fail the others', async () => {
  const { double } = doubling();
  const outcomes = await Promise.allSettled([2, 3, 4].map(double));
  expect(outcomes).toEqual([
    { status: 'fulfilled', value: 4 },
    { status: 'rejected', reason: new Error('3 is odd') },
    { status: 'fulfilled', value: 8 },
  ]);
});

test('what is given meanwhile waits, and is then done together', async () => {
  const { double, lots } = doubling(nextTurn);
  const first = double(2);
  await Promise.resolve();
  const others = [double(4), double(6)];
  expect(await Promise.all([first, ...others])).toEqual([4, 8, 12]);
  expect(lots).toEqual([[2], [4, 6]]);
});

test('a lot that fails as a whole fails each of it, and the next one is done', async () => {
  let fail = true;
  const run = coalesce<number, number>(async (items) => {
    if (fail) throw new Error('no');
    return items;
  });
  const outcomes = await Promise.allSettled([run(1), run(2)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fail = false;
  expect(await run(3)).toBe(3);
});
