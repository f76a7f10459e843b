import type { ExpressionOf } from './expression.js';

/** Keeps the packet out of connection tracking. */
export const notrack = {} as const;

export type NotrackExpression = ExpressionOf<'notrack', typeof notrack>;
