import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { run } from './program.js';

needs('root');
leavesNothingBehind();

test('handles that are garbage give their descriptors back', async () => {
  const ending = await run('garbage', [], { nodeOptions: ['--expose-gc'] });
  expect(ending).toMatchObject({ code: 0, errors: '' });
  const { before, meanwhile, after } = JSON.parse(ending.output);
  expect(meanwhile).toBeGreaterThanOrEqual(before + 200);
  expect(after).toBe(before);
});
