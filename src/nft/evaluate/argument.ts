import type { Expression } from '../ast.js';
import type { Datatype, Order } from '../datatype/datatype.js';
import type { PrefixTerm, RangeTerm, Term } from '../term.js';
import { not, or, prefixMask } from '../value.js';
import { inOrder } from './byteorder.js';
import { type Expectation, fail, type RuleContext } from './context.js';
import { evaluateVariable } from './variable.js';

/** What a statement sets or translates to, which must be of a type; a network becomes the range of its addresses. */
export function evaluateArgument(
  expression: Expression,
  type: Datatype,
  context: RuleContext,
  order: Order = type.order,
  bits: number = type.bits,
): Term {
  return evaluateExpected(expression, { type, order, bits }, context);
}

/** The same, with everything that is expected of it. */
export function evaluateExpected(expression: Expression, expected: Expectation, context: RuleContext): Term {
  const { type, order, bits } = expected;
  context.expected = expected;
  const term = evaluateVariable(expression, context);
  const isInteger = term.type.id === INTEGER;
  if (isInteger && term.kind === 'payload' && term.bits !== bits) {
    fail(`a ${type.description} of ${bits} bits is wanted, and these are ${term.bits} bits`);
  }
  if (!isInteger && term.type.id !== type.id) {
    fail(`a ${type.description} is wanted, and this is a ${term.type.description}`);
  }
  if (term.kind === 'prefix') return networkRange(term);
  return term.kind === 'range' ? term : inOrder(term, order);
}

const INTEGER = 4;

function networkRange({ base, length, type, bits, order }: PrefixTerm): RangeTerm {
  if (type.base !== 'integer') return fail(`a ${type.description} cannot have a wildcard here`);
  const to = { ...base, value: or(base.value, not(prefixMask(bits, length), bits)) };
  return { kind: 'range', from: base, to, type, bits, order };
}
