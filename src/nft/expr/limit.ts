import {
  NFTNL_EXPR_LIMIT_BURST,
  NFTNL_EXPR_LIMIT_FLAGS,
  NFTNL_EXPR_LIMIT_RATE,
  NFTNL_EXPR_LIMIT_TYPE,
  NFTNL_EXPR_LIMIT_UNIT,
} from '../../uapi/libnftnl_expr.js';
import { optional, u32, u64 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Goes on for `rate` packets or bytes (NFT_LIMIT_*) in `unit` seconds, or with NFT_LIMIT_F_INV for those beyond. */
export const limit = {
  rate: u64(NFTNL_EXPR_LIMIT_RATE),
  unit: u64(NFTNL_EXPR_LIMIT_UNIT),
  burst: optional(u32(NFTNL_EXPR_LIMIT_BURST)),
  type: u32(NFTNL_EXPR_LIMIT_TYPE),
  flags: optional(u32(NFTNL_EXPR_LIMIT_FLAGS)),
} as const;

export type LimitExpression = ExpressionOf<'limit', typeof limit>;
