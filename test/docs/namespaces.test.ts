import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { runExample } from './example.js';

needs('root');
leavesNothingBehind();

test('the example of docs/namespaces.md does what it says', async () => {
  expect(await runExample('namespaces.md')).toEqual([
    '0',
    'hello',
    'closed true',
    'ENETUNREACH',
    expect.stringMatching(/^IP 192\.0\.2\.1\.\d+ > 192\.0\.2\.2\.7: Flags \[S\]$/),
    '192.0.2.1 7 true in',
    'true',
  ]);
});
