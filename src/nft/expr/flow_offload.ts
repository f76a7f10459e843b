import { NFTNL_EXPR_FLOW_TABLE_NAME } from '../../uapi/libnftnl_expr.js';
import { string } from '../schema.js';
import type { ExpressionOf } from './expression.js';

/** Has the connection's further packets take the short way of a flowtable. */
export const flowOffload = {
  flowtable: string(NFTNL_EXPR_FLOW_TABLE_NAME),
} as const;

export type FlowOffloadExpression = ExpressionOf<'flow_offload', typeof flowOffload>;
