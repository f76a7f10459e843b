import { NFTNL_EXPR_OSF_DREG, NFTNL_EXPR_OSF_FLAGS, NFTNL_EXPR_OSF_TTL } from '../../uapi/libnftnl_expr.js';
import { optional, u8, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Guesses from a TCP SYN which operating system sent it; `ttl` is how strictly its TTL must fit (NF_OSF_TTL_*). */
export const osf = {
  dreg: u32(NFTNL_EXPR_OSF_DREG),
  ttl: u8(NFTNL_EXPR_OSF_TTL),
  flags: optional(u32(NFTNL_EXPR_OSF_FLAGS)),
} as const;

export type OsfExpression = ExpressionOf<'osf', typeof osf>;
