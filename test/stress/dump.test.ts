import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HANDLE } from '../../src/handle/handle.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { start } from './program.js';

needs('root', 'strace');
leavesNothingBehind();

/** So many take several reads to list, between which the lister is held up. */
const COUNT = 1500;
const HELD_UP_US = 40_000;
/** How often a dump is asked for: kDumpAttempts of native/core/netlink_socket.h. */
const ATTEMPTS = 16;

async function crowded(): Promise<Namespace> {
  const ns = await unnamed();
  const addresses = Array.from({ length: COUNT }, (_, i) => `10.0.${i >> 8}.${i & 0xff}/32`);
  await Promise.all(addresses.map((address) => ns.addresses.add({ link: 'lo', address })));
  return ns;
}

/** A program that lists them slowly; what it prints, and how often it has asked the kernel. */
function slowLister(ns: Namespace) {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-dump-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const log = join(folder, 'trace');
  const slow = `inject=recvmsg:delay_exit=${HELD_UP_US}`;
  const strace = ['strace', '-f', '-qq', '-e', 'trace=sendto,recvmsg', '-e', slow, '-o', log];
  const path = `/proc/${process.pid}/fd/${ns[HANDLE].native.fd}`;
  const { process: child, ended } = start('list', [path], { through: strace });
  return {
    opened: child.stdout ? once(child.stdout, 'data') : Promise.reject(new Error('no output')),
    outcome: ended.then(({ output, errors }) => {
      expect(errors).toBe('');
      const attempts = readFileSync(log, 'utf8').match(/sendto\(.*AF_NETLINK/g) ?? [];
      return { output, attempts: attempts.length };
    }),
  };
}

/** Has an address come and go until it is told to stop. */
function changing(ns: Namespace): () => Promise<void> {
  let going = true;
  const changes = (async () => {
    while (going) {
      const visitor = { link: 'lo', address: '172.16.0.1/32' };
      await Promise.all([ns.addresses.add(visitor), ns.addresses.delete(visitor)]);
      await sleep(1);
    }
  })();
  return () => {
    going = false;
    return changes;
  };
}

describe('a dump that changes interrupt', () => {
  test('again and again is reported', async () => {
    const ns = await crowded();
    const { outcome } = slowLister(ns);
    const stop = changing(ns);
    const { output, attempts } = await outcome.finally(stop);
    expect(output).toBe('open\nEINTR RTM_GETADDR the dump was interrupted by changes, again and again\n');
    expect(attempts).toBe(ATTEMPTS);
  });

  test('for a while is asked for again, and is whole in the end', async () => {
    const ns = await crowded();
    const { opened, outcome } = slowLister(ns);
    const stop = changing(ns);
    await opened.then(() => sleep((HELD_UP_US / 1000) * 5)).finally(stop);
    const { output, attempts } = await outcome;
    expect(output).toBe(`open\n${COUNT}\n`);
    expect(attempts).toBeGreaterThan(1);
    expect(attempts).toBeLessThan(ATTEMPTS);
  });
});
