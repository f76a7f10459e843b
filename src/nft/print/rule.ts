import type { Rule, Statement } from '../ast.js';
import { definitionOf } from '../statement/index.js';
import type { PrintContext } from './context.js';

/** A statement as nft lists it. */
export function printStatement(statement: Statement, context: PrintContext): string {
  return definitionOf(statement)?.print(statement, context) ?? `<${JSON.stringify(statement)}>`;
}

/** A rule as nft lists it, on one line. */
export function printRule({ expr, comment }: Pick<Rule, 'expr' | 'comment'>, context: PrintContext): string {
  const statements = expr.map((statement) => printStatement(statement, context)).join(' ');
  return comment === undefined ? statements : `${statements} comment "${comment}"`;
}
