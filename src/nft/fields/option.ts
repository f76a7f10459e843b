import type { Datatype } from '../datatype/datatype.js';

/** A part of a packet that need not be there: an extension header, an option, a chunk. */
export interface OptionHeader {
  readonly name: string;
  /** The number that tells it from others of its kind. */
  readonly number: number;
  readonly fields: readonly OptionField[];
}

export interface OptionField {
  readonly header: OptionHeader;
  readonly name: string;
  readonly type: Datatype;
  /** In bits, from the start of the header or option. */
  readonly offset: number;
  readonly bits: number;
}

export type OptionRow = readonly [name: string, type: Datatype, offset: number, bits: number];

/** A header from the table of its fields. */
export function optionHeader(name: string, number: number, rows: readonly OptionRow[]): OptionHeader {
  const fields: OptionField[] = [];
  const header: OptionHeader = { name, number, fields };
  for (const [field, type, offset, bits] of rows) fields.push({ header, name: field, type, offset, bits });
  return header;
}

export function headerNamed(headers: readonly OptionHeader[], name: string): OptionHeader | undefined {
  return headers.find((header) => header.name === name);
}

/** Where several have a number, the first stands for it. */
export function headerNumbered(headers: readonly OptionHeader[], number: number): OptionHeader | undefined {
  return headers.find((header) => header.number === number);
}

export function optionFieldNamed(header: OptionHeader, name: string): OptionField | undefined {
  return header.fields.find((field) => field.name === name);
}

/** The field in that place, of any header with that number. */
export function optionFieldAt(
  headers: readonly OptionHeader[],
  number: number,
  offset: number,
  bits: number,
): OptionField | undefined {
  for (const header of headers) {
    if (header.number !== number) continue;
    const field = header.fields.find((each) => each.offset === offset && each.bits === bits);
    if (field !== undefined) return field;
  }
  return undefined;
}
