import type { Family, NamedSet, SetElements } from '../ast.js';
import { NftError, type PathKey, placeOf, type Span } from '../error.js';
import type { PatternedRule } from '../pattern/pattern.js';
import { type RowLayout, Rows } from '../set/rows.js';
import type { ParsedCommand } from './command.js';
import { isReserved } from './keywords.js';
import {
  END,
  JUNK,
  Lexer,
  LITERAL,
  NEWLINE,
  NUMBER,
  QUOTED,
  SYMBOL,
  type TokenKind,
  WILDCARD,
  WORD,
} from './lexer.js';
import { scanRows } from './rows.js';
import { MOST_TAKEN, Variables } from './variables.js';

/** Deeper than this no bracket goes. */
const DEEPEST = 64;

/** Where the parts of nodes stood in the text; written down only when an error asks for it. */
export type Spans = Map<object, Map<PathKey, Span>>;

/** Whoever knows rules by their text, and need not have them parsed. */
export interface Recognizer {
  /** The statements that begin with the token at hand; the lexer is behind them then, and unmoved otherwise. */
  recognize(lexer: Lexer, family: Family): PatternedRule | undefined;
  /** How elements of a set lie in rows, if they can and it is known. */
  layout(set: NamedSet | Omit<SetElements, 'elem'>): RowLayout | undefined;
}

/** Stands between the steps of what takes long to read. */
export const PAUSE: unique symbol = Symbol('pause');

/** The commands of a block, which has to be read to its end before the first of them is known. */
export type Steps<T = ParsedCommand[]> = Generator<typeof PAUSE, T>;

/** What every rule of the grammar needs: the token at hand, and ways to take it or complain about it. */
export class Parser {
  /** The variables that are defined where the parser is. */
  readonly variables = new Variables();
  readonly #text: string;
  /** Of the text, or while a variable is being read, of its value. */
  #lexer: Lexer;
  /** The variable that is being read: where it stands, and the lexer that goes on behind it. */
  #variable: (Span & { readonly lexer: Lexer }) | undefined;
  /** The tokens taken, while they are recorded. */
  #recording: string[] | undefined;
  /** How many characters of it come from variables. */
  #taken = 0;
  readonly filename: string | undefined;
  readonly #spans: Spans | undefined;
  readonly #recognizer: Recognizer | undefined;
  #previousEnd = 0;
  #depth = 0;

  constructor(text: string, filename?: string, spans?: Spans, recognizer?: Recognizer) {
    this.#text = text;
    this.#lexer = new Lexer(text);
    this.filename = filename;
    this.#spans = spans;
    this.#recognizer = recognizer;
    this.#step();
  }

  get kind(): TokenKind {
    return this.#lexer.kind;
  }

  /** The text of the token at hand. */
  get value(): string {
    return this.#lexer.value;
  }

  get start(): number {
    return this.#variable === undefined ? this.#lexer.start : this.#variable.start;
  }

  /** Where the token before the one at hand ended. */
  get previousEnd(): number {
    return this.#previousEnd;
  }

  advance(): void {
    const lexer = this.#lexer;
    this.#previousEnd = this.#end;
    this.#recording?.push(lexer.text.slice(lexer.start, lexer.end));
    this.#step();
  }

  /** Where the token at hand ends; of a variable's value, where the variable does. */
  get #end(): number {
    return this.#variable === undefined ? this.#lexer.end : this.#variable.end;
  }

  /** Goes to the next token, into and out of variables. */
  #step(): void {
    let kind = this.#lexer.next();
    while (this.#variable !== undefined && kind === END) {
      this.#lexer = this.#variable.lexer;
      this.#variable = undefined;
      kind = this.#lexer.next();
    }
    if (kind === SYMBOL && this.#lexer.value === '$') this.#enterVariable();
  }

  /** What `$name` stands for, instead of it. */
  #enterVariable(): void {
    const lexer = this.#lexer;
    const { start } = lexer;
    if (lexer.next() !== WORD) this.unexpected('the name of a variable');
    const { value: name, end } = lexer;
    const value =
      this.variables.get(name) ?? this.failAt({ start, end }, `variable "${name}" is not defined`);
    if (this.#recording !== undefined) this.#taken += value.length;
    if (this.#taken > MOST_TAKEN) {
      const reason = `a variable takes at most ${MOST_TAKEN} characters from others`;
      this.failAt({ start, end }, reason);
    }
    this.#lexer = new Lexer(value);
    this.#variable = { start, end, lexer };
    this.#lexer.next();
  }

  /** The tokens that `read` takes, as text; those of variables instead of the variables. */
  recorded(read: () => void): string {
    const tokens: string[] = [];
    this.#recording = tokens;
    this.#taken = 0;
    read();
    this.#recording = undefined;
    this.#taken = 0;
    return tokens.join(' ');
  }

  /** The text of the token after the one at hand. */
  peek(): string {
    const lexer = this.#lexer;
    const { start, end, kind, value } = lexer;
    lexer.next();
    let next = lexer.value;
    if (lexer.kind === END && this.#variable !== undefined) {
      const { lexer: outer } = this.#variable;
      const behind = outer.end;
      outer.next();
      next = outer.value;
      outer.rewind(behind);
    }
    lexer.kind = kind;
    lexer.value = value;
    lexer.start = start;
    lexer.end = end;
    return next;
  }

  /** Takes statements that need no parsing, if such come next and are the whole of a rule. */
  recognize(family: Family): PatternedRule | undefined {
    if (this.#variable !== undefined) return undefined;
    const lexer = this.#lexer;
    const { start } = lexer;
    const rule = this.#recognizer?.recognize(lexer, family);
    if (rule === undefined) return undefined;
    const { end } = lexer;
    lexer.next();
    if (this.atRuleEnd()) {
      this.#previousEnd = end;
      return rule;
    }
    lexer.rewind(start);
    lexer.next();
    return undefined;
  }

  /** Rows that elements of a set can be read into, if they can. */
  rowsFor(set: NamedSet | Omit<SetElements, 'elem'>): Rows | undefined {
    const layout = this.#recognizer?.layout(set);
    return layout && new Rows(layout);
  }

  /** Takes elements that need no parsing, if such come next, as many as there is room for. */
  takeRows(rows: Rows): boolean {
    if (this.#variable !== undefined) return false;
    const lexer = this.#lexer;
    const end = scanRows(lexer.text, lexer.start, rows);
    if (end === lexer.start) return false;
    this.#previousEnd = end;
    lexer.rewind(end);
    lexer.next();
    return true;
  }

  /** The text from `start` to the end of the token before the one at hand, for whoever recognizes such text later. */
  recognizable(start: number): string | undefined {
    return this.#recognizer && this.#text.slice(start, this.#previousEnd);
  }

  /** Nothing more of a rule comes but its comment. */
  atRuleEnd(): boolean {
    return this.atSeparator() || this.kind === END || this.atSymbol('}') || this.atWord('comment');
  }

  atWord(word: string): boolean {
    return this.#lexer.kind === WORD && this.#lexer.value === word;
  }

  atSymbol(symbol: string): boolean {
    return this.#lexer.kind === SYMBOL && this.#lexer.value === symbol;
  }

  /** A word is at hand, or one in quotes that stands for a variable: those cannot be words of the language otherwise. */
  get atName(): boolean {
    return this.kind === WORD || (this.kind === QUOTED && this.#variable !== undefined);
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
    if (found === undefined) return this.unexpected(`${what}: ${words.join(', ')}`);
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
    if (number > maximum) this.failAt({ start, end: this.#previousEnd }, `${what} is at most ${maximum}`);
    return Number(number);
  }

  atSeparator(): boolean {
    return this.kind === NEWLINE || this.atSymbol(';');
  }

  /** The end of a line or a semicolon; the end of the text will do at the top. */
  separator(top: boolean): void {
    if (this.atSeparator()) this.advance();
    else if (!top || this.kind !== END) this.unexpected('the end of the line or ";"');
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
    if (this.#spans !== undefined) this.markUpTo(node, key, start, this.#previousEnd);
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

  /** The token at hand is not what the grammar wants. */
  unexpected(expected: string): never {
    this.fail(`unexpected ${this.#tokenName()}, expected ${expected}`);
  }

  /** An error about the token at hand. */
  fail(reason: string): never {
    this.failAt({ start: this.start, end: this.#end }, reason);
  }

  failAt(span: Span, reason: string): never {
    const place = placeOf(this.#text, span, this.filename);
    throw new NftError('ERR_NFT_SYNTAX', reason, { place });
  }

  #tokenName(): string {
    switch (this.kind) {
      case END:
        return 'end of the text';
      case NEWLINE:
        return 'end of the line';
      case JUNK:
        return this.value === '"' ? 'quote that is never closed' : `character "${this.value}"`;
      default:
        return `"${this.value}"`;
    }
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
