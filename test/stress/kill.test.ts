import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind, mountedNames, namespacesInKernel } from '../support/leaks.js';
import { randomName } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { start } from './program.js';

needs('root', 'slabinfo');
leavesNothingBehind();

const ROUNDS = 6;

/** Starts the program and kills it while it makes and closes namespaces, each time at another moment. */
async function killed(round: number, ...args: string[]): Promise<void> {
  const { process: child, ended } = start('forever', args);
  const begun = once(child.stdout ?? child, 'data');
  await Promise.race([begun, ended]);
  await sleep(round * 7);
  child.kill('SIGKILL');
  expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL', errors: '' });
}

const namesFrom = async (prefix: string) =>
  (await Namespace.list()).filter((name) => name.startsWith(prefix));

/** What the namespace of a name is good for; a file without one is what is left of a name that was just being made. */
async function use(name: string): Promise<string> {
  try {
    const namespace = await Namespace.open(name);
    onTestFinished(() => namespace.close());
    return (await namespace.links.get('lo')).name;
  } catch (error) {
    if (mountedNames().includes(name)) throw error;
    return 'no namespace';
  }
}

describe('a program that is killed', () => {
  test('leaves nothing behind if it made no names', async () => {
    const before = namespacesInKernel();
    for (let round = 0; round < ROUNDS; round++) await killed(round);
    // It has up to sixteen at a time.
    await expect.poll(namespacesInKernel, { timeout: 20_000 }).toBeLessThan(before + ROUNDS * 8);
  });

  test('leaves nothing but names, which are good for use and can be deleted', async () => {
    const prefix = `${randomName()}-`;
    for (let round = 0; round < ROUNDS; round++) await killed(round, `${prefix}${round}-`);
    const names = await namesFrom(prefix);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(['lo', 'no namespace']).toContain(await use(name));
    await Promise.all(names.map((name) => Namespace.delete(name)));
    expect(await namesFrom(prefix)).toEqual([]);
    expect(mountedNames().filter((name) => name.startsWith(prefix))).toEqual([]);
  });
});
