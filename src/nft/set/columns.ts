import { putNumber } from '../datatype/scan.js';
import { type RowField, type RowLayout, Rows } from './rows.js';

/** A field of many elements: as numbers, or of any width as bytes, most significant first, one element behind the other. */
export type ElementColumn = Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

/** Many elements as columns of numbers, which need no object for each: of a concatenation there is one for each field. */
export interface ElementColumns {
  readonly key: ElementColumn | readonly ElementColumn[];
  /** Of a map: what the keys lead to. */
  readonly data?: ElementColumn | readonly ElementColumn[];
}

/** Whether elements are columns, and no list of expressions. */
export function isColumns(elements: unknown): elements is ElementColumns {
  return typeof elements === 'object' && elements !== null && 'key' in elements;
}

/** Why columns do not fit their set, and which of them. */
export class ColumnError extends Error {
  override readonly name = 'ColumnError';
  readonly path: readonly (string | number)[];

  constructor(path: readonly (string | number)[], reason: string) {
    super(reason);
    this.path = path;
  }
}

interface Placed {
  readonly field: RowField;
  readonly column: ElementColumn;
  readonly path: readonly (string | number)[];
}

/** The elements as rows, portion by portion. */
export function* rowsOf(columns: ElementColumns, layout: RowLayout): Generator<Rows, void> {
  const placed = [...place(columns.key, layout.key, 'key')];
  if (layout.dataLength > 0) placed.push(...place(columns.data, layout.data, 'data'));
  else if (columns.data !== undefined) throw new ColumnError(['data'], 'a set has keys only');
  const count = sameCount(placed);
  for (let first = 0; first < count; first += layout.most) {
    const rows = new Rows(layout, Math.min(layout.most, count - first));
    for (let i = first; !rows.full; i++) rows.push(i);
    for (const each of placed) fill(each, rows, first);
    yield rows;
  }
}

function* place(
  columns: ElementColumns['key'] | undefined,
  fields: readonly RowField[],
  name: string,
): Generator<Placed> {
  if (columns === undefined) throw new ColumnError([name], 'a map says where each of its keys leads to');
  const list = Array.isArray(columns) ? (columns as readonly ElementColumn[]) : [columns as ElementColumn];
  if (list.length !== fields.length)
    throw new ColumnError(
      [name],
      `${fields.length === 1 ? 'one column is' : `${fields.length} columns are`} wanted`,
    );
  for (const [i, field] of fields.entries()) {
    const column = list[i] as ElementColumn;
    const path = Array.isArray(columns) ? [name, i] : [name];
    const wide = column instanceof Uint8Array || COLUMNS.some((type) => column instanceof type);
    if (!wide)
      throw new ColumnError(path, 'a column is a Uint8Array, Uint16Array, Uint32Array or BigUint64Array');
    yield { field, column, path };
  }
}

const COLUMNS = [Uint16Array, Uint32Array, BigUint64Array] as const;

function sameCount(placed: readonly Placed[]): number {
  let count: number | undefined;
  for (const { field, column, path } of placed) {
    const length = column instanceof Uint8Array ? column.length / field.length : column.length;
    if (!Number.isInteger(length))
      throw new ColumnError(
        path,
        `${column.length} bytes are no whole number of values of ${field.length} bytes`,
      );
    if (count !== undefined && length !== count)
      throw new ColumnError(path, `the column has ${length} values, and the first one ${count}`);
    count = length;
  }
  if (count === undefined || count === 0) throw new ColumnError(['key'], 'elements are missing');
  return count;
}

/** Puts the values from `first` on into the rows. */
function fill({ field, column, path }: Placed, { bytes, count, layout }: Rows, first: number): void {
  const { offset, length, isBigEndian } = field;
  if (column instanceof Uint8Array) {
    for (let i = 0, from = first * length; i < count; i++) {
      const at = i * layout.length + offset;
      for (let j = 0; j < length; j++)
        bytes[at + (isBigEndian ? j : length - 1 - j)] = column[from++] as number;
    }
    return;
  }
  const most = 2 ** field.bits - 1;
  for (let i = 0; i < count; i++) {
    const value = column[first + i] as number | bigint;
    if (value > most) throw new ColumnError([...path, first + i], `${value} is out of range (0 to ${most})`);
    const at = i * layout.length + offset;
    if (typeof value === 'bigint') putBigint(value, length, isBigEndian, bytes, at);
    else putNumber(value, length, isBigEndian, bytes, at);
  }
}

function putBigint(number: bigint, length: number, bigEndian: boolean, target: Uint8Array, to: number): void {
  const high = Number(number >> 32n);
  const low = Number(number & 0xffff_ffffn);
  const half = Math.min(4, length);
  putNumber(low, half, bigEndian, target, bigEndian ? to + length - half : to);
  if (length > 4) putNumber(high, length - 4, bigEndian, target, bigEndian ? to : to + 4);
}
