import {
  type Bits,
  type CreateOptions,
  type OptionsRead,
  type OptionTable,
  optionTable,
  type Rows,
} from '../../link/option_table.js';
import type { Requirement } from '../../netlink/requirement.js';

export interface EncapSpec<R extends Rows, B extends readonly Bits[], Q extends string> {
  /** Its number: LWTUNNEL_ENCAP_*. */
  readonly type: number;
  readonly needs: Requirement;
  /** Its attributes (RTA_ENCAP); those that can only be read say so. */
  readonly rows: R;
  readonly bits?: B;
  /** Options that cannot be left out. */
  readonly required?: readonly Q[];
}

/** A kind of encapsulation that a route gives its packets: what `ip route` knows of it. */
export interface Encap<
  R extends Rows = Rows,
  B extends readonly Bits[] = readonly Bits[],
  Q extends string = string,
> {
  readonly type: number;
  readonly needs: Requirement;
  readonly table: OptionTable<R, B>;
  readonly required: readonly Q[];
}

/** Describes a kind by the table of its attributes, from which the types of its options are inferred. */
export function defineEncap<
  const R extends Rows,
  const B extends readonly Bits[] = readonly [],
  const Q extends string = never,
>({ type, needs, rows, bits, required }: EncapSpec<R, B, Q>): Encap<R, B, Q> {
  return { type, needs, table: optionTable(rows, bits ?? ([] as never)), required: required ?? [] };
}

type Requiring<T, Q> = T & { readonly [K in keyof T & Q]-?: Exclude<T[K], undefined> };

/** What can be said of one kind of encapsulation. */
export type EncapOptionsOf<K extends string, E> =
  E extends Encap<infer R, infer B, infer Q>
    ? { readonly kind: K } & Requiring<CreateOptions<R, B>, Q>
    : never;

/** What is read of one kind of encapsulation. */
export type EncapReadOf<K extends string, E> =
  E extends Encap<infer R, infer B, string> ? { readonly kind: K } & OptionsRead<R, B> : never;
