import type { TypedField } from '../datatype/datatype.js';
import type { Constant, PrefixTerm, RangeTerm } from '../term.js';
import { bytesFor, not, or, prefixMask, resize, type Value } from '../value.js';

/** From `first` to `last`, both included, in the width of the datatype; a single value is a range of itself. */
export interface KeyRange {
  readonly first: Value;
  readonly last: Value;
  /** Whether it is written as a range or a network, even if of a single value. */
  readonly wide?: boolean;
}

/** The values that a constant stands for. */
export function rangeOf(term: Constant | PrefixTerm | RangeTerm, { bits }: TypedField): KeyRange {
  const length = bytesFor(bits);
  if (term.kind === 'range') {
    return { first: resize(term.from.value, length), last: resize(term.to.value, length), wide: true };
  }
  if (term.kind === 'constant') {
    const value = resize(term.value, length);
    return { first: value, last: value };
  }
  const first = resize(term.base.value, length);
  return { first, last: or(first, not(prefixMask(bits, term.length), bits)), wide: true };
}
