import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { runExample } from './example.js';

needs('root');
leavesNothingBehind();

test('the example of docs/generic-netlink.md does what it says', async () => {
  expect(await runExample('generic-netlink.md')).toEqual([
    'ethtool monitor',
    'eth0 1',
    '3',
    'ENOENT CTRL_CMD_GETFAMILY nothing',
  ]);
});
