import {
  NFTNL_EXPR_BYTEORDER_DREG,
  NFTNL_EXPR_BYTEORDER_LEN,
  NFTNL_EXPR_BYTEORDER_OP,
  NFTNL_EXPR_BYTEORDER_SIZE,
  NFTNL_EXPR_BYTEORDER_SREG,
} from '../../uapi/libnftnl_expr.js';
import { u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Converts a register of `len` bytes between host and network order (NFT_BYTEORDER_*), `size` bytes at a time. */
export const byteorder = {
  sreg: u32(NFTNL_EXPR_BYTEORDER_SREG),
  dreg: u32(NFTNL_EXPR_BYTEORDER_DREG),
  op: u32(NFTNL_EXPR_BYTEORDER_OP),
  len: u32(NFTNL_EXPR_BYTEORDER_LEN),
  size: u32(NFTNL_EXPR_BYTEORDER_SIZE),
} as const;

export type ByteorderExpression = ExpressionOf<'byteorder', typeof byteorder>;
