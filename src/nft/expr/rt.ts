import { NFTNL_EXPR_RT_DREG, NFTNL_EXPR_RT_KEY } from '../../uapi/libnftnl_expr.js';
import { u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Loads a property of the packet's route (NFT_RT_*). */
export const rt = {
  key: u32(NFTNL_EXPR_RT_KEY),
  dreg: u32(NFTNL_EXPR_RT_DREG),
} as const;

export type RtExpression = ExpressionOf<'rt', typeof rt>;
