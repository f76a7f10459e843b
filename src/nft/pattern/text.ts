import type { PathKey, Span } from '../error.js';
import type { Names } from '../names/names.js';
import { Lexer, LITERAL, NUMBER, QUOTED } from '../parse/lexer.js';
import { numberOf, Parser, type Spans } from '../parse/parser.js';
import { parseStatements } from '../parse/rule.js';
import { ownText } from './own_text.js';
import type { PatternedRule, RulePattern } from './pattern.js';
import type { Filling } from './tree.js';

interface Hole {
  readonly slot: number;
  readonly span: Span;
}

/** Where a part of a node stood. */
function spanOf(node: unknown, path: readonly PathKey[], spans: Spans): Span | undefined {
  const [key, ...rest] = path;
  if (typeof node !== 'object' || node === null || key === undefined) return undefined;
  if (rest.length === 0) return spans.get(node)?.get(key);
  return spanOf((node as Readonly<Record<PathKey, unknown>>)[key], rest, spans);
}

/** Before a constant: what ends no token that could go on into it. */
const BOUNDARY = /(^|[\s,:])$/;

/** Whether a constant is a token of its own, whatever stands around it. */
function isHole(text: string, { start, end }: Span): boolean {
  const lexer = new Lexer(text);
  lexer.rewind(start);
  return BOUNDARY.test(text.slice(0, start)) && readConstant(lexer, start) !== undefined && lexer.end === end;
}

/** The text of a rule, with holes where its pattern has slots. */
export class TextPattern {
  readonly pattern: RulePattern;
  /** What stands before each hole, and behind the last one, to the letter. */
  readonly #pieces: readonly string[];
  /** By hole, the slot that it fills. */
  readonly #slots: readonly number[];
  /** By slot: what all rules have there that match. */
  readonly #fillings: readonly Filling[];

  private constructor(
    pattern: RulePattern,
    pieces: readonly string[],
    slots: readonly number[],
    fillings: readonly Filling[],
  ) {
    this.pattern = pattern;
    this.#pieces = pieces;
    this.#slots = slots;
    this.#fillings = fillings;
  }

  /** The text pattern of a rule's statements; `text` is what was compiled to the pattern. */
  static of(pattern: RulePattern, original: string): TextPattern | undefined {
    // A variable of the language can become another one meanwhile.
    if (original.includes('$')) return undefined;
    const text = ownText(original);
    const spans: Spans = new Map();
    const rule = { expr: parseStatements(new Parser({ text }, { spans })) };
    const fillings: Filling[] = [];
    if (!pattern.ast.match(rule.expr, fillings)) return undefined;
    const holes = pattern.slots
      .map(({ path }, slot) => ({ slot, span: spanOf(rule, path, spans) }))
      .filter((hole): hole is Hole => hole.span !== undefined && isHole(text, hole.span))
      .sort((a, b) => a.span.start - b.span.start);
    const ends = [0, ...holes.map(({ span }) => span.end)];
    const pieces = ends.map((end, i) => text.slice(end, holes[i]?.span.start));
    const slots = holes.map(({ slot }) => slot);
    return new TextPattern(pattern, pieces, slots, fillings);
  }

  /** The rule that begins with the token at hand; the lexer then is behind it. Otherwise undefined, and it is somewhere. */
  match(lexer: Lexer, names: Names): PatternedRule | undefined {
    const { text } = lexer;
    const pieces = this.#pieces;
    const fillings = [...this.#fillings];
    let at = lexer.start;
    for (let i = 0; ; i++) {
      const piece = pieces[i] as string;
      if (!text.startsWith(piece, at)) return undefined;
      at += piece.length;
      lexer.rewind(at);
      if (i === pieces.length - 1) return this.pattern.fill(fillings, names);
      const filling = readConstant(lexer, at);
      if (filling === undefined) return undefined;
      fillings[this.#slots[i] as number] = filling;
      at = lexer.end;
    }
  }
}

/** The constant whose token begins right at `at`. */
export function readConstant(lexer: Lexer, at: number): Filling | undefined {
  const { text } = lexer;
  const kind = lexer.next();
  // Two colons would be a token of their own.
  if (lexer.start !== at || (text.startsWith(':', at) && text.startsWith(':', at - 1))) return undefined;
  if (kind === NUMBER) return numberOf(lexer.value);
  return kind === LITERAL || kind === QUOTED ? lexer.value : undefined;
}
