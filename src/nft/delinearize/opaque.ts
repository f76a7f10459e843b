import type { Statement } from '../ast.js';
import { encodeAttributes } from '../expr/attributes.js';
import type { LowExpression } from '../expr/index.js';

/** An instruction that cannot be put into words, with all its bytes. */
export function opaqueStatement(expression: LowExpression): Statement {
  return { opaque: { name: expression.name, data: encodeAttributes(expression) } };
}
