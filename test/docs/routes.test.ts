import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { runExample } from './example.js';

needs('root');
leavesNothingBehind();

test('the example of docs/routes.md does what it says', async () => {
  expect(await runExample('routes.md')).toEqual([
    'default 192.0.2.254',
    '192.0.2.0/24 on the link',
    '198.51.100.0/24 192.0.2.2*3,192.0.2.3*1',
    '203.0.113.0/24 192.0.2.2*1,192.0.2.3*2',
    '192.0.2.254',
    '192.0.2.253',
  ]);
});
