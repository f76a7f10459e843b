import {
  NFT_BITWISE_LSHIFT,
  NFT_BITWISE_MASK_XOR,
  NFT_BITWISE_RSHIFT,
  NFT_BYTEORDER_HTON,
  NFT_CMP_EQ,
  NFT_CMP_GT,
  NFT_CMP_GTE,
  NFT_CMP_LT,
  NFT_CMP_LTE,
  NFT_CMP_NEQ,
  NFT_RANGE_NEQ,
  NFT_REG_VERDICT,
} from '../../uapi/nf_tables.js';
import type { BinaryOperator, MatchOperator } from '../ast.js';
import { hexInteger } from '../datatype/integer.js';
import type { BitwiseExpression } from '../expr/bitwise.js';
import type { ExpressionName, KnownExpression } from '../expr/index.js';
import type { Term } from '../term.js';
import { and, isZero, ones, or, xor } from '../value.js';
import { rawConstant } from './constant.js';
import { raiseComparison, raiseRange } from './match.js';
import type { Raising } from './raising.js';

/** Raises one kind of instruction; false where it cannot be put into words. */
export type Raiser<N extends ExpressionName> = (
  expression: Extract<KnownExpression, { readonly name: N }>,
  raising: Raising,
) => boolean;

export type Raisers = { readonly [N in ExpressionName]?: Raiser<N> };

const COMPARISONS: ReadonlyMap<number, MatchOperator> = new Map([
  [NFT_CMP_EQ, '=='],
  [NFT_CMP_NEQ, '!='],
  [NFT_CMP_LT, '<'],
  [NFT_CMP_LTE, '<='],
  [NFT_CMP_GT, '>'],
  [NFT_CMP_GTE, '>='],
]);

/** The instructions that calculate and compare; those with an effect are raised by their statements. */
export const CALCULATIONS = {
  immediate(expression, raising) {
    const { dreg, data } = expression;
    if (dreg === NFT_REG_VERDICT || data === undefined) return false;
    raising.load(dreg, rawConstant(data), expression);
    return true;
  },

  byteorder(expression, raising) {
    const argument = raising.register(expression.sreg);
    if (argument === undefined) return false;
    const operator = expression.op === NFT_BYTEORDER_HTON ? 'hton' : 'ntoh';
    const { type, bits, order } = argument;
    raising.load(expression.dreg, { kind: 'byteorder', operator, argument, type, bits, order }, expression);
    return true;
  },

  bitwise(expression, raising) {
    const left = raising.register(expression.sreg);
    const term = left && calculation(left, expression);
    if (term === undefined) return false;
    raising.load(expression.dreg, term, expression);
    return true;
  },

  cmp({ sreg, op, data }, raising) {
    const left = raising.register(sreg);
    const operator = COMPARISONS.get(op);
    if (left === undefined || operator === undefined) return false;
    return raiseComparison(operator, left, rawConstant(data), raising);
  },

  range({ sreg, op, from, to }, raising) {
    const left = raising.register(sreg);
    if (left === undefined) return false;
    const operator = op === NFT_RANGE_NEQ ? '!=' : '==';
    return raiseRange(operator, left, rawConstant(from), rawConstant(to), raising);
  },
} as const satisfies Raisers;

/** `(register & mask) ^ xor` in the operators of the language, or a shift. */
function calculation(
  left: Term,
  { op = NFT_BITWISE_MASK_XOR, mask, xor: flip, data }: BitwiseExpression,
): Term | undefined {
  if (op === NFT_BITWISE_LSHIFT || op === NFT_BITWISE_RSHIFT) {
    return data && combined(left, op === NFT_BITWISE_LSHIFT ? '<<' : '>>', data);
  }
  if (op !== NFT_BITWISE_MASK_XOR || mask === undefined || flip === undefined) return undefined;
  // Bits that are cut out and then set are an or; what remains of both is an and, and an xor.
  const set = xor(and(mask, flip), flip);
  const kept = or(mask, set);
  const flipped = and(flip, mask);
  let term = left;
  if (xor(kept, ones(kept.length * 8)).some((byte) => byte !== 0)) term = combined(term, '&', kept);
  if (!isZero(flipped)) term = combined(term, '^', flipped);
  if (!isZero(set)) term = combined(term, '|', set);
  return term;
}

function combined(left: Term, operator: BinaryOperator, data: Uint8Array): Term {
  const { bits } = left;
  return { kind: 'binary', operator, left, right: rawConstant(data), type: hexInteger, order: 'big', bits };
}
