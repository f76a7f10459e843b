import {
  NFTNL_EXPR_CT_DIR,
  NFTNL_EXPR_CT_DREG,
  NFTNL_EXPR_CT_KEY,
  NFTNL_EXPR_CT_SREG,
} from '../../uapi/libnftnl_expr.js';
import { optional, u8, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Loads a property of the connection (NFT_CT_*) into `dreg`, or sets it from `sreg`; `dir` is IP_CT_DIR_*. */
export const ct = {
  key: u32(NFTNL_EXPR_CT_KEY),
  dreg: optional(u32(NFTNL_EXPR_CT_DREG)),
  dir: optional(u8(NFTNL_EXPR_CT_DIR)),
  sreg: optional(u32(NFTNL_EXPR_CT_SREG)),
} as const;

export type CtExpression = ExpressionOf<'ct', typeof ct>;
