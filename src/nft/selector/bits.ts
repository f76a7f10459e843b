import { hostInteger } from '../datatype/integer.js';
import { constant, type PayloadTerm, type Term } from '../term.js';
import { bytesFor, fromNumber, ones, shiftLeft } from '../value.js';
import type { OptionTerm } from './term.js';

/** Fields that do not fill whole bytes are loaded with their neighbours, which are then masked and shifted away. */
export function wholeBytes(term: PayloadTerm | OptionTerm): Term {
  const inFirst = term.offset % 8;
  if (inFirst === 0 && term.bits % 8 === 0) return term as Term;
  const { type, order } = term;
  const extra = bytesFor(inFirst + term.bits) * 8 - bytesFor(term.bits) * 8;
  const shift = bytesFor(inFirst + term.bits) * 8 - (inFirst + term.bits);
  const bits = term.bits + shift;
  const mask = constant(hostInteger, order, bits, shiftLeft(ones(term.bits, bytesFor(bits)), shift));
  const left = { ...term, bits: term.bits + extra } as Term;
  const masked: Term = { kind: 'binary', operator: '&', left, right: mask, type, bits, order };
  if (shift === 0) return masked;
  const right = constant(hostInteger, 'host', 8, fromNumber(shift, 1));
  return { kind: 'binary', operator: '>>', left: masked, right, type, bits, order };
}
