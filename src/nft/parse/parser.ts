import type { PathKey, Span } from '../error.js';
import { isReserved } from './keywords.js';
import { END, LITERAL, NEWLINE, NUMBER, QUOTED, WILDCARD, WORD } from './lexer.js';
import type { ParsedCommand } from './objects.js';
import type { Includes, SourceText } from './sources.js';
import { type Recognizer, Tokens } from './tokens.js';

/** Deeper than this no bracket goes. */
const DEEPEST = 64;

/** Where the parts of nodes stood in the text; written down only when an error asks for it. */
export type Spans = Map<object, Map<PathKey, Span>>;

/** How a text is to be read. */
export interface Reading {
  readonly spans?: Spans | undefined;
  readonly recognizer?: Recognizer | undefined;
  readonly includes?: Includes | undefined;
}

/** Stands between the steps of what takes long to read. */
export const PAUSE: unique symbol = Symbol('pause');

/** The commands of a block, which has to be read to its end before the first of them is known. */
export type Steps<T = ParsedCommand[]> = Generator<typeof PAUSE, T>;

export type { Recognizer };

/** What every rule of the grammar needs: the token at hand, and ways to take it or complain about it. */
export class Parser extends Tokens {
  readonly #spans: Spans | undefined;
  #depth = 0;

  constructor(source: SourceText, { spans, recognizer, includes }: Reading = {}) {
    super(source, includes, recognizer);
    this.#spans = spans;
  }

  /** A word is at hand, or one in quotes that stands for a variable: those cannot be words of the language otherwise. */
  get atName(): boolean {
    return this.kind === WORD || (this.kind === QUOTED && this.inVariable);
  }

  /** Takes the word, if it is there. */
  word(word: string): boolean {
    if (!this.atWord(word)) return false;
    this.advance();
    return true;
  }

  /** Takes the symbol, if it is there. */
  symbol(symbol: string): boolean {
    if (!this.atSymbol(symbol)) return false;
    this.advance();
    return true;
  }

  expectWord(word: string): void {
    if (!this.word(word)) this.unexpected(`"${word}"`);
  }

  expectSymbol(symbol: string): void {
    if (!this.symbol(symbol)) this.unexpected(`"${symbol}"`);
  }

  /** One of several words. */
  oneOf<const W extends string>(words: readonly W[], what: string): W {
    const { value } = this;
    const found = this.atName ? words.find((word) => word === value) : undefined;
    if (found === undefined) return this.unexpected(what, words);
    this.advance();
    return found;
  }

  /** A name: of a table, a chain, a variable. */
  identifier(what: string): string {
    const { kind, value } = this;
    if (kind === WORD && isReserved(value)) this.fail(`"${value}" is a reserved word and cannot be ${what}`);
    if (kind !== WORD && kind !== LITERAL) this.unexpected(what);
    this.advance();
    return value;
  }

  /** A name or text in quotes. */
  string(what: string): string {
    const { value } = this;
    if (this.kind === QUOTED || this.kind === WILDCARD) {
      this.advance();
      return value;
    }
    return this.identifier(what);
  }

  /** Text in quotes. */
  quoted(what: string): string {
    const { value } = this;
    if (this.kind !== QUOTED) this.unexpected(`${what} in quotes`);
    this.advance();
    return value;
  }

  /** A number; a bigint where that alone is exact. */
  integer(what: string): number | bigint {
    if (this.kind !== NUMBER) this.unexpected(what);
    const { value } = this;
    this.advance();
    return numberOf(value);
  }

  /** A number that fits `number`. */
  number(what: string, maximum = Number.MAX_SAFE_INTEGER): number {
    const { start } = this;
    const number = this.integer(what);
    if (number > maximum) this.failAt({ start, end: this.previousEnd }, `${what} is at most ${maximum}`);
    return Number(number);
  }

  /** The end of a line or a semicolon; the end of the text will do at the top, and that of a block within it. */
  separator(top: boolean): void {
    if (this.atSeparator()) this.advance();
    else if (!(top ? this.kind === END : this.atSymbol('}'))) this.unexpected('the end of the line or ";"');
  }

  newline(): void {
    if (this.kind === NEWLINE) this.advance();
  }

  /** Goes one bracket deeper. */
  nested<T>(read: () => T): T {
    if (this.#depth === DEEPEST) this.fail(`brackets are nested more than ${DEEPEST} deep`);
    this.#depth++;
    const result = read();
    this.#depth--;
    return result;
  }

  /** The same for what is read step by step. */
  *nestedSteps<T>(steps: Steps<T>): Steps<T> {
    if (this.#depth === DEEPEST) this.fail(`brackets are nested more than ${DEEPEST} deep`);
    this.#depth++;
    this.variables.enter();
    const result = yield* steps;
    this.variables.leave();
    this.#depth--;
    return result;
  }

  /** Notes that `key` of `node` was written from `start` up to here. */
  mark(node: object, key: PathKey, start: number): void {
    if (this.#spans !== undefined) this.markUpTo(node, key, start, this.previousEnd);
  }

  /** Notes where `key` of `node` was written. */
  markUpTo(node: object, key: PathKey, start: number, end: number): void {
    if (this.#spans === undefined) return;
    let keys = this.#spans.get(node);
    if (keys === undefined) {
      keys = new Map();
      this.#spans.set(node, keys);
    }
    keys.set(key, { start, end });
  }
}

/** As strtoull(3) reads it with base 0: a leading 0 makes it octal. */
export function numberOf(digits: string): number | bigint {
  if (digits.length > 1 && digits.startsWith('0')) {
    if (/^0x/i.test(digits)) return compact(BigInt(digits));
    const octal = /^[0-7]+/.exec(digits)?.[0] ?? '0';
    return compact(BigInt(`0o${octal}`));
  }
  return digits.length <= 15 ? Number(digits) : compact(BigInt(digits));
}

function compact(number: bigint): number | bigint {
  return number <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(number) : number;
}
