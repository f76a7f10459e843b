import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { withWireguard } from '../support/wireguard.js';
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

test('the example of docs/wireguard.md does what it says', async ({ skip }) => {
  await withWireguard(skip);
  expect(await runExample('wireguard.md')).toEqual(['hello', '192.0.2.2:51820 10.0.0.2/32 true true']);
});
