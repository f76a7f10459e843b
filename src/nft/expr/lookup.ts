import {
  NFTNL_EXPR_LOOKUP_DREG,
  NFTNL_EXPR_LOOKUP_FLAGS,
  NFTNL_EXPR_LOOKUP_SET,
  NFTNL_EXPR_LOOKUP_SET_ID,
  NFTNL_EXPR_LOOKUP_SREG,
} from '../../uapi/libnftnl_expr.js';
import { optional, string, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Looks `sreg` up in a set, or in a map whose data go to `dreg`. */
export const lookup = {
  sreg: u32(NFTNL_EXPR_LOOKUP_SREG),
  dreg: optional(u32(NFTNL_EXPR_LOOKUP_DREG)),
  set: string(NFTNL_EXPR_LOOKUP_SET),
  setId: optional(u32(NFTNL_EXPR_LOOKUP_SET_ID)),
  flags: optional(u32(NFTNL_EXPR_LOOKUP_FLAGS)),
} as const;

export type LookupExpression = ExpressionOf<'lookup', typeof lookup>;
