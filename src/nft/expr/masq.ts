import {
  NFTNL_EXPR_MASQ_FLAGS,
  NFTNL_EXPR_MASQ_REG_PROTO_MAX,
  NFTNL_EXPR_MASQ_REG_PROTO_MIN,
} from '../../uapi/libnftnl_expr.js';
import { optional, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Rewrites the source to an address of the outgoing interface. */
export const masq = {
  flags: optional(u32(NFTNL_EXPR_MASQ_FLAGS)),
  regProtoMin: optional(u32(NFTNL_EXPR_MASQ_REG_PROTO_MIN)),
  regProtoMax: optional(u32(NFTNL_EXPR_MASQ_REG_PROTO_MAX)),
} as const;

export type MasqExpression = ExpressionOf<'masq', typeof masq>;
