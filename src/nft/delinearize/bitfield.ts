import { payloadTerm } from '../selector/payload_term.js';
import type { BinaryTerm, Constant, PayloadTerm, RangeTerm, Term } from '../term.js';
import { constant } from '../term.js';
import { bytesFor, hasBit, lowestBit, resize, shiftRight, type Value } from '../value.js';
import { headerAt } from './payload.js';
import type { Raising } from './raising.js';

/** A field that fills no whole bytes, found behind the mask that cuts it out. */
interface Bitfield {
  readonly term: PayloadTerm;
  /** How far values of it are from their place in the masked bytes. */
  readonly shift: number;
}

/** The field that a mask cuts out of payload: of `nh & 0xfc` at byte 1 it is `ip dscp`. */
export function findBitfield(
  term: PayloadTerm,
  mask: Value,
  maskBits: number,
  raising: Raising,
): Bitfield | undefined {
  const header = headerAt(term, raising.protocols);
  const shift = lowestBit(mask);
  if (header === undefined || shift === undefined) return undefined;
  let end = shift;
  while (hasBit(mask, end)) end++;
  const skipped = bytesFor(maskBits) * 8 - end;
  const offset = term.offset - header.start + skipped;
  const bits = end - shift;
  const field = header.protocol.fields.find((each) => each.offset === offset && each.bits === bits);
  if (field === undefined || field.bits >= term.bits) return undefined;
  return { term: { ...payloadTerm(field), isProtocolKey: false }, shift };
}

/** `(payload & mask)` compared with something, as the field itself compared with it; undefined where it is none. */
export function asBitfield(
  left: BinaryTerm,
  right: Term,
  raising: Raising,
): readonly [PayloadTerm, Constant | RangeTerm] | undefined {
  if (left.operator !== '&' || left.left.kind !== 'payload' || left.right.kind !== 'constant')
    return undefined;
  const found = findBitfield(left.left, left.right.value, left.right.bits, raising);
  if (found === undefined) return undefined;
  const { term, shift } = found;
  if (right.kind === 'constant') return [term, shifted(right, term, shift)];
  if (right.kind !== 'range') return undefined;
  const { type, order, bits } = term;
  const from = shifted(right.from, term, shift);
  return [term, { kind: 'range', from, to: shifted(right.to, term, shift), type, order, bits }];
}

function shifted({ value }: Constant, { type, order, bits }: PayloadTerm, shift: number): Constant {
  return constant(type, order, bits, resize(shiftRight(value, shift), bytesFor(bits)));
}
