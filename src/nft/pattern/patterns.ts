/** So many are tried. */
const MOST = 8;

/** Where rules are all different, patterns cost more than they save: after this many only what pays is made, */
const ON_TRIAL = 32;
const WORTH = 4;
/** and one in so many, since rules may come that are not. */
const STILL = 64;

/** Of so few rules nothing is learned: most inputs have no more. */
const FEW = 1;

/** A few patterns, the newest first, which is the likeliest. */
export class Patterns<T> {
  readonly #patterns: T[] = [];
  #made = 0;
  #used = 0;
  #asked = 0;

  [Symbol.iterator](): Iterator<T> {
    return this.#patterns[Symbol.iterator]();
  }

  add(pattern: T): void {
    this.#made++;
    this.#patterns.unshift(pattern);
    this.#patterns.length = Math.min(this.#patterns.length, MOST);
  }

  /** One of them has spared some work. */
  used(): void {
    this.#used++;
  }

  /** Whether a pattern of the rule at hand is worth making: there are many rules, and patterns have been so far. */
  pay(): boolean {
    if (++this.#asked <= FEW) return false;
    return this.#made < ON_TRIAL || this.#made * WORTH < this.#used || this.#asked % STILL === 0;
  }
}
