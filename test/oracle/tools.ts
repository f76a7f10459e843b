import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';
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

/**
 * Holds that nft lists what was made with netloom as what was made with nft, and netloom the other way round, in text and
 * in JSON. Returns the text.
 */
export async function expectSameRulesets(ours: Namespace, theirs: Namespace): Promise<string> {
  const text = runIn(theirs, ['nft', 'list', 'ruleset']);
  expect(runIn(ours, ['nft', 'list', 'ruleset'])).toBe(text);
  expect(String(await ours.nft.list())).toBe(text);
  expect(String(await theirs.nft.list())).toBe(text);
  expect((await ours.nft.list()).toJsonText()).toBe(runIn(ours, ['nft', '-j', 'list', 'ruleset']).trim());
  return text;
}
