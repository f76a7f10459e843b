import { type Place, placeOf, type Span } from '../error.js';

/** Text that comes with its name. */
export interface SourceText {
  readonly text: string;
  readonly filename?: string | undefined;
}

/**
 * The files that `include "pattern"` stands for, in the order in which they are read; or why they cannot be. Pure code
 * reads no files: whoever runs it brings them.
 */
export type Includes = (pattern: string) => readonly SourceText[] | { readonly reason: string };

interface Source extends SourceText {
  /** The offset of its first character. */
  readonly base: number;
  /** Where it was included. */
  readonly from: Span | undefined;
}

/** The texts that are read, each behind the one before it, so that an offset says where in which of them. */
export class Sources {
  readonly #sources: Source[] = [];
  #end = 0;

  /** Returns the offset of its first character. */
  add(source: SourceText, from?: Span): number {
    const base = this.#end;
    this.#sources.push({ ...source, base, from });
    // Its end is not the beginning of the next one.
    this.#end += source.text.length + 1;
    return base;
  }

  get count(): number {
    return this.#sources.length;
  }

  slice(start: number, end: number): string {
    const { text, base } = this.#at(start);
    return text.slice(start - base, end - base);
  }

  placeOf({ start, end }: Span): Place {
    const { text, base, filename, from } = this.#at(start);
    const place = placeOf(text, { start: start - base, end: end - base }, filename);
    return from === undefined ? place : { ...place, includedAt: this.placeOf(from) };
  }

  #at(offset: number): Source {
    let [low, high] = [0, this.#sources.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#sources[middle] as Source).base <= offset) low = middle;
      else high = middle - 1;
    }
    return this.#sources[low] as Source;
  }
}
