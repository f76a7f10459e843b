import type { Statement } from '../ast.js';
import { isOpaque, type LowExpression } from '../expr/index.js';
import type { Names } from '../names/names.js';
import { DEFINITIONS } from '../statement/index.js';
import type { Raisers } from './instructions.js';
import { opaqueStatement } from './opaque.js';
import { Raising } from './raising.js';

type AnyRaiser = (expression: LowExpression, raising: Raising) => boolean;

/** What stands with an element of a set: statements that need nothing but their own instruction. */
export function raiseStateful(expressions: readonly LowExpression[], names: Names): Statement[] {
  const raising = new Raising('inet', names);
  for (const expression of expressions) {
    if (!raiseOne(expression, raising)) raising.statement(opaqueStatement(expression));
  }
  return raising.nodes.flatMap((node) => (node.kind === 'statement' ? [node.statement] : []));
}

function raiseOne(expression: LowExpression, raising: Raising): boolean {
  if (isOpaque(expression)) return false;
  return DEFINITIONS.some(({ raise }) => {
    // Each raiser gets only instructions of its own name.
    const raiser = (raise as Raisers | undefined)?.[expression.name] as AnyRaiser | undefined;
    return raiser?.(expression, raising) ?? false;
  });
}
