import {
  NFTNL_EXPR_QUOTA_BYTES,
  NFTNL_EXPR_QUOTA_CONSUMED,
  NFTNL_EXPR_QUOTA_FLAGS,
} from '../../uapi/libnftnl_expr.js';
import { optional, u32, u64 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Goes on until `bytes` have come by, or with NFT_QUOTA_F_INV only after that. */
export const quota = {
  bytes: u64(NFTNL_EXPR_QUOTA_BYTES),
  consumed: optional(u64(NFTNL_EXPR_QUOTA_CONSUMED)),
  flags: optional(u32(NFTNL_EXPR_QUOTA_FLAGS)),
} as const;

export type QuotaExpression = ExpressionOf<'quota', typeof quota>;
