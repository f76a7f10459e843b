// The loop around a workload for programs in JavaScript; floor/lib/measure.c is the same in C.
import { performance } from 'node:perf_hooks';

/**
 * Runs `run` (timed) and `tearDown` (untimed) as often as the command line says, warm-up runs before
 * samples; gives `{ first, samples }` in seconds.
 */
export async function measureLoop({ run, tearDown = () => {} }, warmUp, samples) {
  const taken = [];
  for (let i = 0; i < warmUp + samples; i++) {
    const start = performance.now();
    await run();
    taken.push((performance.now() - start) / 1000);
    await tearDown();
  }
  return { first: taken[0], samples: taken.slice(warmUp) };
}
