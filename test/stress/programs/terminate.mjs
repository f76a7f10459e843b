/** node terminate.mjs PREFIX: terminates a worker that is making and using namespaces, then does so itself. */

import { once } from 'node:events';
import { argv, stdout } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Namespace } from 'netloom';

/** @param {string} prefix */
async function work(prefix) {
  for (let n = 0; ; n++) {
    const namespaces = await Promise.all(
      Array.from({ length: 8 }, (_, i) => Namespace.create(`${prefix}${n}-${i}`)),
    );
    void Promise.all(namespaces.map((namespace) => namespace.sysctl.list('net.ipv4')));
    await Promise.all(namespaces.map((namespace) => namespace.links.list()));
    if (n === 0) parentPort?.postMessage('begun');
    if (n % 2 === 0) await Promise.all(namespaces.map((namespace) => namespace.close()));
  }
}

/** @param {string} prefix */
async function terminateSome(prefix) {
  for (let round = 0; round < 6; round++) {
    const worker = new Worker(new URL(import.meta.url), { workerData: `${prefix}${round}-` });
    await once(worker, 'message');
    await sleep(round * 3);
    await worker.terminate();
    const left = (await Namespace.list()).filter((name) => name.startsWith(`${prefix}${round}-`));
    stdout.write(`${left.length}\n`);
  }
  const own = await Namespace.create(`${prefix}own`);
  stdout.write(`${(await own.links.list()).length}\n`);
}

if (isMainThread) await terminateSome(argv[2] ?? '');
else await work(workerData);
