import { parseIpv6 } from '../../packet/address.js';

/** What a token is; the parser compares these a few times for each, so they are numbers. */
export const END = 0;
export const NEWLINE = 1;
/** A name or a word of the language: `eth0`, `counter`. */
export const WORD = 2;
/** A number of at most 64 bits. */
export const NUMBER = 3;
/** An address, a time span or the like, which is no name: `192.0.2.1`, `2001:db8::1`, `1h30m`, `1:20`. */
export const LITERAL = 4;
/** In double quotes, which are left out. */
export const QUOTED = 5;
/** A name with a wildcard: `eth*`. */
export const WILDCARD = 6;
/** Punctuation and operators. */
export const SYMBOL = 7;
/** What no token begins with. */
export const JUNK = 8;

export type TokenKind = number;

/** How many characters from `at` on make a literal of some form; 0 if none do. */
type Matcher = (text: string, at: number) => number;

const sticky =
  (pattern: RegExp): Matcher =>
  (text, at) => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex - at : 0;
  };

const mac = sticky(/(?:[0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}/y);
const ipv4 = sticky(/(?:\d{1,3}\.){3}\d{1,3}/y);
const classId = sticky(/[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}(?=[ \t\n:\-},;]|$)/y);
const timeSpan = sticky(/(?:\d+d)?(?:\d+h)?(?:\d+m(?!s))?(?:\d+s)?(?:\d+ms)?/y);
const numeric = sticky(/0[xX][0-9a-fA-F]+|\d+/y);
const vlanName = sticky(/8021(?:ad|q)/y);
const ipv6Characters = sticky(/[0-9a-fA-F:.]{2,45}/y);

/**
 * Of the characters that an IPv6 address can have, as many as make one. Not a pattern: one for all its forms takes
 * longer to compile than everything else that a short program does.
 */
const ipv6: Matcher = (text, at) => {
  const run = text.slice(at, at + ipv6Characters(text, at));
  if (run.indexOf(':') === run.lastIndexOf(':')) return 0;
  for (let length = run.length; length >= 2; length--) {
    if (parseIpv6(run.slice(0, length)) !== undefined) return length;
  }
  return 0;
};

const bracketed: Matcher = (text, at) => {
  const length = ipv6(text, at + 1);
  return length > 0 && text.charCodeAt(at + 1 + length) === CLOSING_BRACKET ? length + 2 : 0;
};

/** In the order in which they win where two are equally long. */
const LITERALS: readonly (readonly [Matcher, TokenKind])[] = [
  [vlanName, LITERAL],
  [mac, LITERAL],
  [ipv4, LITERAL],
  [ipv6, LITERAL],
  [timeSpan, LITERAL],
  [numeric, NUMBER],
  [classId, LITERAL],
];

const TAB = 0x09;
const LF = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;
const ASTERISK = 0x2a;
const DOT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;

const NOT_OCTAL = /^\d*[89]/;

const WORD_START = 1;
const WORD_PART = 2;
const DIGIT = 4;
const HEX_DIGIT = 8;

const classes = new Uint8Array(128);
for (const [characters, bits] of [
  ['abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.', WORD_START],
  ['abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.0123456789/-', WORD_PART],
  ['0123456789', DIGIT],
  ['0123456789abcdefABCDEF', HEX_DIGIT],
] as const) {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    classes[code] = (classes[code] ?? 0) | bits;
  }
}

function is(code: number, bits: number): boolean {
  return code < 128 && ((classes[code] ?? 0) & bits) !== 0;
}

const DOUBLE = new Set(['==', '!=', '<=', '>=', '<<', '>>']);
const SINGLE = '=!<>,:;{}[]()^&|/-*@$+.';

/**
 * Splits text into tokens, one at a time, by nft's rules: the longest wins. It looks at character codes and falls back
 * on patterns only where a digit or a hexadecimal letter could begin an address.
 */
export class Lexer {
  readonly text: string;
  kind: TokenKind = END;
  /** The token without its quotes; a symbol's own text. */
  value = '';
  start = 0;
  end = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Goes back to an earlier `end`; the next token is the one after it. */
  rewind(end: number): void {
    this.end = end;
  }

  next(): TokenKind {
    const { text } = this;
    let at = this.end;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === SPACE || code === TAB) at++;
      else if (code === HASH) at = this.#afterComment(at);
      else if (code === BACKSLASH && text.charCodeAt(at + 1) === LF) at += 2;
      else break;
    }
    this.start = at;
    if (at >= text.length) return this.#token(END, at, at);

    const code = text.charCodeAt(at);
    if (code === LF) return this.#token(NEWLINE, at, at + 1);
    if (is(code, DIGIT)) return this.#number(at);
    if (is(code, WORD_START)) return this.#word(at, code);
    if (code === QUOTE) return this.#quoted(at);
    if (code === COLON && text.charCodeAt(at + 1) === COLON) return this.#longest(at);
    const inBrackets = code === BRACKET ? bracketed(text, at) : 0;
    if (inBrackets > 0) {
      this.#token(LITERAL, at, at + inBrackets);
      this.value = text.slice(at + 1, this.end - 1);
      return LITERAL;
    }
    if (code === BACKSLASH && text.charCodeAt(at + 1) === ASTERISK) return this.#token(WILDCARD, at, at + 2);
    return this.#symbol(at);
  }

  #token(kind: TokenKind, start: number, end: number): TokenKind {
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.value = this.text.slice(start, end);
    return kind;
  }

  /** A comment that has its line for itself takes the newline along. */
  #afterComment(hash: number): number {
    const { text } = this;
    const newline = text.indexOf('\n', hash);
    if (newline < 0) return text.length;
    let before = hash - 1;
    while (before >= 0 && (text.charCodeAt(before) === SPACE || text.charCodeAt(before) === TAB)) before--;
    return before < 0 || text.charCodeAt(before) === LF ? newline + 1 : newline;
  }

  #number(at: number): TokenKind {
    const { text } = this;
    let end = at + 1;
    while (is(text.charCodeAt(end), DIGIT)) end++;
    const after = text.charCodeAt(end);
    // Most numbers stand alone; anything else that a digit can begin goes on with one of these.
    if (after !== DOT && after !== COLON && !is(after, WORD_START)) return this.#numberToken(at, end);
    const address = after === DOT ? ipv4(text, at) : 0;
    // Nothing longer begins with four numbers and dots.
    return address > 0 ? this.#token(LITERAL, at, at + address) : this.#longest(at);
  }

  #numberToken(start: number, end: number): TokenKind {
    this.#token(NUMBER, start, end);
    const long = end - start > 15 && BigInt(this.value) >> 64n !== 0n;
    const octal = end - start > 1 && this.text.charCodeAt(start) === ZERO;
    // Neither what needs more than 64 bits nor what looks octal and is not is a number; few datatypes know such names.
    if (long || (octal && NOT_OCTAL.test(this.value))) this.kind = LITERAL;
    return this.kind;
  }

  #word(at: number, first: number): TokenKind {
    const { text } = this;
    let end = at + 1;
    while (is(text.charCodeAt(end), WORD_PART)) end++;
    const after = text.charCodeAt(end);
    if (after === COLON && is(first, HEX_DIGIT) && end - at <= 4) {
      const literal = longestLiteral(text, at);
      if (literal.length > end - at) return this.#token(LITERAL, at, at + literal.length);
    }
    if (after === ASTERISK) return this.#token(WILDCARD, at, end + 1);
    if (after === BACKSLASH && text.charCodeAt(end + 1) === ASTERISK)
      return this.#escapedWildcard(at, end + 2);
    if (end === at + 1 && first === DOT) return this.#token(SYMBOL, at, end);
    return this.#token(WORD, at, end);
  }

  #escapedWildcard(start: number, at: number): TokenKind {
    let end = at;
    if (is(this.text.charCodeAt(end), WORD_START)) while (is(this.text.charCodeAt(end), WORD_PART)) end++;
    return this.#token(WILDCARD, start, end);
  }

  #quoted(at: number): TokenKind {
    const close = this.text.indexOf('"', at + 1);
    if (close < 0) return this.#token(JUNK, at, at + 1);
    this.#token(QUOTED, at, close + 1);
    this.value = this.text.slice(at + 1, close);
    return QUOTED;
  }

  #longest(at: number): TokenKind {
    const { length, kind } = longestLiteral(this.text, at);
    if (kind === NUMBER) return this.#numberToken(at, at + length);
    return length === 0 ? this.#symbol(at) : this.#token(kind, at, at + length);
  }

  #symbol(at: number): TokenKind {
    if (DOUBLE.has(this.text.slice(at, at + 2))) return this.#token(SYMBOL, at, at + 2);
    return this.#token(SINGLE.includes(this.text.charAt(at)) ? SYMBOL : JUNK, at, at + 1);
  }
}

function longestLiteral(text: string, at: number): { readonly length: number; readonly kind: TokenKind } {
  let best: { length: number; kind: TokenKind } = { length: 0, kind: JUNK };
  for (const [matcher, kind] of LITERALS) {
    const length = matcher(text, at);
    // A class id counts the character that must follow it.
    const weight = matcher === classId && length > 0 ? length + 1 : length;
    if (weight > best.length) best = { length, kind };
  }
  return best;
}
