import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { runExample } from './example.js';

needs('root', 'ipv6');
leavesNothingBehind();

test('the example of docs/addresses.md does what it says', async () => {
  expect(await runExample('addresses.md')).toEqual([
    'EADDRINUSE 2001:db8::1',
    '192.0.2.1/24 global permanent',
    '198.51.100.1/24 global ',
    '2001:db8::1/64 global permanent',
    'true',
    '2',
  ]);
});
