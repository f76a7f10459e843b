import {
  NFTNL_EXPR_DYNSET_FLAGS,
  NFTNL_EXPR_DYNSET_OP,
  NFTNL_EXPR_DYNSET_SET_ID,
  NFTNL_EXPR_DYNSET_SET_NAME,
  NFTNL_EXPR_DYNSET_SREG_DATA,
  NFTNL_EXPR_DYNSET_SREG_KEY,
  NFTNL_EXPR_DYNSET_TIMEOUT,
} from '../../uapi/libnftnl_expr.js';
import { optional, string, u32, u64 } from '../schema.js';
import type { ExpressionOf } from './expression.js';
import type { LowExpression } from './index.js';

/** Puts `sregKey`, in a map with what `sregData` holds, into a set, or takes it out. Its timeout is in milliseconds. */
export const dynset = {
  sregKey: u32(NFTNL_EXPR_DYNSET_SREG_KEY),
  sregData: optional(u32(NFTNL_EXPR_DYNSET_SREG_DATA)),
  op: u32(NFTNL_EXPR_DYNSET_OP),
  timeout: optional(u64(NFTNL_EXPR_DYNSET_TIMEOUT)),
  set: string(NFTNL_EXPR_DYNSET_SET_NAME),
  setId: optional(u32(NFTNL_EXPR_DYNSET_SET_ID)),
  flags: optional(u32(NFTNL_EXPR_DYNSET_FLAGS)),
} as const;

export type DynsetExpression = ExpressionOf<'dynset', typeof dynset> & {
  /** What a new element gets; they stand nested in the instruction. */
  readonly expressions?: readonly LowExpression[];
};
