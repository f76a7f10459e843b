import { NFTNL_EXPR_LAST_MSECS, NFTNL_EXPR_LAST_SET } from '../../uapi/libnftnl_expr.js';
import { optional, u32, u64 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Remembers how long ago the last packet came by, if one did. */
export const last = {
  msecs: optional(u64(NFTNL_EXPR_LAST_MSECS)),
  set: optional(u32(NFTNL_EXPR_LAST_SET)),
} as const;

export type LastExpression = ExpressionOf<'last', typeof last>;
