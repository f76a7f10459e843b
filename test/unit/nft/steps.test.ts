import { describe, expect, test } from 'vitest';
import { atOnce, sortSteps } from '../../../src/nft/steps.js';

describe('sorting in steps', () => {
  const byFirst = (a: readonly [number, number], b: readonly [number, number]) => a[0] - b[0];

  test.each([0, 1, 2, 511, 512, 513, 1024, 5000])(
    '%i items as Array.prototype.sort does, equal ones in their order',
    (count) => {
      const items = Array.from({ length: count }, (_, i) => [(i * 7919) % 97, i] as const);
      const before = [...items];
      expect(atOnce(sortSteps(items, byFirst))).toEqual([...items].sort(byFirst));
      expect(items).toEqual(before);
    },
  );

  test('pauses at least once in a few hundred items', () => {
    const items = Array.from({ length: 5000 }, (_, i) => [-i, i] as const);
    const steps = sortSteps(items, byFirst);
    let pauses = 0;
    while (steps.next().done !== true) pauses++;
    expect(pauses).toBeGreaterThan(5000 / 512);
  });
});
