import {
  NFTNL_EXPR_FIB_DREG,
  NFTNL_EXPR_FIB_FLAGS,
  NFTNL_EXPR_FIB_RESULT,
} from '../../uapi/libnftnl_expr.js';
import { u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Asks the routing tables (NFT_FIB_RESULT_*) about parts of the packet (NFTA_FIB_F_*). */
export const fib = {
  dreg: u32(NFTNL_EXPR_FIB_DREG),
  result: u32(NFTNL_EXPR_FIB_RESULT),
  flags: u32(NFTNL_EXPR_FIB_FLAGS),
} as const;

export type FibExpression = ExpressionOf<'fib', typeof fib>;
