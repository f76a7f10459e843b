import { fieldLength, fieldsOf } from '../datatype/concat.js';
import type { TypedField } from '../datatype/datatype.js';
import { isBigEndian, isNumber, type Scan, scanOf } from '../datatype/scan.js';
import { bytesFor } from '../value.js';
import { isValue, type SetKind } from './definition.js';

/** A place in a row: what stands there, and how it is read from text. */
export interface RowField extends TypedField {
  readonly offset: number;
  readonly length: number;
  readonly scan: Scan | undefined;
  /** Whether it can be a plain number, and in which order its bytes are then. */
  readonly isNumber: boolean;
  readonly isBigEndian: boolean;
}

/**
 * How elements lie side by side, each a key and perhaps data, as registers hold them: most sets hold nothing else, and an
 * object for each element takes longer to make than everything else that is done for it.
 */
export interface RowLayout {
  readonly key: readonly RowField[];
  readonly data: readonly RowField[];
  readonly keyLength: number;
  /** 0 in a set. */
  readonly dataLength: number;
  readonly length: number;
  /** The most rows that go into one message. */
  readonly most: number;
}

/** What an attribute holds, and the heads of an element's own and of those of its key and data. */
const ATTRIBUTE = 0xffff - 4;
const ELEMENT_HEAD = 4;
const VALUE_HEADS = 8;

/** The layout of a set whose elements can be rows: they are single values, and lead to such if to anything. */
export function rowLayout({ key, data, interval }: SetKind): RowLayout | undefined {
  if (interval || (data !== undefined && (!isValue(data) || data.interval === true))) return undefined;
  const keyFields = place(fieldsOf(key), 0);
  const keyLength = lengthOf(keyFields);
  const dataFields = data === undefined ? [] : place(fieldsOf(data), keyLength);
  const dataLength = lengthOf(dataFields);
  if (keyLength === 0) return undefined;
  const size =
    ELEMENT_HEAD +
    VALUE_HEADS +
    aligned(keyLength) +
    (dataLength === 0 ? 0 : VALUE_HEADS + aligned(dataLength));
  return {
    key: keyFields,
    data: dataFields,
    keyLength,
    dataLength,
    length: keyLength + dataLength,
    most: Math.floor(ATTRIBUTE / size),
  };
}

function place(fields: readonly TypedField[], start: number): RowField[] {
  let offset = start;
  return fields.map((field) => {
    const at = offset;
    const length = bytesFor(field.bits);
    // Of several each begins at a register of its own.
    offset += fields.length === 1 ? length : fieldLength(field.bits);
    return {
      ...field,
      offset: at,
      length,
      scan: scanOf(field),
      isNumber: isNumber(field),
      isBigEndian: isBigEndian(field),
    };
  });
}

/** From the first field to the padding behind the last one. */
function lengthOf(fields: readonly RowField[]): number {
  if (fields.length === 1) return fields[0]?.length ?? 0;
  return fields.reduce((sum, { bits }) => sum + fieldLength(bits), 0);
}

const aligned = (length: number) => Math.ceil(length / 4) * 4;

/** Rows in the making, up to as many as go into one message. */
export class Rows {
  readonly layout: RowLayout;
  readonly bytes: Uint8Array;
  /** Which of a command's elements each row is. */
  readonly indexes: Uint32Array;
  count = 0;

  constructor(layout: RowLayout, most = layout.most) {
    this.layout = layout;
    this.bytes = new Uint8Array(most * layout.length);
    this.indexes = new Uint32Array(most);
  }

  get full(): boolean {
    return this.count === this.indexes.length;
  }

  /** Where the next row begins. */
  get end(): number {
    return this.count * this.layout.length;
  }

  /** The row that has been filled is element `index`. */
  push(index: number): void {
    this.indexes[this.count++] = index;
  }

  /** Rows of the same layout, as many of them from `from` on as there is room for; how many. */
  append(rows: Rows, from: number, index: number): number {
    const { length } = this.layout;
    const taken = Math.min(rows.count - from, this.indexes.length - this.count);
    this.bytes.set(rows.bytes.subarray(from * length, (from + taken) * length), this.end);
    for (let i = 0; i < taken; i++) this.push(index + i);
    return taken;
  }

  /** The keys by themselves. */
  *keys(): Generator<{ readonly key: Uint8Array }, void> {
    const { length, keyLength } = this.layout;
    for (let at = 0; at < this.end; at += length) yield { key: this.bytes.slice(at, at + keyLength) };
  }
}
