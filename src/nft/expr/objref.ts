import {
  NFTNL_EXPR_OBJREF_IMM_NAME,
  NFTNL_EXPR_OBJREF_IMM_TYPE,
  NFTNL_EXPR_OBJREF_SET_ID,
  NFTNL_EXPR_OBJREF_SET_NAME,
  NFTNL_EXPR_OBJREF_SET_SREG,
} from '../../uapi/libnftnl_expr.js';
import { optional, string, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Runs a stateful object: of a name (NFT_OBJECT_*), or that to which a map leads from `sreg`. */
export const objref = {
  type: optional(u32(NFTNL_EXPR_OBJREF_IMM_TYPE)),
  object: optional(string(NFTNL_EXPR_OBJREF_IMM_NAME)),
  sreg: optional(u32(NFTNL_EXPR_OBJREF_SET_SREG)),
  set: optional(string(NFTNL_EXPR_OBJREF_SET_NAME)),
  setId: optional(u32(NFTNL_EXPR_OBJREF_SET_ID)),
} as const;

export type ObjrefExpression = ExpressionOf<'objref', typeof objref>;
