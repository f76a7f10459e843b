import { performance } from 'node:perf_hooks';

/** In milliseconds. Others wait this long at most, and as long again where the garbage collector takes part. */
const SLICE = 4;

/** The clock is looked at once in so many steps. */
const STEPS = 8;

/** Long work in slices, between which the event loop has its turn. */
export class Pace {
  #start = performance.now();
  #steps = 0;

  /** Counts a step; whether the slice is over. */
  step(): boolean {
    if (++this.#steps % STEPS !== 0) return false;
    return performance.now() - this.#start >= SLICE;
  }

  /** Lets the event loop go round, then begins the next slice. */
  async rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#start = performance.now();
  }
}

/** All items of an iterable that takes long to go through, or those that are wanted. */
export async function takeAll<T>(
  items: Iterable<T>,
  isWanted: (item: T) => boolean = () => true,
): Promise<T[]> {
  const taken: T[] = [];
  const pace = new Pace();
  for (const item of items) {
    if (isWanted(item)) taken.push(item);
    if (pace.step()) await pace.rest();
  }
  return taken;
}
