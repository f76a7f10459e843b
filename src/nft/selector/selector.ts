import type { Datatype } from '../datatype/datatype.js';
import type { Raising } from '../delinearize/raising.js';
import type { RuleContext } from '../evaluate/context.js';
import type { ExpressionName, KnownExpression } from '../expr/index.js';
import type { Instructions } from '../linearize/registers.js';
import type { Names } from '../names/names.js';
import type { Parser } from '../parse/parser.js';
import type { PrintContext } from '../print/context.js';
import type { Shape } from '../shape.js';
import type { Term } from '../term.js';

/** A kind of instruction, by its name. */
export type Instruction<N extends ExpressionName> = Extract<KnownExpression, { readonly name: N }>;

/** Everything about one kind of expression that reads the packet: `E` in the AST, `T` as a term. */
export interface Selector<E, T, X extends KnownExpression = KnownExpression> {
  /** The word that it begins with, or two where another selector begins with the same. */
  readonly keywords: readonly string[];
  /** Reads it from text; the keyword is at hand. */
  parse(parser: Parser): E;
  print(expression: E, context: PrintContext): string;
  /** What constants compared with it are; undefined where the AST alone does not say. */
  typeOf(expression: E): Datatype | undefined;
  /** What it must look like before it is evaluated. */
  readonly shape: Shape;
  /** Finds out what it is, and adds what it depends on. */
  evaluate(expression: E, context: RuleContext): Term;
  /** The instruction that loads it. */
  readonly instruction: X['name'];
  /** That instruction, with whatever must come before it already added. */
  load(term: T, dreg: number, instructions: Instructions): KnownExpression;
  /** What such an instruction loads; undefined where that cannot be put into words of this kind. */
  raise(expression: X, raising: Raising): T | undefined;
  toAst(term: T, names: Names): E;
}
