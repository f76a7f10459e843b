import { bytesFor } from '../value.js';
import { type Datatype, type TypedField, ValueError } from './datatype.js';

/** A datatype's number takes so many bits of that of a concatenation. */
const ID_BITS = 6;

/** Fields begin at multiples of so many bytes. */
export const FIELD_UNIT = 4;

/** The bytes that a field takes in a concatenation. */
export function fieldLength(bits: number): number {
  return Math.ceil(bytesFor(bits) / FIELD_UNIT) * FIELD_UNIT;
}

/** The datatype of values that stand side by side: `ipv4_addr . inet_service`. */
export function concatenation(fields: readonly TypedField[]): Datatype {
  const types = fields.map(({ type }) => type);
  return {
    name: types.map(({ name }) => name).join(' . '),
    id: types.reduce((id, type) => id * 2 ** ID_BITS + type.id, 0) >>> 0,
    description: `concatenation of (${types.map(({ description }) => description).join(', ')})`,
    bits: fields.reduce((sum, { bits }) => sum + fieldLength(bits) * 8, 0),
    order: 'big',
    base: 'invalid',
    bitmask: false,
    prefix: false,
    fields,
    parse(immediate) {
      throw new ValueError(`"${immediate}" is one value, and ${fields.length} are wanted`);
    },
    toAst: () => '',
    toText: String,
  };
}

/** What stands side by side in a datatype: itself, if it is no concatenation. */
export function fieldsOf(field: TypedField): readonly TypedField[] {
  return field.type.fields ?? [field];
}
