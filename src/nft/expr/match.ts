import { NFTNL_EXPR_MT_INFO, NFTNL_EXPR_MT_NAME, NFTNL_EXPR_MT_REV } from '../../uapi/libnftnl_expr.js';
import { bytes, optional, string, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** A match of iptables (xt), with its own data; nft reads it and cannot write it. */
export const match = {
  extension: string(NFTNL_EXPR_MT_NAME),
  revision: optional(u32(NFTNL_EXPR_MT_REV)),
  info: optional(bytes(NFTNL_EXPR_MT_INFO)),
} as const;

export type MatchExpression = ExpressionOf<'match', typeof match>;
