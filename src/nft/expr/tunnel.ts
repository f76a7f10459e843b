import { NFTNL_EXPR_TUNNEL_DREG, NFTNL_EXPR_TUNNEL_KEY } from '../../uapi/libnftnl_expr.js';
import { u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Loads what is known of the tunnel that the packet came out of (NFT_TUNNEL_*). */
export const tunnel = {
  dreg: u32(NFTNL_EXPR_TUNNEL_DREG),
  key: u32(NFTNL_EXPR_TUNNEL_KEY),
} as const;

export type TunnelExpression = ExpressionOf<'tunnel', typeof tunnel>;
