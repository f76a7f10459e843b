/** node --expose-gc garbage.mjs: drops handles without closing them; prints descriptors before, meanwhile, after. */

import { readdirSync } from 'node:fs';
import { stdout } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Namespace } from 'netloom';

const open = () => readdirSync('/proc/self/fd').length;

/** @param {number} count */
async function drop(count) {
  const namespaces = await Promise.all(Array.from({ length: count }, () => Namespace.create()));
  await Promise.all(namespaces.map((namespace) => namespace.links.list()));
  return open();
}

await drop(1); // whatever the first one opens for good
for (let i = 0; i < 10; i++) {
  globalThis.gc?.();
  await sleep(5);
}
const before = open();
const meanwhile = await drop(100);
for (let i = 0; i < 100 && open() > before; i++) {
  globalThis.gc?.();
  await sleep(5);
}
stdout.write(JSON.stringify({ before, meanwhile, after: open() }));
