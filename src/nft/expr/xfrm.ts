import {
  NFTNL_EXPR_XFRM_DIR,
  NFTNL_EXPR_XFRM_DREG,
  NFTNL_EXPR_XFRM_KEY,
  NFTNL_EXPR_XFRM_SPNUM,
} from '../../uapi/libnftnl_expr.js';
import { optional, u8, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Loads a property (NFT_XFRM_KEY_*) of transformation `spnum` of the packet's IPsec path; `dir` is XFRM_POLICY_*. */
export const xfrm = {
  dreg: u32(NFTNL_EXPR_XFRM_DREG),
  key: u32(NFTNL_EXPR_XFRM_KEY),
  dir: u8(NFTNL_EXPR_XFRM_DIR),
  spnum: optional(u32(NFTNL_EXPR_XFRM_SPNUM)),
} as const;

export type XfrmExpression = ExpressionOf<'xfrm', typeof xfrm>;
