import { NFTNL_EXPR_META_DREG, NFTNL_EXPR_META_KEY, NFTNL_EXPR_META_SREG } from '../../uapi/libnftnl_expr.js';
import { optional, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Loads packet metadata (NFT_META_*) into `dreg`, or sets them from `sreg`. */
export const meta = {
  key: u32(NFTNL_EXPR_META_KEY),
  dreg: optional(u32(NFTNL_EXPR_META_DREG)),
  sreg: optional(u32(NFTNL_EXPR_META_SREG)),
} as const;

export type MetaExpression = ExpressionOf<'meta', typeof meta>;
