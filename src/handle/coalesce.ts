interface Waiting<I, O> {
  readonly item: I;
  readonly resolve: (outcome: O) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The most that is done together. What waits for an outcome goes on when its lot is done: after one lot of a thousand
 * a thousand continuations would run at once, and none of them while it is under way.
 */
const LOT = 32;

/**
 * Makes a function of one item out of one of many: items that are given in the same tick, or while an earlier lot
 * is under way, are done together. Outcomes that are errors reject.
 */
export function coalesce<I, O>(run: (items: I[]) => Promise<(O | Error)[]>): (item: I) => Promise<O> {
  const waiting: Waiting<I, O>[] = [];
  let running = false;

  async function work(): Promise<void> {
    running = true;
    await Promise.resolve();
    while (waiting.length > 0) {
      const lot = waiting.splice(0, LOT);
      try {
        const outcomes = await run(lot.map(({ item }) => item));
        for (const [i, { resolve, reject }] of lot.entries()) {
          const outcome = outcomes[i] as O | Error;
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        }
      } catch (error) {
        for (const { reject } of lot) reject(error);
      }
    }
    running = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void work();
    });
}
