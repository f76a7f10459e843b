import type { Expression, MapEntry } from '../ast.js';
import { putNumber } from '../datatype/scan.js';
import type { ElementMessage } from '../operation.js';
import type { KeyRange } from '../set/range.js';
import type { RowField, Rows } from '../set/rows.js';
import { HOST_IS_LITTLE_ENDIAN, reversed } from '../value.js';
import type { EvaluatedElement } from './element.js';

/** Puts an element of plain constants into the next row; false for any other, which has to be evaluated. */
export function packElement(item: Expression | MapEntry, rows: Rows, index: number): boolean {
  const { layout, bytes, end } = rows;
  if (layout.dataLength === 0) {
    if (!packFields(item, layout.key, bytes, end)) return false;
  } else {
    if (!Array.isArray(item) || item.length !== 2) return false;
    if (!packFields(item[0], layout.key, bytes, end)) return false;
    if (!packFields(item[1], layout.data, bytes, end)) return false;
  }
  rows.push(index);
  return true;
}

function packFields(node: unknown, fields: readonly RowField[], bytes: Uint8Array, row: number): boolean {
  if (fields.length === 1) return packField(node, fields[0] as RowField, bytes, row);
  if (typeof node !== 'object' || node === null || !('concat' in node)) return false;
  const { concat } = node;
  if (!Array.isArray(concat) || concat.length !== fields.length) return false;
  for (let i = 0; i < fields.length; i++) {
    if (!packField(concat[i], fields[i] as RowField, bytes, row)) return false;
  }
  return true;
}

function packField(node: unknown, field: RowField, bytes: Uint8Array, row: number): boolean {
  const at = row + field.offset;
  if (typeof node === 'string') return field.scan?.(node, 0, bytes, at) === node.length;
  if (typeof node !== 'number' || !field.isNumber) return false;
  if (!Number.isInteger(node) || node < 0 || node >= 2 ** field.bits) return false;
  putNumber(node, field.length, field.isBigEndian, bytes, at);
  return true;
}

/** Puts an element into the next row that has nothing but what rows have. */
export function packMessage(message: ElementMessage, rows: Rows, index: number): boolean {
  const { layout, bytes, end } = rows;
  const { key, data, ...more } = message;
  if (key?.length !== layout.keyLength || (data?.length ?? 0) !== layout.dataLength) return false;
  if (Object.keys(more).length > 0) return false;
  bytes.set(key, end);
  if (data !== undefined) bytes.set(data, end + layout.keyLength);
  rows.push(index);
  return true;
}

/** The elements in rows one by one, for a set that turns out to be of another layout. */
export function* elementsIn(rows: Rows): Generator<EvaluatedElement, void> {
  const { key, data, length } = rows.layout;
  const ranges = (fields: readonly RowField[], row: number) =>
    fields.map((field) => rangeAt(rows.bytes, row + field.offset, field));
  for (let row = 0; row < rows.end; row += length)
    yield { key: ranges(key, row), ...(data.length === 0 ? {} : { data: ranges(data, row) }), message: {} };
}

function rangeAt(bytes: Uint8Array, at: number, { length, order }: RowField): KeyRange {
  const lying = bytes.slice(at, at + length);
  const value = order === 'host' && HOST_IS_LITTLE_ENDIAN ? reversed(lying) : lying;
  return { first: value, last: value };
}
