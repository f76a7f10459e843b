import type { Raisers } from '../delinearize/instructions.js';
import type { RuleContext } from '../evaluate/context.js';
import type { Parser } from '../parse/parser.js';
import type { PrintContext } from '../print/context.js';
import type { Restyle } from '../print/restyle.js';
import type { Shape } from '../shape.js';

/** Everything about one kind of statement: `S` in the AST. */
export interface StatementDefinition<S> {
  /** The words that it begins with in text; those that begin with an expression have none. */
  readonly keywords: readonly string[];
  /** Reads it from text; the keyword is at hand. */
  parse(parser: Parser): S;
  print(statement: S, context: PrintContext): string;
  /** The statement without what packets change, as `nft -s` lists it; by default there is nothing such. */
  withoutState?(statement: S): S;
  /** The statement with its expressions changed, each by what constants in it are; others have none but in maps. */
  withExpressions?(statement: S, change: Restyle): S;
  /** What it must look like before it is evaluated. */
  readonly shape: Shape;
  /** Checks it and adds its steps to the rule. */
  evaluate(statement: S, context: RuleContext): void;
  /** Whether nothing can follow it in a rule. */
  isFinal?(statement: S): boolean;
  /** How the kernel's instructions become it. */
  readonly raise?: Raisers;
}
