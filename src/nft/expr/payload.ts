import {
  NFTNL_EXPR_PAYLOAD_BASE,
  NFTNL_EXPR_PAYLOAD_CSUM_OFFSET,
  NFTNL_EXPR_PAYLOAD_CSUM_TYPE,
  NFTNL_EXPR_PAYLOAD_DREG,
  NFTNL_EXPR_PAYLOAD_FLAGS,
  NFTNL_EXPR_PAYLOAD_LEN,
  NFTNL_EXPR_PAYLOAD_OFFSET,
  NFTNL_EXPR_PAYLOAD_SREG,
} from '../../uapi/libnftnl_expr.js';
import { optional, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Loads `len` bytes at `offset` of a header (NFT_PAYLOAD_*) into `dreg`, or writes `sreg` there. */
export const payload = {
  dreg: optional(u32(NFTNL_EXPR_PAYLOAD_DREG)),
  sreg: optional(u32(NFTNL_EXPR_PAYLOAD_SREG)),
  base: u32(NFTNL_EXPR_PAYLOAD_BASE),
  offset: u32(NFTNL_EXPR_PAYLOAD_OFFSET),
  len: u32(NFTNL_EXPR_PAYLOAD_LEN),
  csumType: optional(u32(NFTNL_EXPR_PAYLOAD_CSUM_TYPE)),
  csumOffset: optional(u32(NFTNL_EXPR_PAYLOAD_CSUM_OFFSET)),
  flags: optional(u32(NFTNL_EXPR_PAYLOAD_FLAGS)),
} as const;

export type PayloadExpression = ExpressionOf<'payload', typeof payload>;
