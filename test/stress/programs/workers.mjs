/** node workers.mjs PREFIX: eight workers and the main thread, all making, using and closing namespaces at once. */

import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Namespace } from 'netloom';

const WORKERS = 8;
const ROUNDS = 10;

/** A pair of namespaces with a link between them, and a word that is said and answered. @param {string} prefix */
async function talk(prefix) {
  const [near, far] = await Promise.all([
    Namespace.create(`${prefix}near`),
    Namespace.create(`${prefix}far`),
  ]);
  await Promise.all([
    near.links.add({ kind: 'veth', name: 'a', up: true, peer: { name: 'b', namespace: far, up: true } }),
    near.addresses.add({ link: 'a', address: '192.0.2.1/24' }),
    far.addresses.add({ link: 'b', address: '192.0.2.2/24' }),
    far.links.set('lo', { up: true }),
  ]);
  // Not across the pair: a link that has just come up may lose the first packet, and TCP waits a second then.
  const server = await far.listen({ host: '192.0.2.2', port: 7 }, (socket) => void socket.pipe(socket));
  const socket = await far.connect({ host: '192.0.2.2', port: 7 });
  socket.end(prefix);
  const [answer] = await once(socket, 'data');
  server.close();
  if (String(answer) !== prefix) throw new Error(`${answer} is not ${prefix}`);
  return [near, far];
}

/** Every other pair is left open, for the worker's end to take along. @param {string} prefix */
async function work(prefix) {
  for (let round = 0; round < ROUNDS; round++) {
    const namespaces = await talk(`${prefix}${round}-`);
    if (round % 2 === 0) await Promise.all(namespaces.map((namespace) => namespace.close()));
  }
}

/** @param {string} prefix */
async function main(prefix) {
  const open = () => readdirSync('/proc/self/fd').length;
  await (await Namespace.current()).close();
  const before = open();
  const workers = Array.from(
    { length: WORKERS },
    (_, n) => new Worker(new URL(import.meta.url), { workerData: `${prefix}${n}-` }),
  );
  const messages = workers.map((worker) => once(worker, 'message').then(([message]) => message));
  const exits = workers.map((worker) => once(worker, 'exit').then(([code]) => code));
  const own = await talk(`${prefix}main-`);
  const answers = await Promise.all(messages);
  const codes = await Promise.all(exits);
  const links = await own[0]?.links.list();
  await Promise.all(own.map((namespace) => namespace.close()));
  const names = (await Namespace.list()).filter((name) => name.startsWith(prefix));
  stdout.write(JSON.stringify({ answers, codes, names, links: links?.length, before, after: open() }));
}

if (isMainThread) {
  await main(argv[2] ?? '');
} else {
  await work(workerData);
  parentPort?.postMessage('done');
}
