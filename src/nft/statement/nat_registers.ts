import { FIELD_UNIT, fieldLength, fieldsOf } from '../datatype/concat.js';
import { registerBehind } from '../linearize/registers.js';
import { isValue } from '../set/definition.js';
import type { Term } from '../term.js';

/** Where a translation finds what it translates to. */
export interface NatRegisters {
  readonly regAddrMin?: number;
  readonly regAddrMax?: number;
  readonly regProtoMin?: number;
  readonly regProtoMax?: number;
}

/** Whether a map leads to ranges: the first address and port, and behind them the last. */
function isInterval(term: Term): boolean {
  return term.kind === 'map' && isValue(term.set.data) && term.set.data.interval === true;
}

/** The registers of 32 bits that each field takes. */
function fieldSlots(term: Term): number[] {
  return fieldsOf(term).map(({ bits }) => fieldLength(bits) / FIELD_UNIT);
}

/** The registers of 32 bits that everything takes. */
export function slotsOf(term: Term): number {
  const slots = fieldSlots(term).reduce((sum, each) => sum + each, 0);
  return isInterval(term) ? 2 * slots : slots;
}

/** Whether there is more to it than an address. */
export function isComposed(term: Term): boolean {
  return fieldSlots(term).length > 1 || isInterval(term);
}

/** Where the parts of an address, of a range or of a concatenation with a port lie, from the first register on. */
export function placesOf(term: Term, first: number): NatRegisters {
  const [address = 0, ...port] = fieldSlots(term);
  const ranges = isInterval(term);
  const half = slotsOf(term) / 2;
  return {
    regAddrMin: first,
    ...(ranges ? { regAddrMax: registerBehind(first, half) } : {}),
    ...(port.length > 0 ? { regProtoMin: registerBehind(first, address) } : {}),
    ...(ranges && port.length > 0 ? { regProtoMax: registerBehind(first, half + address) } : {}),
  };
}
