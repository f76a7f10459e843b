import { NFTNL_EXPR_REJECT_CODE, NFTNL_EXPR_REJECT_TYPE } from '../../uapi/libnftnl_expr.js';
import { optional, u8, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Answers with an ICMP error or a TCP reset (NFT_REJECT_*) and drops. */
export const reject = {
  type: u32(NFTNL_EXPR_REJECT_TYPE),
  code: optional(u8(NFTNL_EXPR_REJECT_CODE)),
} as const;

export type RejectExpression = ExpressionOf<'reject', typeof reject>;
