import { execFileSync } from 'node:child_process';
import { HANDLE } from '../../src/handle/handle.js';
import type { Namespace } from '../../src/namespace/namespace.js';

/** Runs a program inside a namespace, whether it has a name or not, and returns what it prints. */
export function runIn(ns: Namespace, command: readonly string[], input?: string): string {
  const enter = `--net=/proc/${process.pid}/fd/${ns[HANDLE].native.fd}`;
  return execFileSync('nsenter', [enter, ...command], {
    encoding: 'utf8',
    stdio: 'pipe',
    ...(input === undefined ? {} : { input }),
  });
}
