// The kernel takes namespaces down in the background, long after their names are gone, and would do so in
// the next contender's time.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const interval = 100;
const patience = 30_000;

/** Waits until the number of network namespaces in the kernel has stopped falling. */
export async function settle() {
  const deadline = Date.now() + patience;
  let unchanged = 0;
  for (let last = namespaces(); unchanged < 3 && Date.now() < deadline; ) {
    await sleep(interval);
    const now = namespaces();
    unchanged = now < last ? 0 : unchanged + 1;
    last = now;
  }
}

/** Network namespaces alive or dying, as the kernel's own allocator counts them (slabinfo(5)). */
function namespaces() {
  const [, count] = /^net_namespace\s+(\d+)/m.exec(readFileSync('/proc/slabinfo', 'utf8')) ?? [];
  return Number(count ?? 0);
}
