import * as rtnetlink from '../uapi/rtnetlink.js';

const NAMES = new Map(
  Object.entries(rtnetlink)
    .filter(([name]) => /^RTM_(NEW|DEL|GET|SET)/.test(name))
    .map(([name, type]) => [type, name]),
);

/** The kernel's name of an rtnetlink message type: `'RTM_NEWLINK'`. */
export function operationName(type: number): string {
  return NAMES.get(type) ?? `RTM_${type}`;
}
