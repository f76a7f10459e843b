import { performance } from 'node:perf_hooks';

/** In milliseconds. Others wait this long at most, and as long again where the garbage collector takes part. */
const SLICE = 4;

/** Long work in slices, between which the event loop has its turn. */
export class Pace {
  #start = performance.now();

  /** Whether the slice is over: to be asked after every step, since nobody knows how long one takes. */
  get over(): boolean {
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
    if (pace.over) await pace.rest();
  }
  return taken;
}
