import { NFTNL_EXPR_CONNLIMIT_COUNT, NFTNL_EXPR_CONNLIMIT_FLAGS } from '../../uapi/libnftnl_expr.js';
import { optional, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Goes on while no more than `count` connections are known, or with NFT_CONNLIMIT_F_INV only beyond. */
export const connlimit = {
  count: u32(NFTNL_EXPR_CONNLIMIT_COUNT),
  flags: optional(u32(NFTNL_EXPR_CONNLIMIT_FLAGS)),
} as const;

export type ConnlimitExpression = ExpressionOf<'connlimit', typeof connlimit>;
