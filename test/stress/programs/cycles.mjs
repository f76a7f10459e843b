/** node --expose-gc cycles.mjs COUNT [PREFIX]: makes and closes namespaces; prints what it held before and after. */

import { readdirSync } from 'node:fs';
import { argv, memoryUsage, stdout } from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Namespace } from 'netloom';

const count = Number(argv[2]);
const prefix = argv[3];
const AT_ONCE = 10;

/** A bit of everything; the kernel takes longest to take links down again. @param {Namespace} namespace */
async function use(namespace) {
  await namespace.links.add({ kind: 'veth', name: 'a', up: true, peer: { name: 'b', up: true } });
  await namespace.addresses.add({ link: 'a', address: '192.0.2.1/24' });
  await namespace.sysctl.set('net.ipv4.ip_forward', 1);
  const server = await namespace.listen();
  server.close();
}

/** @param {number} n */
async function cycle(n) {
  const namespace = await Namespace.create(prefix && `${prefix}${n}`);
  await namespace.links.set('lo', { up: true });
  if (n % 4 === 0) await use(namespace);
  await namespace.close();
}

/** @param {number} cycles */
async function repeat(cycles) {
  for (let n = 0; n < cycles; n += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => cycle(n + i)));
  }
}

async function held() {
  for (let i = 0; i < 5; i++) {
    await nextTurn();
    globalThis.gc?.();
  }
  const { rss, heapUsed } = memoryUsage();
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    threads: readdirSync('/proc/self/task').length,
    resident: rss,
    heap: heapUsed,
  };
}

await repeat(count / 4);
const before = await held();
await repeat(count);
stdout.write(JSON.stringify({ before, after: await held() }));
