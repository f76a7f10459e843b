/** How many letters have to be added, left out, changed or swapped with their neighbour to make one word of another. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(changed, (previous[j] as number) + 1, (row[j - 1] as number) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] as number) + 1);
      row.push(least);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] as number;
}

/** Longer words nobody mistypes, and they would take long to compare. */
const LONGEST = 40;

/** The word that was probably meant; undefined where none is close. */
export function closest(word: string, words: Iterable<string>): string | undefined {
  if (word.length < 2 || word.length > LONGEST) return undefined;
  const most = word.length < 5 ? 1 : 2;
  let best: string | undefined;
  let least = most + 1;
  for (const each of words) {
    if (Math.abs(each.length - word.length) > most || each === word) continue;
    const far = distance(word, each);
    if (far < least) [best, least] = [each, far];
  }
  return best;
}

/** What an error adds to say what was probably meant; nothing where nobody knows. */
export function didYouMean(word: string, words: Iterable<string>): string {
  const found = closest(word, words);
  return found === undefined ? '' : `; did you mean "${found}"?`;
}
