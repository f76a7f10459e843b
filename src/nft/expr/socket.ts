import {
  NFTNL_EXPR_SOCKET_DREG,
  NFTNL_EXPR_SOCKET_KEY,
  NFTNL_EXPR_SOCKET_LEVEL,
} from '../../uapi/libnftnl_expr.js';
import { optional, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Loads a property of the socket that the packet is for (NFT_SOCKET_*); `level` is of cgroups, from the root. */
export const socket = {
  dreg: u32(NFTNL_EXPR_SOCKET_DREG),
  key: u32(NFTNL_EXPR_SOCKET_KEY),
  level: optional(u32(NFTNL_EXPR_SOCKET_LEVEL)),
} as const;

export type SocketExpression = ExpressionOf<'socket', typeof socket>;
