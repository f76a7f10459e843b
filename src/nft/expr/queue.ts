import {
  NFTNL_EXPR_QUEUE_FLAGS,
  NFTNL_EXPR_QUEUE_NUM,
  NFTNL_EXPR_QUEUE_SREG_QNUM,
  NFTNL_EXPR_QUEUE_TOTAL,
} from '../../uapi/libnftnl_expr.js';
import { optional, u16, u32 } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Hands the packet to one of `total` queues of userspace from `num` on, or to the one in a register (NFT_QUEUE_FLAG_*). */
export const queue = {
  num: optional(u16(NFTNL_EXPR_QUEUE_NUM)),
  total: optional(u16(NFTNL_EXPR_QUEUE_TOTAL)),
  flags: optional(u16(NFTNL_EXPR_QUEUE_FLAGS)),
  sregQnum: optional(u32(NFTNL_EXPR_QUEUE_SREG_QNUM)),
} as const;

export type QueueExpression = ExpressionOf<'queue', typeof queue>;
