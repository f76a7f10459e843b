// How long the event loop stood still, and how much of that its thread waited for a processor that others had: on a
// busy machine that is most of it, and no program can do anything about it.
import { openSync, readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** Milliseconds between two looks at the clock. */
const interval = 2;

/** Milliseconds that the main thread has waited for a processor so far (schedstat, in proc(5)). */
function waitedSoFar(file, buffer) {
  const length = readSync(file, buffer, 0, buffer.length, 0);
  return Number(buffer.toString('latin1', 0, length).split(' ')[1]) / 1e6;
}

/**
 * `watched(work)` is `work`, under watch: not what comes before and after it, such as the kernel's own work when a
 * ruleset is flushed. `worst` is the longest stall so far, with and without the waiting.
 */
export function watchLoop() {
  const file = openSync('/proc/self/schedstat');
  const buffer = Buffer.alloc(64);
  const worst = { stallMs: 0, ownStallMs: 0 };
  const now = () => [performance.now(), waitedSoFar(file, buffer)];
  const watched = (work) => async () => {
    let last = now();
    const look = (due) => {
      const next = now();
      const late = next[0] - last[0] - due;
      worst.stallMs = Math.max(worst.stallMs, late);
      worst.ownStallMs = Math.max(worst.ownStallMs, late - (next[1] - last[1]));
      last = next;
    };
    const timer = setInterval(look, interval, interval);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      look(0);
    }
  };
  return { watched, worst };
}
