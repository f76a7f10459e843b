import { listOf } from '../statement/flags.js';
import type { Scope } from './scope.js';

/** IFNAMSIZ, without its zero byte. */
const LONGEST_INTERFACE = 15;

/** Interfaces by name. */
export function deviceNames(
  node: { readonly dev?: string | readonly string[] },
  scope: Scope,
): readonly string[] {
  const devices = listOf(node.dev);
  for (const device of devices) {
    if (typeof device !== 'string' || device === '' || Buffer.byteLength(device) > LONGEST_INTERFACE) {
      return scope.failAt('dev', `"${device}" is no interface name of 1 to ${LONGEST_INTERFACE} bytes`);
    }
  }
  return devices;
}
