import type { Datatype } from '../datatype/datatype.js';
import type { RuleContext } from '../evaluate/context.js';
import type { KnownExpression } from '../expr/index.js';
import type { Parser } from '../parse/parser.js';
import type { Shape } from '../shape.js';
import type { Term } from '../term.js';

/** Everything about one kind of expression that reads the packet: `E` in the AST, `T` as a term. */
export interface Selector<E, T> {
  /** The words that it begins with. */
  readonly keywords: readonly string[];
  /** Reads it from text; the keyword is at hand. */
  parse(parser: Parser): E;
  print(expression: E): string;
  /** What constants compared with it are; undefined where the AST alone does not say. */
  typeOf(expression: E): Datatype | undefined;
  /** What it must look like before it is evaluated. */
  readonly shape: Shape;
  /** Finds out what it is, and adds what it depends on. */
  evaluate(expression: E, context: RuleContext): Term;
  /** The instruction that loads it. */
  load(term: T, dreg: number): KnownExpression;
  toAst(term: T): E;
}
