/** More characters than this the value of a variable takes from no others: doubled a few times, it would fill the memory. */
export const MOST_TAKEN = 1 << 20;

/** The variables that can be named: those of the block at hand, and of the blocks around it. */
export class Variables {
  readonly #scopes: Map<string, string>[] = [new Map()];

  enter(): void {
    this.#scopes.push(new Map());
  }

  leave(): void {
    this.#scopes.pop();
  }

  /** The text of its value. */
  get(name: string): string | undefined {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const value = this.#scopes[i]?.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  set(name: string, value: string): void {
    this.#scopes.at(-1)?.set(name, value);
  }

  /** Forgets a variable of the block at hand; false where it has none of that name. */
  delete(name: string): boolean {
    return this.#scopes.at(-1)?.delete(name) ?? false;
  }
}
