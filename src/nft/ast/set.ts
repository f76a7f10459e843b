import type { Expression } from './expression.js';
import type { VerdictStatement } from './statement.js';

/** Several expressions side by side, as one key: `ip saddr . tcp dport`. */
export interface ConcatExpression {
  readonly concat: readonly Expression[];
}

/** An element with more to it than its key: `192.0.2.1 timeout 5m comment "guest"`. */
export interface ElementExpression {
  readonly elem: {
    readonly val: Expression;
    /** In seconds. */
    readonly timeout?: number;
    /** In seconds: what is left of the timeout. */
    readonly expires?: number;
    readonly comment?: string;
    readonly counter?: null | { readonly packets: number | bigint; readonly bytes: number | bigint };
  };
}

/** A key of a map, and what it leads to. */
export type MapEntry = readonly [key: Expression, data: Expression];

/**
 * A set without a name: `{ 22, 80-90 }`, or with {@link MapEntry}s a map. `"*"` stands for whatever no other element
 * is for.
 */
export interface SetExpression {
  readonly set: Expression | readonly (Expression | MapEntry)[];
}

/** What a key leads to in a map, which is `"@name"` or a {@link SetExpression}: `tcp dport map { 22 : 1, 80 : 2 }`. */
export interface MapExpression {
  readonly map: { readonly key: Expression; readonly data: Expression };
}

/** A verdict that a map leads to. */
export type VerdictExpression = VerdictStatement;
