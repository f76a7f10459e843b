import { expect, test } from 'vitest';
import { operationName } from '../../../src/netlink/operation.js';

test.each([
  [16, 'RTM_NEWLINK'],
  [17, 'RTM_DELLINK'],
  [18, 'RTM_GETLINK'],
  [19, 'RTM_SETLINK'],
  [20, 'RTM_NEWADDR'],
  [24, 'RTM_NEWROUTE'],
  [26, 'RTM_GETROUTE'],
  [65_000, 'RTM_65000'],
])('message type %i is called %s', (type, name) => {
  expect(operationName(type)).toBe(name);
});
