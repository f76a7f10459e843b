import type { Fields, Schema } from '../schema.js';

/** A low-level expression: its kernel name and the fields of its schema. */
export type ExpressionOf<N extends string, S extends Schema> = { readonly name: N } & Fields<S>;

/** An expression that this version cannot read: kept whole, never dropped. */
export interface OpaqueExpression {
  readonly name: string;
  readonly opaque: Uint8Array;
}
