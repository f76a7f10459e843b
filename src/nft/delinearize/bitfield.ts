import { EXTENSION_HEADERS } from '../fields/exthdr.js';
import { IP_OPTIONS } from '../fields/ip_option.js';
import { type OptionHeader, optionFieldAt } from '../fields/option.js';
import { TCP_OPTIONS } from '../fields/tcp_option.js';
import { fieldTerm } from '../selector/option.js';
import { payloadTerm } from '../selector/payload_term.js';
import type { OptionKind, OptionTerm } from '../selector/term.js';
import type { BinaryTerm, Constant, PayloadTerm, RangeTerm, Term } from '../term.js';
import { constant } from '../term.js';
import { bytesFor, hasBit, lowestBit, resize, shiftRight, toNumber, type Value } from '../value.js';
import { headerAt, tunnelOf } from './payload.js';
import type { Raising } from './raising.js';

/** A field of a header or of an option. */
export type FieldTerm = PayloadTerm | OptionTerm;

/** A field that fills no whole bytes, found behind the mask that cuts it out. */
interface Bitfield {
  readonly term: FieldTerm;
  /** How far values of it are from their place in the masked bytes. */
  readonly shift: number;
}

/** Options that have fields of odd widths. */
const OPTIONS: Readonly<Partial<Record<OptionKind, readonly OptionHeader[]>>> = {
  exthdr: EXTENSION_HEADERS,
  'tcp option': TCP_OPTIONS,
  'ip option': IP_OPTIONS,
};

function isOption(term: Term): term is Extract<Term, OptionTerm> {
  return Object.hasOwn(OPTIONS, term.kind);
}

/** The field that a mask cuts out: of `nh & 0xfc` at byte 1 it is `ip dscp`. */
function findBitfield(term: Term, mask: Value, maskBits: number, raising: Raising): Bitfield | undefined {
  const shift = lowestBit(mask);
  if (shift === undefined) return undefined;
  let end = shift;
  while (hasBit(mask, end)) end++;
  const skipped = bytesFor(maskBits) * 8 - end;
  const found =
    term.kind === 'payload'
      ? headerField(term, skipped, end - shift, raising)
      : isOption(term)
        ? optionField(term, skipped, end - shift)
        : undefined;
  return found && { term: found, shift };
}

/** The field that a mask of ones cuts out of some bytes, and what its value is where those bytes have one. */
export function bitfieldIn(
  bytes: Term,
  mask: Constant,
  raising: Raising,
): { readonly term: FieldTerm; valueOf(value: Constant): Constant } | undefined {
  const found = findBitfield(bytes, mask.value, mask.bits, raising);
  return found && { term: found.term, valueOf: (value) => shifted(value, found.term, found.shift) };
}

/** The field that bits are which were cut out and shifted down; any other term is left as it is. */
export function cutOut(term: Term, raising: Raising): Term {
  if (term.kind !== 'binary' || term.right.kind !== 'constant') return term;
  const [cut, count] = term.operator === '>>' ? [term.left, toNumber(term.right.value)] : [term as Term, 0];
  if (cut.kind !== 'binary' || cut.operator !== '&' || cut.right.kind !== 'constant') return term;
  const found = findBitfield(cut.left, cut.right.value, cut.right.bits, raising);
  if (found === undefined || found.shift !== count) return term;
  if (found.term.kind === 'payload') raising.releaseFor(found.term);
  return found.term as Term;
}

function headerField(term: PayloadTerm, skipped: number, bits: number, raising: Raising) {
  const { protocols } = raising.about(term);
  const header = headerAt(term, protocols);
  if (header === undefined) return undefined;
  const offset = term.offset - header.start + skipped;
  const field = header.protocol.fields.find((each) => each.offset === offset && each.bits === bits);
  if (field === undefined || field.bits >= term.bits) return undefined;
  return { ...payloadTerm(field), isProtocolKey: false, ...tunnelOf(term) };
}

function optionField({ kind, number, offset, bits: read }: OptionTerm, skipped: number, bits: number) {
  const field = optionFieldAt(OPTIONS[kind] ?? [], number, offset + skipped, bits);
  return field === undefined || bits >= read ? undefined : fieldTerm(kind, field);
}

/** The address in an option that raw bits are the beginning of. */
export function asBeginning(term: Term): OptionTerm | undefined {
  if (!isOption(term)) return undefined;
  for (const header of OPTIONS[term.kind] ?? []) {
    if (header.number !== term.number) continue;
    const field = header.fields.find(
      (each) => each.offset === term.offset && each.bits > term.bits && each.type.prefix,
    );
    if (field !== undefined) return fieldTerm(term.kind, field);
  }
  return undefined;
}

/** `(field & mask)` compared with something, as the field itself compared with it; undefined where it is none. */
export function asBitfield(
  left: BinaryTerm,
  right: Term,
  raising: Raising,
): readonly [FieldTerm, Constant | RangeTerm] | undefined {
  if (left.operator !== '&' || left.right.kind !== 'constant') return undefined;
  const found = findBitfield(left.left, left.right.value, left.right.bits, raising);
  if (found === undefined) return undefined;
  const { term, shift } = found;
  if (right.kind === 'constant') return [term, shifted(right, term, shift)];
  if (right.kind !== 'range') return undefined;
  const { type, order, bits } = term;
  const from = shifted(right.from, term, shift);
  return [term, { kind: 'range', from, to: shifted(right.to, term, shift), type, order, bits }];
}

function shifted({ value }: Constant, { type, order, bits }: FieldTerm, shift: number): Constant {
  return constant(type, order, bits, resize(shiftRight(value, shift), bytesFor(bits)));
}
