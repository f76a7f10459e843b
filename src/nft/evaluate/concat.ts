import type { ConcatExpression, Expression } from '../ast.js';
import { concatenation, fieldsOf } from '../datatype/concat.js';
import { integer } from '../datatype/integer.js';
import { expression, list, object } from '../shape.js';
import type { ConcatTerm, Term } from '../term.js';
import { fail, type RuleContext } from './context.js';
import { evaluateExpression } from './expression.js';
import { requireVersion } from './version.js';

const shape = object({ concat: list(expression) });

/** The registers of a look-up's key hold so many bytes. */
const LONGEST = 64;

/** Where values begin in a concatenation follows from their datatypes; of a plain integer the expression says it. */
function requireWidth({ type }: Term): void {
  if (type.bits === 0 && type.id !== integer.id)
    fail(`a concatenation holds values of fixed width, and a ${type.description} is of any`);
}

/** Several terms side by side. */
export function evaluateConcat(node: ConcatExpression, context: RuleContext): ConcatTerm {
  shape(node, context);
  const { concat } = node;
  const { expected } = context;
  const wanted = expected && fieldsOf(expected);
  if (wanted !== undefined && wanted.length !== concat.length)
    fail(`${wanted.length === 1 ? 'one value is' : `${wanted.length} values are`} wanted here`);
  context.enter('concat');
  const parts = concat.map((part: Expression, i: number): Term => {
    context.enter(i);
    const field = wanted?.[i];
    context.expected = field && { ...field };
    const term = evaluateExpression(part, context);
    if (term.type.base === 'invalid') fail('a concatenation holds plain expressions');
    requireVersion(term);
    if (wanted === undefined) requireWidth(term);
    context.leave();
    return term;
  });
  context.leave();
  context.expected = expected;
  const type = concatenation(parts);
  if (type.bits > LONGEST * 8) fail(`a concatenation has at most ${LONGEST} bytes`);
  return { kind: 'concat', parts, type, bits: type.bits, order: 'big' };
}
