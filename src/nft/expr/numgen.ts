import {
  NFTNL_EXPR_NG_DREG,
  NFTNL_EXPR_NG_MODULUS,
  NFTNL_EXPR_NG_OFFSET,
  NFTNL_EXPR_NG_TYPE,
} from '../../uapi/libnftnl_expr.js';
import { optional, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Counts up or draws lots (NFT_NG_*) below `modulus`, and adds `offset`. */
export const numgen = {
  dreg: u32(NFTNL_EXPR_NG_DREG),
  type: u32(NFTNL_EXPR_NG_TYPE),
  modulus: u32(NFTNL_EXPR_NG_MODULUS),
  offset: optional(u32(NFTNL_EXPR_NG_OFFSET)),
} as const;

export type NumgenExpression = ExpressionOf<'numgen', typeof numgen>;
