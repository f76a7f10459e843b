import {
  NFTNL_EXPR_FWD_NFPROTO,
  NFTNL_EXPR_FWD_SREG_ADDR,
  NFTNL_EXPR_FWD_SREG_DEV,
} from '../../uapi/libnftnl_expr.js';
import { optional, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Sends the packet itself out of the interface in a register, to a neighbour (NFPROTO_*) if there is an address. */
export const fwd = {
  sregDev: u32(NFTNL_EXPR_FWD_SREG_DEV),
  sregAddr: optional(u32(NFTNL_EXPR_FWD_SREG_ADDR)),
  nfproto: optional(u32(NFTNL_EXPR_FWD_NFPROTO)),
} as const;

export type FwdExpression = ExpressionOf<'fwd', typeof fwd>;
