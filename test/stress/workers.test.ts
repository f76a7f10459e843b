import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { randomName } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { run } from './program.js';

needs('root');
leavesNothingBehind();

test('eight worker threads and the main thread use the addon at once, each for itself', async () => {
  const ending = await run('workers', [`${randomName()}-`]);
  expect(ending).toMatchObject({ code: 0, signal: null, errors: '' });
  const { before, after, ...rest } = JSON.parse(ending.output);
  expect(rest).toEqual({ answers: Array(8).fill('done'), codes: Array(8).fill(0), names: [], links: 2 });
  expect(after).toBe(before);
});
