import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { runExample } from './example.js';

needs('root');
leavesNothingBehind();

test('the example of docs/links.md does what it says', async () => {
  expect(await runExample('links.md')).toEqual([
    'lo  false ',
    expect.stringMatching(/^br0 bridge true/),
    expect.stringMatching(/^port0 veth true \d+$/),
    '02:00:00:00:00:01',
  ]);
});

test('the example of docs/traffic-control.md does what it says', async () => {
  expect(await runExample('traffic-control.md')).toEqual([
    'htb 1: root',
    'pfifo 10: 1:10',
    '5000000 10000000 0',
  ]);
});
