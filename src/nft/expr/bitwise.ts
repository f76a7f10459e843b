import {
  NFTNL_EXPR_BITWISE_DATA,
  NFTNL_EXPR_BITWISE_DREG,
  NFTNL_EXPR_BITWISE_LEN,
  NFTNL_EXPR_BITWISE_MASK,
  NFTNL_EXPR_BITWISE_OP,
  NFTNL_EXPR_BITWISE_SREG,
  NFTNL_EXPR_BITWISE_XOR,
} from '../../uapi/libnftnl_expr.js';
import { bytes, optional, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Computes `(register & mask) ^ xor`, or shifts a register by `data` bits (NFT_BITWISE_*). */
export const bitwise = {
  sreg: u32(NFTNL_EXPR_BITWISE_SREG),
  dreg: u32(NFTNL_EXPR_BITWISE_DREG),
  op: optional(u32(NFTNL_EXPR_BITWISE_OP)),
  len: u32(NFTNL_EXPR_BITWISE_LEN),
  mask: optional(bytes(NFTNL_EXPR_BITWISE_MASK)),
  xor: optional(bytes(NFTNL_EXPR_BITWISE_XOR)),
  data: optional(bytes(NFTNL_EXPR_BITWISE_DATA)),
} as const;

export type BitwiseExpression = ExpressionOf<'bitwise', typeof bitwise>;
