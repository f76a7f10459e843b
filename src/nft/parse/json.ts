import { NftError, type PathKey, type Place, type Span } from '../error.js';
import { PAUSE } from './parser.js';
import { Sources, type SourceText } from './sources.js';

/** How deep in a command a long list can be: that of elements is `add.element.elem`. */
const OUTER = 3;

/** So many items of such a list are read in one go. */
const PORTION = 256;

/** Deeper than this nothing is nested, so that malicious input is an error and not the end of the stack. */
const DEEPEST = 256;

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
/** What is not to be taken as it is. */
const SPECIAL = /[\\\p{Cc}]/u;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;

const LITERALS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** nft's own language never begins like this. */
export function isJson({ text }: SourceText): boolean {
  return /^[ \t\r\n]*\{/.test(text);
}

/**
 * Reads libnftables' JSON, `{ "nftables": [...] }`, a command at a time, with pauses in long ones. Integers that a number
 * cannot hold are bigints.
 *
 * @throws NftError with code ERR_NFT_SYNTAX, its line, column and a caret under the culprit.
 */
export function* jsonCommandsIn(source: SourceText): Generator<unknown, void> {
  yield* new Reader(source).commands();
}

/** Where a part of the command with that number stands, or the closest part around it. */
export function locateInJson(
  source: SourceText,
  command: number,
  path: readonly PathKey[],
): Place | undefined {
  const reader = new Reader(source, path);
  let index = 0;
  for (const each of reader.commands(command)) if (each !== PAUSE && index++ === command) break;
  return reader.found && reader.placeOf(reader.found);
}

class Reader {
  readonly #sources = new Sources();
  readonly #text: string;
  #at = 0;
  #depth = 0;
  /** What is looked for, and where it is, as far as it has been read. */
  readonly #wanted: readonly PathKey[] | undefined;
  found: Span | undefined;

  constructor(source: SourceText, wanted?: readonly PathKey[]) {
    this.#sources.add(source);
    this.#text = source.text;
    this.#wanted = wanted;
  }

  /** The elements of `nftables`; the one with number `located` is searched for the wanted part. */
  *commands(located?: number): Generator<unknown, void> {
    this.#expect('{');
    this.#space();
    const start = this.#at;
    const key = this.#take('"') ? this.#string(start) : this.#fail('"nftables" is wanted');
    if (key !== 'nftables')
      this.#failAt({ start, end: this.#at }, `"${key}" is not known here, "nftables" is`);
    this.#expect(':');
    this.#expect('[');
    for (let index = 0; !this.#atSymbol(']'); index++) {
      if (index > 0) this.#expect(',');
      yield yield* this.#outer(index === located ? 0 : undefined, OUTER);
    }
    this.#expect(']');
    this.#expect('}');
    this.#space();
    if (this.#at < this.#text.length) this.#fail('nothing can stand behind the end of the object');
  }

  /** `level`: how much of the wanted path leads here; undefined where it does not. */
  #value(level?: number): unknown {
    this.#space();
    const start = this.#at;
    const value = this.#anyValue(level);
    // What is further in was found before.
    if (level !== undefined) this.found ??= { start, end: this.#at };
    return value;
  }

  #anyValue(level: number | undefined): unknown {
    const start = this.#at;
    switch (this.#text[start]) {
      case '{':
        return this.#nested(() => this.#object(level));
      case '[':
        return this.#nested(() => this.#array(level));
      case '"':
        this.#at++;
        return this.#string(start);
    }
    const literal = this.#match(LITERAL);
    if (literal !== undefined) return LITERALS[literal];
    const digits = this.#match(NUMBER) ?? this.#fail('a value is wanted');
    const number = Number(digits);
    return Number.isSafeInteger(number) || /[.eE]/.test(digits) ? number : BigInt(digits);
  }

  #object(level: number | undefined): unknown {
    const object: Record<string, unknown> = {};
    this.#expect('{');
    for (let first = true; !this.#atSymbol('}'); first = false) {
      const key = this.#key(object, first);
      setPlain(object, key, this.#value(this.#within(level, key)));
    }
    this.#expect('}');
    return object;
  }

  /** The name of the next property, and what is before and behind it. */
  #key(object: object, first: boolean): string {
    if (!first) this.#expect(',');
    this.#space();
    const start = this.#at;
    if (!this.#take('"')) this.#fail('the name of a property, in quotes, is wanted');
    const key = this.#string(start);
    if (Object.hasOwn(object, key)) this.#failAt({ start, end: this.#at }, `"${key}" is there twice`);
    this.#expect(':');
    return key;
  }

  #array(level: number | undefined): unknown[] {
    const array: unknown[] = [];
    this.#expect('[');
    while (!this.#atSymbol(']')) {
      if (array.length > 0) this.#expect(',');
      array.push(this.#value(this.#within(level, array.length)));
    }
    this.#expect(']');
    return array;
  }

  /** A value that can be long, with pauses. */
  *#outer(level: number | undefined, depth: number): Generator<typeof PAUSE, unknown> {
    this.#space();
    const start = this.#at;
    const symbol = this.#text[start];
    if (symbol === '{' && depth > 0) {
      const object: Record<string, unknown> = {};
      this.#at++;
      for (let first = true; !this.#atSymbol('}'); first = false) {
        const key = this.#key(object, first);
        setPlain(object, key, yield* this.#outer(this.#within(level, key), depth - 1));
      }
      this.#at++;
      if (level !== undefined) this.found ??= { start, end: this.#at };
      return object;
    }
    if (symbol !== '[' || depth > 0) return this.#value(level);
    const array: unknown[] = [];
    this.#at++;
    while (!this.#atSymbol(']')) {
      if (array.length > 0) this.#expect(',');
      array.push(this.#value(this.#within(level, array.length)));
      if (array.length % PORTION === 0) yield PAUSE;
    }
    this.#at++;
    if (level !== undefined) this.found ??= { start, end: this.#at };
    return array;
  }

  #within(level: number | undefined, key: PathKey): number | undefined {
    return level !== undefined && this.#wanted?.[level] === key ? level + 1 : undefined;
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) this.#fail(`this is nested more than ${DEEPEST} deep`);
    const value = read();
    this.#depth--;
    return value;
  }

  /** What stands in quotes, the first of which has been taken. */
  #string(start: number): string {
    const close = this.#text.indexOf('"', this.#at);
    const plain = this.#text.slice(this.#at, close);
    if (close >= 0 && !SPECIAL.test(plain)) {
      this.#at = close + 1;
      return plain;
    }
    this.#at = start;
    const quoted = this.#match(STRING) ?? this.#fail('this text is never closed');
    try {
      return JSON.parse(quoted);
    } catch {
      return this.#failAt({ start, end: this.#at }, 'this text has what JSON does not take');
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const matched = pattern.exec(this.#text)?.[0];
    this.#at += matched?.length ?? 0;
    return matched;
  }

  #space(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (code <= 0x20) this.#match(SPACE);
  }

  #atSymbol(symbol: string): boolean {
    this.#space();
    return this.#text[this.#at] === symbol;
  }

  #take(symbol: string): boolean {
    if (this.#text[this.#at] !== symbol) return false;
    this.#at++;
    return true;
  }

  #expect(symbol: string): void {
    this.#space();
    if (!this.#take(symbol)) this.#fail(`"${symbol}" is wanted`);
  }

  #fail(reason: string): never {
    this.#failAt({ start: this.#at, end: this.#at + 1 }, reason);
  }

  #failAt(span: Span, reason: string): never {
    throw new NftError('ERR_NFT_SYNTAX', reason, { place: this.placeOf(span) });
  }

  placeOf(span: Span): Place {
    return this.#sources.placeOf(span);
  }
}

/** A plain property, whatever its name. */
function setPlain(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}
