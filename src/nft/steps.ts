/** Long work in steps, between which others have their turn, and at the end its outcome. */
export type Steps<T = void> = Generator<void, T>;

/** Does all of it without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** How many items make a step, where one is soon done. */
const STEP = 512;

/** What Array.prototype.sort makes of a copy. */
export function* sortSteps<T>(items: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  let runs: T[][] = [];
  for (let start = 0; start < items.length; start += STEP) {
    runs.push(items.slice(start, start + STEP).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const longer: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [a = [], b] = [runs[i], runs[i + 1]];
      longer.push(b === undefined ? a : yield* mergeRuns(a, b, compare));
    }
    runs = longer;
  }
  return runs[0] ?? [];
}

function* mergeRuns<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  const merged: T[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [first, second] = [a[i] as T, b[j] as T];
    if (compare(first, second) <= 0) {
      merged.push(first);
      i++;
    } else {
      merged.push(second);
      j++;
    }
    if (merged.length % STEP === 0) yield;
  }
  return merged.concat(a.slice(i), b.slice(j));
}
