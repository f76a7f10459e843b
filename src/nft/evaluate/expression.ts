import type {
  BinaryOperator,
  Expression,
  ListExpression,
  PrefixExpression,
  RangeExpression,
} from '../ast.js';
import { hostInteger } from '../datatype/integer.js';
import { isSelector, selectorOf } from '../selector/index.js';
import { expression, integer, list, object } from '../shape.js';
import { type Constant, constant, type PrefixTerm, type RangeTerm, type Term } from '../term.js';
import { and, bytesFor, compare, or, prefixMask, resize } from '../value.js';
import { evaluateConcat } from './concat.js';
import { evaluateImmediate } from './constant.js';
import { fail, type RuleContext } from './context.js';
import { binary } from './operation.js';
import { evaluateMap } from './set.js';

const pair = list(expression, 2);

const BINARY_OPERATORS: readonly BinaryOperator[] = ['&', '|', '^', '<<', '>>'];

/** Finds out what an expression is. A selector decides what constants after it are. */
export function evaluateExpression(expression: Expression, context: RuleContext): Term {
  if (typeof expression !== 'object') return evaluateImmediate(expression, context);
  if (expression === null) return fail('an expression is missing');
  if (isList(expression)) return evaluateList(expression, context);
  if (isSelector(expression)) {
    const selector = selectorOf(expression);
    selector.shape(expression, context);
    return selector.evaluate(expression, context);
  }
  if ('concat' in expression) return evaluateConcat(expression, context);
  if ('map' in expression) return evaluateMap(expression, context);
  if ('prefix' in expression) return evaluatePrefix(expression, context);
  if ('range' in expression) return evaluateRange(expression, context);
  for (const operator of BINARY_OPERATORS) {
    const operands = (expression as Partial<Record<BinaryOperator, readonly [Expression, Expression]>>)[
      operator
    ];
    if (operands !== undefined) return evaluateBinary(operator, operands, context);
  }
  return fail(`unknown expression: ${Object.keys(expression).join(', ') || 'an empty object'}`);
}

function isList(expression: Expression): expression is ListExpression {
  return Array.isArray(expression);
}

function evaluateBinary(
  operator: BinaryOperator,
  operands: readonly [Expression, Expression],
  context: RuleContext,
): Term {
  context.enter(operator);
  pair(operands, context);
  const [first, second] = operands;
  context.enter(0);
  const left = evaluateExpression(first, context);
  context.leave();
  const { expected } = context;
  if (operator === '<<' || operator === '>>')
    context.expect(hostInteger, left.order, expected?.bits ?? left.bits);
  context.enter(1);
  const right = evaluateExpression(second, context);
  context.leave();
  context.expected = expected;
  const term = binary(operator, left, right);
  context.leave();
  return term;
}

/** Flags, put together. */
function evaluateList(list: ListExpression, context: RuleContext): Constant {
  const { expected } = context;
  if (expected === undefined) return fail('nothing says what these are flags of');
  let value = new Uint8Array(bytesFor(expected.bits));
  for (const [i, item] of list.entries()) {
    context.enter(i);
    const term = evaluateExpression(item, context);
    if (term.kind !== 'constant') return fail('a list holds plain constants');
    if (!term.type.bitmask) return fail(`a ${term.type.description} has no flags that could be listed`);
    value = new Uint8Array(or(value, resize(term.value, value.length)));
    context.leave();
  }
  return constant(expected.type, 'host', expected.bits, value);
}

const prefixShape = object({ prefix: object({ addr: expression, len: integer }) });

function evaluatePrefix(node: PrefixExpression, context: RuleContext): PrefixTerm {
  prefixShape(node, context);
  const { prefix } = node;
  context.enter('prefix');
  context.enter('addr');
  const base = evaluateExpression(prefix.addr, context);
  context.leave();
  context.enter('len');
  if (base.kind !== 'constant' || base.type.base !== 'integer')
    return fail('only constants can have a prefix');
  if (!Number.isInteger(prefix.len) || prefix.len < 0 || prefix.len > base.bits) {
    fail(`a prefix of ${prefix.len} bits does not fit ${base.bits} bits`);
  }
  context.leave();
  context.leave();
  const { type, bits, order } = base;
  const value = and(base.value, prefixMask(bits, prefix.len));
  return { kind: 'prefix', base: { ...base, value }, length: prefix.len, type, bits, order };
}

const rangeShape = object({ range: pair });

function evaluateRange(node: RangeExpression, context: RuleContext): RangeTerm {
  rangeShape(node, context);
  const { range } = node;
  context.enter('range');
  const [from, to] = [evaluateEnd(range, 0, context), evaluateEnd(range, 1, context)];
  if (compare(from.value, to.value) > 0) fail('the range ends before it begins');
  context.leave();
  return { kind: 'range', from, to, type: from.type, bits: from.bits, order: from.order };
}

function evaluateEnd(range: RangeExpression['range'], end: 0 | 1, context: RuleContext): Constant {
  context.enter(end);
  const term = evaluateExpression(range[end], context);
  if (term.kind !== 'constant' || term.type.base !== 'integer')
    return fail('the ends of a range are plain numbers');
  context.leave();
  return term;
}
