import { NFTNL_EXPR_CMP_DATA, NFTNL_EXPR_CMP_OP, NFTNL_EXPR_CMP_SREG } from '../../uapi/libnftnl_expr.js';
import { bytes, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Compares a register with constant data (NFT_CMP_*); the rule ends where that does not hold. */
export const cmp = {
  sreg: u32(NFTNL_EXPR_CMP_SREG),
  op: u32(NFTNL_EXPR_CMP_OP),
  data: bytes(NFTNL_EXPR_CMP_DATA),
} as const;

export type CmpExpression = ExpressionOf<'cmp', typeof cmp>;
