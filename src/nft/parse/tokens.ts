import { didYouMean } from '../../check/suggest.js';
import type { Family, NamedSet, SetElements } from '../ast.js';
import { NftError, type Place, type Span } from '../error.js';
import type { PatternedRule } from '../pattern/pattern.js';
import { type RowLayout, Rows } from '../set/rows.js';
import { END, JUNK, Lexer, NEWLINE, SYMBOL, type TokenKind, WORD } from './lexer.js';
import { scanRows } from './rows.js';
import { type Includes, Sources, type SourceText } from './sources.js';
import { MOST_TAKEN, Variables } from './variables.js';

/** Whoever knows rules by their text, and need not have them parsed. */
export interface Recognizer {
  /** The statements that begin with the token at hand; the lexer is behind them then, and unmoved otherwise. */
  recognize(lexer: Lexer, family: Family): PatternedRule | undefined;
  /** How elements of a set lie in rows, if they can and it is known. */
  layout(set: NamedSet | Omit<SetElements, 'elem'>): RowLayout | undefined;
}

/** A text that goes on behind one that it includes. */
interface Outer {
  readonly lexer: Lexer;
  readonly base: number;
  /** How many files deep it is included itself. */
  readonly depth: number;
}

/** A file that includes others includes none deeper than this. */
const DEEPEST_INCLUDE = 16;

/** Files that include others twice, and those others again, would otherwise be read for ever. */
const MOST_INCLUDED = 10_000;

/** The tokens of a text, and of what it includes, one at hand at a time; variables are their values. */
export class Tokens {
  /** The variables that are defined at the token at hand. */
  readonly variables = new Variables();
  readonly #sources = new Sources();
  /** The texts that include the one at hand, outermost first. */
  readonly #outer: Outer[] = [];
  /** Of the text at hand: the offset of its first character. */
  #base = 0;
  /** Of the text, or while a variable is being read, of its value. */
  #lexer: Lexer;
  /** The variable that is being read: where it stands, and the lexer that goes on behind it. */
  #variable: (Span & { readonly lexer: Lexer }) | undefined;
  /** The tokens taken, while they are recorded. */
  #recording: string[] | undefined;
  /** How many characters of it come from variables. */
  #taken = 0;
  /** How many files deep it is included. */
  #included = 0;
  readonly #includes: Includes | undefined;
  readonly #recognizer: Recognizer | undefined;
  #previousEnd = 0;

  constructor(source: SourceText, includes: Includes | undefined, recognizer: Recognizer | undefined) {
    this.#sources.add(source);
    this.#lexer = new Lexer(source.text);
    this.#includes = includes;
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
    return this.#variable === undefined ? this.#base + this.#lexer.start : this.#variable.start;
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
    return this.#variable === undefined ? this.#base + this.#lexer.end : this.#variable.end;
  }

  /** Goes to the next token, into and out of variables, and out of what is included. */
  #step(): void {
    let kind = this.#lexer.next();
    while (this.#variable !== undefined && kind === END) {
      this.#lexer = this.#variable.lexer;
      this.#variable = undefined;
      kind = this.#lexer.next();
    }
    if (kind === SYMBOL && this.#lexer.value === '$') this.#enterVariable();
    else if (kind === END && this.#outer.length > 0) this.#leaveIncluded();
  }

  /** `include "pattern"`: the files stand where it stood. The token at hand ends the statement. */
  include(pattern: string, span: Span): void {
    if (this.#includes === undefined) this.failAt(span, 'no files can be included here');
    const files = this.#includes(pattern);
    if ('reason' in files) this.failAt(span, files.reason);
    const depth = this.#included + 1;
    if (depth > DEEPEST_INCLUDE) this.failAt(span, `files are included more than ${DEEPEST_INCLUDE} deep`);
    // The first one is entered last.
    for (const file of files.toReversed()) this.#enterIncluded(file, span, depth);
  }

  #enterIncluded(file: SourceText, span: Span, depth: number): void {
    if (this.#sources.count > MOST_INCLUDED)
      this.failAt(span, `more than ${MOST_INCLUDED} files are included`);
    this.#outer.push({ lexer: this.#lexer, base: this.#base, depth: this.#included });
    this.#included = depth;
    this.#base = this.#sources.add(file, span);
    // What stands before it ends where it begins, and its last line where it ends.
    this.#lexer = new Lexer(file.text.endsWith('\n') ? file.text : `${file.text}\n`);
    this.#lexer.kind = NEWLINE;
  }

  /** Back to the end of the statement that included a file. */
  #leaveIncluded(): void {
    const outer = this.#outer.pop();
    if (outer === undefined) return;
    this.#lexer = outer.lexer;
    this.#base = outer.base;
    this.#included = outer.depth;
  }

  /** What `$name` stands for, instead of it. */
  #enterVariable(): void {
    const lexer = this.#lexer;
    const start = this.#base + lexer.start;
    if (lexer.next() !== WORD) this.unexpected('the name of a variable');
    const { value: name } = lexer;
    const end = this.#base + lexer.end;
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
    if (this.#recognizer === undefined || this.#variable !== undefined) return undefined;
    const lexer = this.#lexer;
    const { start } = lexer;
    const rule = this.#recognizer.recognize(lexer, family);
    if (rule === undefined) return undefined;
    const { end } = lexer;
    lexer.next();
    if (this.atRuleEnd()) {
      this.#previousEnd = this.#base + end;
      return rule;
    }
    lexer.rewind(start);
    lexer.next();
    return undefined;
  }

  /** The text from `start` to the end of the token before the one at hand, for whoever recognizes such text later. */
  recognizable(start: number): string | undefined {
    return this.#recognizer && this.#sources.slice(start, this.#previousEnd);
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
    this.#previousEnd = this.#base + end;
    lexer.rewind(end);
    lexer.next();
    return true;
  }

  /** Nothing more of a rule comes but its comment. */
  atRuleEnd(): boolean {
    return this.atSeparator() || this.kind === END || this.atSymbol('}') || this.atWord('comment');
  }

  atSeparator(): boolean {
    return this.kind === NEWLINE || this.atSymbol(';');
  }

  atWord(word: string): boolean {
    return this.#lexer.kind === WORD && this.#lexer.value === word;
  }

  atSymbol(symbol: string): boolean {
    return this.#lexer.kind === SYMBOL && this.#lexer.value === symbol;
  }

  /** Whether the token at hand is of a variable's value. */
  get inVariable(): boolean {
    return this.#variable !== undefined;
  }

  /** The token at hand is not what the grammar wants, or none of the words that it could be; `likely`: if there are too many to list. */
  unexpected(expected: string, words: readonly string[] = [], likely: Iterable<string> = words): never {
    const listed = words.length === 0 ? '' : `: ${words.join(', ')}`;
    const hint = this.kind === WORD ? didYouMean(this.value, likely) : '';
    this.fail(`unexpected ${this.#tokenName()}, expected ${expected}${listed}${hint}`);
  }

  /** An error about the token at hand. */
  fail(reason: string): never {
    this.failAt({ start: this.start, end: this.#end }, reason);
  }

  failAt(span: Span, reason: string): never {
    throw new NftError('ERR_NFT_SYNTAX', reason, { place: this.placeOf(span) });
  }

  placeOf(span: Span): Place {
    return this.#sources.placeOf(span);
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
