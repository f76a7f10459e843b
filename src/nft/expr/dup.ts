import { NFTNL_EXPR_DUP_SREG_ADDR, NFTNL_EXPR_DUP_SREG_DEV } from '../../uapi/libnftnl_expr.js';
import { optional, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Sends a copy of the packet to the address and the interface in registers. */
export const dup = {
  sregAddr: optional(u32(NFTNL_EXPR_DUP_SREG_ADDR)),
  sregDev: optional(u32(NFTNL_EXPR_DUP_SREG_DEV)),
} as const;

export type DupExpression = ExpressionOf<'dup', typeof dup>;
