import {
  NFTNL_EXPR_TPROXY_FAMILY,
  NFTNL_EXPR_TPROXY_REG_ADDR,
  NFTNL_EXPR_TPROXY_REG_PORT,
} from '../../uapi/libnftnl_expr.js';
import { optional, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Gives the packet to a local socket at the address and port in registers, without rewriting it. */
export const tproxy = {
  family: u32(NFTNL_EXPR_TPROXY_FAMILY),
  regAddr: optional(u32(NFTNL_EXPR_TPROXY_REG_ADDR)),
  regPort: optional(u32(NFTNL_EXPR_TPROXY_REG_PORT)),
} as const;

export type TproxyExpression = ExpressionOf<'tproxy', typeof tproxy>;
