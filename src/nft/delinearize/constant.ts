import type { Datatype, Order } from '../datatype/datatype.js';
import { hexInteger } from '../datatype/integer.js';
import { type Constant, constant, type Term } from '../term.js';
import {
  and,
  bytesFor,
  HOST_IS_LITTLE_ENDIAN,
  ones,
  resize,
  reversed,
  shiftLeft,
  shiftRight,
  type Value,
} from '../value.js';

/** Register data of a kind still unknown; {@link asKind} says later which number they are. */
export function rawConstant(data: Uint8Array): Constant {
  return constant(hexInteger, 'big', data.length * 8, data);
}

/** Register data as a number of a term's kind: turned round where the host's order is the other one. */
export function asKind(
  raw: Constant,
  { type, order }: { readonly type: Datatype; readonly order: Order },
): Constant {
  const swap = order === 'host' && HOST_IS_LITTLE_ENDIAN;
  return constant(type, order, raw.bits, swap ? reversed(raw.value) : raw.value);
}

/** What a term is compared with. */
export function asCompared(raw: Constant, term: Term): Constant {
  const { type, order } = term;
  return asKind(raw, { type: (term.kind === 'byteorder' ? type.unnamed : undefined) ?? type, order });
}

/** The first `bits` of raw data, and the rest. */
export function splice(raw: Constant, bits: number): readonly [first: Constant, rest: Constant] {
  const left = raw.bits - bits;
  return [part(shiftRight(raw.value, left), bits), part(and(raw.value, ones(left, raw.value.length)), left)];
}

function part(value: Value, bits: number): Constant {
  return constant(hexInteger, 'big', bits, resize(value, bytesFor(bits)));
}

/** Zeros added at the end: what a shorter comparison leaves open. */
export function padEnd(value: Value, bits: number): Value {
  const wide = new Uint8Array(bytesFor(bits));
  wide.set(value);
  return wide;
}

/** A constant's value in another width, shifted to its upper end. */
export function widen(value: Value, from: number, to: number): Value {
  return shiftLeft(resize(value, bytesFor(to)), to - from);
}

/** A term as another kind, where the bytes are still raw. */
export function typed(term: Term, type: Datatype, order: Order): Term {
  return term.kind === 'constant' ? asKind(term, { type, order }) : { ...term, type, order };
}
