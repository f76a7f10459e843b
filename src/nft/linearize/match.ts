import {
  NFT_BITWISE_MASK_XOR,
  NFT_CMP_EQ,
  NFT_CMP_GT,
  NFT_CMP_GTE,
  NFT_CMP_LT,
  NFT_CMP_LTE,
  NFT_CMP_NEQ,
  NFT_LOOKUP_F_INV,
  NFT_RANGE_NEQ,
} from '../../uapi/nf_tables.js';
import type { MatchOperator } from '../ast.js';
import type { Constant, Match, PrefixTerm, RangeTerm, Term } from '../term.js';
import { bytesFor, prefixMask } from '../value.js';
import { constantData, registerData } from './data.js';
import type { Instructions } from './registers.js';
import { setReference } from './set.js';
import { loadTerm } from './term.js';

const COMPARISONS: Readonly<Record<MatchOperator, number>> = {
  '==': NFT_CMP_EQ,
  in: NFT_CMP_EQ,
  '!=': NFT_CMP_NEQ,
  '<': NFT_CMP_LT,
  '<=': NFT_CMP_LTE,
  '>': NFT_CMP_GT,
  '>=': NFT_CMP_GTE,
  '!': NFT_CMP_EQ,
};

/** Adds the instructions of a comparison. */
export function linearizeMatch({ operator, left, right }: Match, instructions: Instructions): void {
  const sreg = instructions.allocateFor(left);
  const op = COMPARISONS[operator];
  if (right.kind === 'set') {
    loadTerm(left, sreg, instructions);
    const flags = operator === '!=' ? { flags: NFT_LOOKUP_F_INV } : {};
    instructions.add({ name: 'lookup', sreg, ...setReference(right.set), ...flags });
  } else if (right.kind === 'range') compareRange(operator, left, right, sreg, instructions);
  else if (right.kind === 'prefix') comparePrefix(op, left, right, sreg, instructions);
  else if (right.kind === 'constant') {
    if ((operator === 'in' || operator === '!') && right.type.bitmask) {
      testFlags(operator, left, right, sreg, instructions);
    } else {
      loadTerm(left, sreg, instructions);
      instructions.add({ name: 'cmp', sreg, op, data: constantData(right) });
    }
  } else throw new TypeError(`nothing can be compared with a ${right.kind}`);
  instructions.release();
}

function compareRange(
  operator: MatchOperator,
  left: Term,
  { from, to }: RangeTerm,
  sreg: number,
  instructions: Instructions,
): void {
  loadTerm(left, sreg, instructions);
  const [first, last] = [constantData(from), constantData(to)];
  if (operator === '!=') instructions.add({ name: 'range', sreg, op: NFT_RANGE_NEQ, from: first, to: last });
  else {
    instructions.add({ name: 'cmp', sreg, op: NFT_CMP_GTE, data: first });
    instructions.add({ name: 'cmp', sreg, op: NFT_CMP_LTE, data: last });
  }
}

/** Whole bytes of a prefix need no mask: loading only them will do. */
function comparePrefix(
  op: number,
  left: Term,
  { base, length, order, bits }: PrefixTerm,
  sreg: number,
  instructions: Instructions,
): void {
  const text = left.type.base === 'string';
  if (text || (order === 'big' && length > 0 && length % 8 === 0)) {
    loadTerm(text ? left : { ...left, bits: length }, sreg, instructions);
    instructions.add({ name: 'cmp', sreg, op, data: constantData(base).subarray(0, bytesFor(length)) });
    return;
  }
  loadTerm(left, sreg, instructions);
  const mask = registerData(prefixMask(bits, length), order, bits);
  const zero = new Uint8Array(mask.length);
  instructions.add({
    name: 'bitwise',
    sreg,
    dreg: sreg,
    op: NFT_BITWISE_MASK_XOR,
    len: mask.length,
    mask,
    xor: zero,
  });
  instructions.add({ name: 'cmp', sreg, op, data: registerData(base.value, order, bits) });
}

/** Whether any of the flags is set, or with "!" none. */
function testFlags(
  operator: MatchOperator,
  left: Term,
  right: Constant,
  sreg: number,
  instructions: Instructions,
): void {
  loadTerm(left, sreg, instructions);
  const flags = constantData(right);
  if (left.kind === 'binary') {
    instructions.add({ name: 'cmp', sreg, op: NFT_CMP_EQ, data: flags });
    return;
  }
  const len = bytesFor(left.bits);
  const zero = new Uint8Array(len);
  const op = operator === '!' ? NFT_CMP_EQ : NFT_CMP_NEQ;
  instructions.add({
    name: 'bitwise',
    sreg,
    dreg: sreg,
    op: NFT_BITWISE_MASK_XOR,
    len,
    mask: flags,
    xor: zero,
  });
  instructions.add({ name: 'cmp', sreg, op, data: zero });
}
