import { NFTNL_EXPR_CTR_BYTES, NFTNL_EXPR_CTR_PACKETS } from '../../uapi/libnftnl_expr.js';
import { optional, u64 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Counts packets and bytes. */
export const counter = {
  packets: optional(u64(NFTNL_EXPR_CTR_PACKETS)),
  bytes: optional(u64(NFTNL_EXPR_CTR_BYTES)),
} as const;

export type CounterExpression = ExpressionOf<'counter', typeof counter>;
