import { describe, expect, test } from 'vitest';
import { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind, mountedNames } from '../support/leaks.js';
import { randomName } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { run } from './program.js';

needs('root');
leavesNothingBehind();

const PENDING = ['nothing', 'creation', 'closing', 'requests', 'dumps', 'sysctl', 'sockets', 'connection'];

async function expectNoNames(prefix: string): Promise<void> {
  expect((await Namespace.list()).filter((name) => name.startsWith(prefix))).toEqual([]);
  expect(mountedNames().filter((name) => name.startsWith(prefix))).toEqual([]);
}

/** The program ends like this, as any program would, and takes its names along. */
async function expectCleanEnd(how: string, what: string, ending: object): Promise<void> {
  const prefix = `${randomName()}-`;
  expect(await run('leave', [how, what, prefix])).toMatchObject({
    signal: null,
    output: 'made\n',
    ...ending,
  });
  await expectNoNames(prefix);
}

describe.each(PENDING)('a program with %s pending takes its names along', (what) => {
  test('when it calls process.exit()', () => expectCleanEnd('exit', what, { code: 3, errors: '' }));

  test('when it calls process.exit() in the midst of it', () =>
    expectCleanEnd('later', what, { code: 3, errors: '' }));

  test('when it throws', () =>
    expectCleanEnd('throw', what, { code: 1, errors: expect.stringContaining('Error: on purpose') }));

  test('when it leaves a rejection unhandled', () =>
    expectCleanEnd('reject', what, { code: 1, errors: expect.stringContaining('Error: on purpose') }));
});

test('a program that just ends without closing anything takes its names along', () =>
  expectCleanEnd('return', 'requests', { code: 0, errors: '' }));

test('a worker that is terminated takes its names along, and leaves others alone', async () => {
  const prefix = `${randomName()}-`;
  const ending = await run('terminate', [prefix]);
  expect(ending).toMatchObject({ code: 0, signal: null, errors: '' });
  // None left after each of the six; then the one link of a namespace that the main thread has made.
  expect(ending.output.trim().split('\n')).toEqual(['0', '0', '0', '0', '0', '0', '1']);
  await expectNoNames(prefix);
});
