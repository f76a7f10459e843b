import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { runExample } from './example.js';

needs('root');
leavesNothingBehind();

test('the example of docs/events.md does what it says', async () => {
  expect(await runExample('events.md')).toEqual([
    'there: lo',
    'add br0',
    'routes.add 203.0.113.0/24 ENETUNREACH',
    'addresses.add 192.0.2.1/24',
  ]);
});

test('the example of docs/netlink.md does what it says', async () => {
  expect(await runExample('netlink.md')).toEqual(['lo 65536', '1', 'ENODEV RTM_GETLINK nobody']);
});
