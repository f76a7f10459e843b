import {
  NFTNL_EXPR_HASH_DREG,
  NFTNL_EXPR_HASH_LEN,
  NFTNL_EXPR_HASH_MODULUS,
  NFTNL_EXPR_HASH_OFFSET,
  NFTNL_EXPR_HASH_SEED,
  NFTNL_EXPR_HASH_SREG,
  NFTNL_EXPR_HASH_TYPE,
} from '../../uapi/libnftnl_expr.js';
import { optional, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Hashes `len` bytes of `sreg`, or the packet's flow (NFT_HASH_*), to a number below `modulus`, and adds `offset`. */
export const hash = {
  sreg: optional(u32(NFTNL_EXPR_HASH_SREG)),
  dreg: u32(NFTNL_EXPR_HASH_DREG),
  len: optional(u32(NFTNL_EXPR_HASH_LEN)),
  modulus: u32(NFTNL_EXPR_HASH_MODULUS),
  seed: optional(u32(NFTNL_EXPR_HASH_SEED)),
  offset: optional(u32(NFTNL_EXPR_HASH_OFFSET)),
  type: optional(u32(NFTNL_EXPR_HASH_TYPE)),
} as const;

export type HashExpression = ExpressionOf<'hash', typeof hash>;
