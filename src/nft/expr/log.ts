import {
  NFTNL_EXPR_LOG_FLAGS,
  NFTNL_EXPR_LOG_GROUP,
  NFTNL_EXPR_LOG_LEVEL,
  NFTNL_EXPR_LOG_PREFIX,
  NFTNL_EXPR_LOG_QTHRESHOLD,
  NFTNL_EXPR_LOG_SNAPLEN,
} from '../../uapi/libnftnl_expr.js';
import { optional, string, u16, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Logs the packet, to the kernel log (level, flags) or to a netlink group (group, snaplen, threshold). */
export const log = {
  prefix: optional(string(NFTNL_EXPR_LOG_PREFIX)),
  group: optional(u16(NFTNL_EXPR_LOG_GROUP)),
  snaplen: optional(u32(NFTNL_EXPR_LOG_SNAPLEN)),
  qthreshold: optional(u16(NFTNL_EXPR_LOG_QTHRESHOLD)),
  level: optional(u32(NFTNL_EXPR_LOG_LEVEL)),
  flags: optional(u32(NFTNL_EXPR_LOG_FLAGS)),
} as const;

export type LogExpression = ExpressionOf<'log', typeof log>;
