import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect } from 'vitest';
import { NAMESPACE_DIRECTORY } from '../../src/namespace/name.js';
import { NAME_PREFIX } from './namespaces.js';

/** What a process holds that it could forget to give back. */
export interface Holdings {
  /** Open descriptors that lead to a namespace or a socket. */
  readonly descriptors: number;
  readonly threads: number;
  /** Names under /run/netns that this process made. */
  readonly names: readonly string[];
  /** Namespaces mounted under those names. */
  readonly mounts: readonly string[];
}

/** How many descriptors of this process lead to a namespace or a socket. */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').filter((fd) => /^(net|socket):/.test(target(fd))).length;
}

function target(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return ''; // the one that the directory was read with
  }
}

export function holdings(): Holdings {
  return {
    descriptors: openDescriptors(),
    threads: readdirSync('/proc/self/task').length,
    names: ownNames(),
    mounts: mountedNames().filter((name) => name.startsWith(NAME_PREFIX)),
  };
}

function ownNames(): string[] {
  try {
    return readdirSync(NAMESPACE_DIRECTORY).filter((name) => name.startsWith(NAME_PREFIX));
  } catch {
    return []; // nobody has made one since the machine started
  }
}

/** Names under /run/netns that a namespace is mounted on, as this mount namespace sees them. */
export function mountedNames(): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((point) => point.startsWith(`${NAMESPACE_DIRECTORY}/`))
    .map((point) => point.slice(NAMESPACE_DIRECTORY.length + 1));
}

/**
 * Network namespaces that the kernel keeps memory for: everybody's, and some that have just ended. Needs
 * /proc/slabinfo.
 */
export function namespacesInKernel(): number {
  const line = /^net_namespace +(\d+)/m.exec(readFileSync('/proc/slabinfo', 'utf8'));
  return Number(line?.[1]);
}

/** Checks, after all tests of this file, that the process holds no more than before them. */
export function leavesNothingBehind(): void {
  let before: Holdings;
  beforeAll(async () => {
    await startThreadPool();
    before = holdings();
  });
  afterAll(async () => {
    // What is closed on the event loop may take a few turns.
    for (let turn = 0; turn < 100 && !isDeepStrictEqual(holdings(), before); turn++) await sleep(20);
    expect(holdings()).toEqual(before);
  });
}

/** libuv starts its threads when they are first needed: not what a test should be blamed for. */
async function startThreadPool(): Promise<void> {
  await Promise.all(Array.from({ length: 16 }, () => stat('/')));
  await readdir('/proc/self/fd');
  await sleep(10);
}
