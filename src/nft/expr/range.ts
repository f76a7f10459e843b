import {
  NFTNL_EXPR_RANGE_FROM_DATA,
  NFTNL_EXPR_RANGE_OP,
  NFTNL_EXPR_RANGE_SREG,
  NFTNL_EXPR_RANGE_TO_DATA,
} from '../../uapi/libnftnl_expr.js';
import { bytes, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Tests whether a register lies in a range (NFT_RANGE_*), both ends included. */
export const range = {
  sreg: u32(NFTNL_EXPR_RANGE_SREG),
  op: u32(NFTNL_EXPR_RANGE_OP),
  from: bytes(NFTNL_EXPR_RANGE_FROM_DATA),
  to: bytes(NFTNL_EXPR_RANGE_TO_DATA),
} as const;

export type RangeExpression = ExpressionOf<'range', typeof range>;
