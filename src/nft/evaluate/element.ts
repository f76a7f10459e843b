import type { ElementExpression, Expression, Statement, VerdictExpression } from '../ast.js';
import { FIELD_UNIT, fieldsOf } from '../datatype/concat.js';
import type { TypedField } from '../datatype/datatype.js';
import type { LowExpression } from '../expr/index.js';
import { registerData } from '../linearize/data.js';
import type { ElementMessage } from '../operation.js';
import { isValue, type SetData, type ValueData } from '../set/definition.js';
import { ELEMENT_STATEMENTS, isElementStatement, statementsOf } from '../set/element.js';
import { type KeyRange, rangeOf } from '../set/range.js';
import { anything, list, object, seconds, text } from '../shape.js';
import { isConstant } from '../term.js';
import { encodeElementData } from '../userdata.js';
import { compare } from '../value.js';
import { verdictOf } from '../verdict.js';
import { fail, type RuleContext } from './context.js';
import { evaluateExpression } from './expression.js';
import { compileStatements } from './rule.js';

/** An element's key: a range for each field, or none for the element of all other keys. */
export type ElementKey = readonly KeyRange[] | 'other';

/** An element as written, before it is known how the set keeps it. */
export interface EvaluatedElement {
  readonly key: ElementKey;
  /** Of a map to values: a range for each field of what the key leads to. */
  readonly data?: readonly KeyRange[] | undefined;
  readonly message: ElementMessage;
}

export function isSingle({ first, last }: KeyRange): boolean {
  return compare(first, last) === 0;
}

/** The ranges that a constant stands for, one for each field. */
export function evaluateRanges(expression: Expression, field: TypedField, context: RuleContext): KeyRange[] {
  const fields = fieldsOf(field);
  if (field.type.fields === undefined) return [evaluateRange(expression, field, context)];
  if (typeof expression !== 'object' || expression === null || !('concat' in expression))
    return fail(`a ${field.type.description} is wanted`);
  const { concat } = expression;
  context.enter('concat');
  if (!Array.isArray(concat) || concat.length !== fields.length)
    fail(`${fields.length} values side by side are wanted`);
  const ranges = fields.map((each, i) => {
    context.enter(i);
    const range = evaluateRange(concat[i] as Expression, each, context);
    context.leave();
    return range;
  });
  context.leave();
  return ranges;
}

function evaluateRange(expression: Expression, field: TypedField, context: RuleContext): KeyRange {
  const { expected } = context;
  context.expect(field.type, field.order, field.bits, expected?.maximum);
  const term = evaluateExpression(expression, context);
  context.expected = expected;
  if (!isConstant(term)) return fail('an element is constant');
  if (term.type.id !== field.type.id && term.type.base !== 'integer')
    fail(`a ${field.type.description} is wanted, and this is a ${term.type.description}`);
  return rangeOf(term, field);
}

/** Bytes as they lie in registers: of several fields each begins at a register of its own. */
export function bytesOf(values: readonly Uint8Array[], fields: readonly TypedField[]): Uint8Array {
  const parts = fields.map(({ order, bits }, i) => registerData(values[i] as Uint8Array, order, bits));
  if (parts.length === 1) return parts[0] as Uint8Array;
  const lengths = parts.map(({ length }) => Math.ceil(length / FIELD_UNIT) * FIELD_UNIT);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const [i, part] of parts.entries()) {
    bytes.set(part, at);
    at += lengths[i] as number;
  }
  return bytes;
}

const elementShape = object({
  elem: object(
    { val: anything },
    {
      timeout: seconds,
      expires: seconds,
      comment: text,
      stmt: list(anything),
      ...Object.fromEntries(ELEMENT_STATEMENTS.map((key) => [key, anything])),
    },
  ),
});

/** A key as written, with what follows it. */
export function evaluateElement(
  item: Expression,
  data: Expression | undefined,
  key: TypedField,
  dataKind: SetData | undefined,
  context: RuleContext,
): EvaluatedElement {
  const detailed = typeof item === 'object' && item !== null && 'elem' in item;
  if (detailed) elementShape(item, context);
  if (detailed) {
    context.enter('elem');
    context.enter('val');
  }
  const val = detailed ? item.elem.val : item;
  const ranges: ElementKey = val === '*' ? 'other' : evaluateRanges(val, key, context);
  if (detailed) {
    context.leave();
    context.leave();
  }
  const details = detailed ? detailsOf(item.elem, context) : {};
  if (dataKind === undefined) return { key: ranges, message: details };
  if (data === undefined) return fail('a map says where each of its keys leads to');
  if (isValue(dataKind))
    return { key: ranges, data: evaluateRanges(data, dataKind, context), message: details };
  return { key: ranges, message: { ...details, ...evaluateTarget(data, dataKind, context) } };
}

function detailsOf(elem: ElementExpression['elem'], context: RuleContext): ElementMessage {
  const { timeout, expires, comment } = elem;
  const expressions = evaluateStatements(statementsOf(elem), context);
  return {
    ...(timeout === undefined ? {} : { timeout: Math.round(timeout * 1000) }),
    ...(expires === undefined ? {} : { expiration: Math.round(expires * 1000) }),
    ...(comment === undefined ? {} : { userdata: encodeElementData({ comment }) }),
    ...(expressions.length === 0 ? {} : { expressions }),
  };
}

function evaluateStatements(statements: readonly Statement[], context: RuleContext): LowExpression[] {
  if (statements.length === 0) return [];
  if (!statements.every(isElementStatement))
    fail(`an element can have ${ELEMENT_STATEMENTS.join(', ')}, and nothing else`);
  return compileStatements(context.family, statements, context.names, (_, error) => {
    throw error;
  });
}

/** What a key leads to that is no value. */
function evaluateTarget(
  data: Expression,
  kind: Exclude<SetData, ValueData>,
  context: RuleContext,
): Pick<ElementMessage, 'verdict' | 'chain' | 'object'> {
  if (kind === 'verdict') return verdictOf(data as VerdictExpression, context);
  return typeof data === 'string' && data !== '' ? { object: data } : fail('the name of an object is wanted');
}
