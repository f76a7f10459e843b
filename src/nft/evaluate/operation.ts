import type { BinaryOperator } from '../ast.js';
import { hostInteger } from '../datatype/integer.js';
import { type BinaryTerm, type Constant, constant, type Term } from '../term.js';
import {
  and,
  bitLength,
  bytesFor,
  fromNumber,
  ones,
  or,
  resize,
  shiftLeft,
  shiftRight,
  toNumber,
  xor,
} from '../value.js';
import { inOrder } from './byteorder.js';
import { fail } from './context.js';

const CALCULATE: Readonly<Record<BinaryOperator, typeof and>> = {
  '&': and,
  '|': or,
  '^': xor,
  '<<': (value, count) => shiftLeft(value, toNumber(count)),
  '>>': (value, count) => shiftRight(value, toNumber(count)),
};

function isShift(operator: BinaryOperator): boolean {
  return operator === '<<' || operator === '>>';
}

/** The result of an operation on two constants. */
export function calculate(operator: BinaryOperator, left: Constant, right: Constant): Constant {
  const width = bytesFor(left.bits);
  const operand = isShift(operator) ? right.value : resize(right.value, width);
  const value = CALCULATE[operator](resize(left.value, width), operand);
  return constant(left.type, left.order, left.bits, and(value, ones(left.bits, width)));
}

/** `left operator right`, calculated now where both are constant. */
export function binary(operator: BinaryOperator, left: Term, right: Term): Term {
  if (right.kind !== 'constant') return fail(`what stands right of "${operator}" must be a plain constant`);
  if (left.kind === 'prefix' || left.kind === 'range')
    return fail(`"${operator}" is not defined for a ${left.kind}`);
  if (left.type.base !== 'integer' && left.type.base !== 'string') {
    fail(`"${operator}" is not defined for a ${left.type.description}`);
  }
  if (isShift(operator)) return shift(operator, left, right);
  const operand = inOrder(right, left.order);
  if (left.kind === 'constant' && operand.kind === 'constant') return calculate(operator, left, operand);
  return {
    kind: 'binary',
    operator,
    left,
    right: operand,
    type: left.type,
    bits: left.bits,
    order: left.order,
  };
}

function shift(operator: BinaryOperator, left: Term, right: Constant): Term {
  if (toNumber(right.value) >= left.bits) {
    fail(`a shift by ${toNumber(right.value)} leaves nothing of ${left.bits} bits`);
  }
  // The kernel shifts numbers, so both sides are the host's.
  const number = inOrder(left, 'host');
  const count: Constant = { ...right, order: 'host' };
  if (number.kind === 'constant') return calculate(operator, number, count);
  return {
    kind: 'binary',
    operator,
    left: number,
    right: count,
    type: left.type,
    bits: left.bits,
    order: 'host',
  };
}

/** A small number as an operand, as shifts and masks made here need it. */
export function operand(number: number, bits: number): Constant {
  return constant(hostInteger, 'host', bits, fromNumber(number, bytesFor(bits)));
}

/** Whether a shift or an exclusive or could as well be done to the constant that it is compared with. */
function isTransferable(term: Term): term is BinaryTerm & { readonly right: Constant } {
  if (term.kind !== 'binary' || term.right.kind !== 'constant') return false;
  return term.operator === '^' || isShift(term.operator);
}

/**
 * Moves an operation from the packet's side of a comparison to the constant's, where it costs nothing: instead of
 * `(field >> 2) == 5` the rule tests `(field & 0xfc) == 20`.
 */
export function transfer(left: Term, right: Term): readonly [left: Term, right: Term] {
  if (!isTransferable(left)) return [left, right];
  const moved = transferTo(right, left);
  return moved === undefined ? [left, right] : [transferFrom(left), moved];
}

function transferTo(right: Term, left: BinaryTerm & { readonly right: Constant }): Term | undefined {
  if (right.kind === 'range') {
    const from = transferTo(right.from, left);
    const to = transferTo(right.to, left);
    if (from?.kind !== 'constant' || to?.kind !== 'constant') return undefined;
    return { ...right, from, to, bits: from.bits };
  }
  if (right.kind !== 'constant') return undefined;
  if (left.operator === '^') return calculate('^', right, left.right);
  const count = toNumber(left.right.value);
  if (left.operator === '>>') {
    const { bits } = left.left;
    if (bitLength(right.value) + count > bits) fail('the comparison is always false');
    return calculate('<<', { ...right, bits }, left.right);
  }
  const back = calculate('>>', right, left.right);
  const again = calculate('<<', back, left.right);
  if (again.value.some((byte, i) => byte !== right.value[i])) fail('the comparison is always false');
  return back;
}

/** What is left of the packet's side when a shift or an exclusive or has been moved to the constant's. */
export function transferFrom(left: BinaryTerm & { readonly right: Constant }): Term {
  if (left.operator === '^') return { ...left.left, type: left.type };
  // Cut off what the shift would have pushed out.
  const { bits } = left.left;
  const count = toNumber(left.right.value);
  const mask = left.operator === '>>' ? shiftLeft(ones(bits), count) : ones(bits - count, bytesFor(bits));
  const right = constant(left.right.type, left.left.order, left.left.bits, mask);
  return { ...left, operator: '&', right };
}
