import {
  NFTNL_EXPR_REDIR_FLAGS,
  NFTNL_EXPR_REDIR_REG_PROTO_MAX,
  NFTNL_EXPR_REDIR_REG_PROTO_MIN,
} from '../../uapi/libnftnl_expr.js';
import { optional, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Rewrites the destination to this host. */
export const redir = {
  regProtoMin: optional(u32(NFTNL_EXPR_REDIR_REG_PROTO_MIN)),
  regProtoMax: optional(u32(NFTNL_EXPR_REDIR_REG_PROTO_MAX)),
  flags: optional(u32(NFTNL_EXPR_REDIR_FLAGS)),
} as const;

export type RedirExpression = ExpressionOf<'redir', typeof redir>;
