/** node leave.mjs HOW WHAT PREFIX: ends in some way while some work is pending, with names under /run/netns. */

import { argv, exit, stdout } from 'node:process';
import { Namespace } from 'netloom';

const [how = '', what = '', prefix = ''] = argv.slice(2);
const numbers = Array.from({ length: 8 }, (_, n) => n);

const made = await Promise.all(numbers.map((n) => Namespace.create(`${prefix}${n}`)));
const [first] = made;
if (!first) throw new Error('nothing was made');

/** What is under way when the program ends; nobody waits for it. @type {Record<string, () => unknown>} */
const pending = {
  nothing: () => {},
  creation: () => numbers.map((n) => Namespace.create(`${prefix}late-${n}`)),
  closing: () => made.map((namespace) => namespace.close()),
  requests: () =>
    numbers.map((n) =>
      first.links.add({ kind: 'veth', name: `a${n}`, up: true, peer: { name: `b${n}`, up: true } }),
    ),
  dumps: () => made.map((namespace) => [namespace.links.list(), namespace.routes.list()]),
  sysctl: () => made.map((namespace) => namespace.sysctl.list()),
  sockets: () => made.map((namespace) => namespace.listen()),
  connection: () => first.connect({ host: '127.0.0.1', port: 1 }),
};

/** How it ends. @type {Record<string, () => unknown>} */
const ends = {
  exit: () => exit(3),
  throw: () => {
    throw new Error('on purpose');
  },
  reject: () => void Promise.reject(new Error('on purpose')),
  // Long enough for the pool's threads to be in the middle of it.
  later: () => setTimeout(exit, 2, 3),
};

stdout.write('made\n');
for (const promise of [pending[what]?.()].flat(2)) {
  // That the handles close under it, or the namespace has no loopback, is not what is looked at.
  if (promise instanceof Promise) promise.catch(() => {});
}
ends[how]?.();
