import {
  NFTNL_EXPR_NAT_FAMILY,
  NFTNL_EXPR_NAT_FLAGS,
  NFTNL_EXPR_NAT_REG_ADDR_MAX,
  NFTNL_EXPR_NAT_REG_ADDR_MIN,
  NFTNL_EXPR_NAT_REG_PROTO_MAX,
  NFTNL_EXPR_NAT_REG_PROTO_MIN,
  NFTNL_EXPR_NAT_TYPE,
} from '../../uapi/libnftnl_expr.js';
import { optional, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Rewrites source or destination (NFT_NAT_*) from the registers that hold the range. */
export const nat = {
  type: u32(NFTNL_EXPR_NAT_TYPE),
  family: u32(NFTNL_EXPR_NAT_FAMILY),
  regAddrMin: optional(u32(NFTNL_EXPR_NAT_REG_ADDR_MIN)),
  regAddrMax: optional(u32(NFTNL_EXPR_NAT_REG_ADDR_MAX)),
  regProtoMin: optional(u32(NFTNL_EXPR_NAT_REG_PROTO_MIN)),
  regProtoMax: optional(u32(NFTNL_EXPR_NAT_REG_PROTO_MAX)),
  flags: optional(u32(NFTNL_EXPR_NAT_FLAGS)),
} as const;

export type NatExpression = ExpressionOf<'nat', typeof nat>;
