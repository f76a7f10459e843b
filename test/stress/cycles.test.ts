import { describe, expect, test } from 'vitest';
import { Namespace } from '../../src/namespace/namespace.js';
import { mountedNames, namespacesInKernel } from '../support/leaks.js';
import { randomName } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { run } from './program.js';

const CYCLES = 2000;
const MIB = 2 ** 20;

/** What cycles.mjs held at one moment. */
interface Holdings {
  readonly descriptors: number;
  readonly threads: number;
  readonly resident: number;
  readonly heap: number;
}

async function cycles(...args: string[]): Promise<{ before: Holdings; after: Holdings }> {
  const ending = await run('cycles', [String(CYCLES), ...args], { nodeOptions: ['--expose-gc'] });
  expect(ending).toMatchObject({ code: 0, errors: '' });
  return JSON.parse(ending.output);
}

needs('root', 'slabinfo');

describe(`${CYCLES} namespaces, made, used and closed,`, () => {
  const prefix = `${randomName()}-`;

  test.each([
    ['without names', []],
    ['by name', [prefix]],
  ])(
    '%s leave nothing behind',
    async (_how, args) => {
      const kernelBefore = namespacesInKernel();
      const { before, after } = await cycles(...args);
      expect(after.descriptors).toBe(before.descriptors);
      expect(after.threads).toBe(before.threads);
      // What is left of one cycle would show in the heap, 2,000 times over; the rest is the allocators' slack.
      expect(after.heap - before.heap).toBeLessThan(MIB / 2);
      expect(after.resident - before.resident).toBeLessThan(16 * MIB);
      expect((await Namespace.list()).filter((name) => name.startsWith(prefix))).toEqual([]);
      expect(mountedNames().filter((name) => name.startsWith(prefix))).toEqual([]);
      // The kernel takes its time, and other tests make namespaces as well: none of that comes near to this many.
      await expect.poll(namespacesInKernel, { timeout: 20_000 }).toBeLessThan(kernelBefore + CYCLES / 4);
    },
    60_000,
  );
});
