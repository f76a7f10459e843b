/** After everything that is ready to run now has run: microtasks first, then this. */
export function endOfTick(): Promise<void> {
  return new Promise((resolve) => queueMicrotask(() => process.nextTick(resolve)));
}
