import { concatenation } from '../datatype/concat.js';
import type { TypedField } from '../datatype/datatype.js';
import type { LowExpression } from '../expr/index.js';
import type { KernelSet } from '../kernel.js';
import type { Term } from '../term.js';

/** What the elements of a set are, as the rules that use it need to know. */
export interface SetKind {
  readonly key: TypedField;
  /** Of a map: what its keys lead to; a verdict, an object (NFT_OBJECT_*), or a value. */
  readonly data?: SetData | undefined;
  /** Whether elements may be ranges. */
  readonly interval: boolean;
  /** Whether elements that touch or overlap become one. */
  readonly merge?: boolean | undefined;
  /** Whether packets may fill it. */
  readonly dynamic?: boolean | undefined;
  /** What each new element gets. */
  readonly expressions?: readonly LowExpression[] | undefined;
  /** What the datatypes were taken from. */
  readonly origin?: Origin | undefined;
}

/** The expressions behind `typeof`. */
export interface Origin {
  readonly key?: Term | undefined;
  readonly data?: Term | 'verdict' | undefined;
}

export type SetData = 'verdict' | { readonly object: number } | ValueData;

/** Values that a map leads to. */
export interface ValueData extends TypedField {
  /** Whether they may be ranges: each is kept as its first value, with its last one behind it. */
  readonly interval?: boolean | undefined;
}

/** A set that a rule refers to. */
export interface SetUse extends SetKind {
  /** As the kernel is told: `blocklist`, `__set%d`. */
  readonly name: string;
  /** Of a set of the same transaction. */
  readonly id?: number | undefined;
  /** Of a rule that is listed: the set as the kernel lists it. */
  readonly listed?: KernelSet | undefined;
}

export function isValue(data: SetData | undefined): data is ValueData {
  return typeof data === 'object' && 'type' in data;
}

/** Keys as a set keeps them: of one that holds ranges, with the most significant byte first. */
export function ordered(field: TypedField, interval: boolean): TypedField {
  if (!interval) return field;
  if (field.type.fields === undefined) return { ...field, order: 'big' };
  const fields = field.type.fields.map((each) => ({ ...each, order: 'big' as const }));
  return { ...field, type: concatenation(fields) };
}
