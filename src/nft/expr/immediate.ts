import {
  NFTNL_EXPR_IMM_CHAIN,
  NFTNL_EXPR_IMM_CHAIN_ID,
  NFTNL_EXPR_IMM_DATA,
  NFTNL_EXPR_IMM_DREG,
  NFTNL_EXPR_IMM_VERDICT,
} from '../../uapi/libnftnl_expr.js';
import { bytes, optional, s32, string, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Loads constant data into a register, or ends the rule with a verdict (register 0). */
export const immediate = {
  dreg: u32(NFTNL_EXPR_IMM_DREG),
  data: optional(bytes(NFTNL_EXPR_IMM_DATA)),
  verdict: optional(s32(NFTNL_EXPR_IMM_VERDICT)),
  chain: optional(string(NFTNL_EXPR_IMM_CHAIN)),
  chainId: optional(u32(NFTNL_EXPR_IMM_CHAIN_ID)),
} as const;

export type ImmediateExpression = ExpressionOf<'immediate', typeof immediate>;
