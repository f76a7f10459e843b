import { NFTNL_EXPR_TG_INFO, NFTNL_EXPR_TG_NAME, NFTNL_EXPR_TG_REV } from '../../uapi/libnftnl_expr.js';
import { bytes, optional, string, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** A target of iptables (xt), with its own data; nft reads it and cannot write it. */
export const target = {
  extension: string(NFTNL_EXPR_TG_NAME),
  revision: optional(u32(NFTNL_EXPR_TG_REV)),
  info: optional(bytes(NFTNL_EXPR_TG_INFO)),
} as const;

export type TargetExpression = ExpressionOf<'target', typeof target>;
