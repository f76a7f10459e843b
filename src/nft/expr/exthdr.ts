import {
  NFTNL_EXPR_EXTHDR_DREG,
  NFTNL_EXPR_EXTHDR_FLAGS,
  NFTNL_EXPR_EXTHDR_LEN,
  NFTNL_EXPR_EXTHDR_OFFSET,
  NFTNL_EXPR_EXTHDR_OP,
  NFTNL_EXPR_EXTHDR_SREG,
  NFTNL_EXPR_EXTHDR_TYPE,
} from '../../uapi/libnftnl_expr.js';
import { optional, u8, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/**
 * Loads `len` bytes at `offset` of an extension header, an option or a chunk (`op`, NFT_EXTHDR_OP_*, of number `type`)
 * into `dreg`, or with NFT_EXTHDR_F_PRESENT whether it is there; writes `sreg` there; without registers, strips it.
 */
export const exthdr = {
  dreg: optional(u32(NFTNL_EXPR_EXTHDR_DREG)),
  type: u8(NFTNL_EXPR_EXTHDR_TYPE),
  offset: optional(u32(NFTNL_EXPR_EXTHDR_OFFSET)),
  len: optional(u32(NFTNL_EXPR_EXTHDR_LEN)),
  flags: optional(u32(NFTNL_EXPR_EXTHDR_FLAGS)),
  op: optional(u32(NFTNL_EXPR_EXTHDR_OP)),
  sreg: optional(u32(NFTNL_EXPR_EXTHDR_SREG)),
} as const;

export type ExthdrExpression = ExpressionOf<'exthdr', typeof exthdr>;
