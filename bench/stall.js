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

/** Watches the loop from now on; what it gives ends that, and says the longest stall with and without the waiting. */
export function watchLoop() {
  const file = openSync('/proc/self/schedstat');
  const buffer = Buffer.alloc(64);
  const worst = { stallMs: 0, ownStallMs: 0 };
  let last = performance.now();
  let waited = waitedSoFar(file, buffer);
  const look = () => {
    const [now, waitedNow] = [performance.now(), waitedSoFar(file, buffer)];
    const late = now - last - interval;
    worst.stallMs = Math.max(worst.stallMs, late);
    worst.ownStallMs = Math.max(worst.ownStallMs, late - (waitedNow - waited));
    last = now;
    waited = waitedNow;
  };
  const timer = setInterval(look, interval);
  return () => {
    clearInterval(timer);
    return worst;
  };
}
