import {
  NFTNL_EXPR_SYNPROXY_FLAGS,
  NFTNL_EXPR_SYNPROXY_MSS,
  NFTNL_EXPR_SYNPROXY_WSCALE,
} from '../../uapi/libnftnl_expr.js';
import { optional, u8, u16, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Answers SYN with cookies, and opens the connection to the server only for clients that complete it (NF_SYNPROXY_OPT_*). */
export const synproxy = {
  mss: optional(u16(NFTNL_EXPR_SYNPROXY_MSS)),
  wscale: optional(u8(NFTNL_EXPR_SYNPROXY_WSCALE)),
  flags: optional(u32(NFTNL_EXPR_SYNPROXY_FLAGS)),
} as const;

export type SynproxyExpression = ExpressionOf<'synproxy', typeof synproxy>;
