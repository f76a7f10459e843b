// Runs the contenders in turns, A B C A B C, each in a process of its own, so that whatever drifts on the
// machine drifts for all of them.
import { execFile } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { clearSandbox } from './sandbox.js';
import { settle } from './settle.js';

const execute = promisify(execFile);
const limits = { maxBuffer: 2 ** 26, timeout: 300_000, killSignal: 'SIGKILL' };

/**
 * The contenders (floor, netloom, peers) with what was measured: `samples` in seconds, pooled over the rounds,
 * `firsts` (the first run of each process) and `reports` of what else a process says of itself. Who cannot
 * take part, or fails on the way, is `missing` with the reason.
 */
export async function measure({ floor, netloom, peers }, rounds, announce) {
  const begun = (contender) => ({ ...contender, firsts: [], samples: [], reports: [] });
  const all = { floor: begun(floor), netloom: netloom.map(begun), peers: peers.map(begun) };
  const results = [all.floor, ...all.netloom, ...all.peers];
  for (let round = 0; round < rounds; round++) {
    for (const result of results) {
      if (result.missing || round >= (result.rounds ?? rounds)) continue;
      announce(`round ${round + 1} of ${rounds}: ${result.name}`);
      clearSandbox();
      await settle();
      try {
        const { first, samples, ...report } = await (result.timesItself ? ask(result) : time(result));
        result.firsts.push(first);
        result.samples.push(...samples);
        result.reports.push(report);
      } catch (error) {
        result.missing = `failed: ${reasonOf(error)}`;
      }
    }
  }
  return all;
}

async function ask({ command: [file, ...words], warmUp, runs }) {
  const { stdout } = await execute(file, [...words, String(warmUp), String(runs)], limits);
  return JSON.parse(stdout);
}

async function time({ command: [file, ...words], runs }) {
  const samples = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await execute(file, words, limits);
    samples.push((performance.now() - start) / 1000);
  }
  return { first: samples[0], samples };
}

/** The line of a failed program's standard error that names the error, in Node's, Python's or Go's way. */
function reasonOf({ message, stderr = '' }) {
  const [named] = /^(panic: |[\w.]*Error\b).*/m.exec(stderr) ?? [];
  return named ?? (stderr.trim().split('\n').at(-1) || message);
}
