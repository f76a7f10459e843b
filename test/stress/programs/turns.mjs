/** node turns.mjs: threads of one process that all want the kernel's lock at once: batches, and writes to sysctls. */

import { once } from 'node:events';
import { stdout } from 'node:process';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { Namespace } from 'netloom';

const WORKERS = 4;
const NAMESPACES = 2;
const ROUNDS = 4;
/** Several chunks of native/core/transact.cc. */
const ROUTES = 600;

/** Each step of a round needs the one before it. @param {Namespace} ns @param {number} round */
async function takeRound(ns, round) {
  const to = Array.from({ length: ROUTES }, (_, n) => `10.${round}.${n >> 8}.${n & 255}/32`);
  const link = `d${round}`;
  await Promise.all([
    ns.links.add({ kind: 'bridge', name: link, up: true }),
    ns.addresses.add({ link, address: `172.16.${round}.1/24` }),
    ...to.map((each) => ns.routes.add({ to: each, via: `172.16.${round}.2` })),
    // Per link, so behind the requests; and of the namespace, so beside them.
    ns.sysctl.set(`net.ipv4.conf.${link}.forwarding`, round % 2),
    ns.sysctl.set('net.ipv4.ip_forward', 1 - (round % 2)),
  ]);
  await ns.sysctl.set('net.ipv4.ip_forward', round % 2);
  const forwarding = await ns.sysctl.get('net.ipv4.ip_forward');
  if (forwarding !== round % 2) throw new Error(`ip_forward is ${forwarding} in round ${round}`);
  const routes = await ns.routes.list({ dev: link, family: 'inet', type: 'unicast' });
  if (routes.length !== ROUTES + 1) throw new Error(`${routes.length} routes in round ${round}`);
}

async function work() {
  const namespaces = await Promise.all(Array.from({ length: NAMESPACES }, () => Namespace.create()));
  await Promise.all(
    namespaces.map(async (ns) => {
      for (let round = 0; round < ROUNDS; round++) await takeRound(ns, round);
    }),
  );
  await Promise.all(namespaces.map((ns) => ns.close()));
  return 'done';
}

if (isMainThread) {
  const workers = Array.from({ length: WORKERS }, () => new Worker(new URL(import.meta.url)));
  const answers = workers.map((worker) => once(worker, 'message').then(([answer]) => answer));
  stdout.write(JSON.stringify(await Promise.all([work(), ...answers])));
} else {
  parentPort?.postMessage(await work());
}
