import { NFT_DATA_VERDICT, NFT_SET_ANONYMOUS, NFT_SET_EVAL, NFT_SET_INTERVAL } from '../../uapi/nf_tables.js';
import { concatenation, fieldLength, fieldsOf } from '../datatype/concat.js';
import type { TypedField } from '../datatype/datatype.js';
import { datatypeNumbered } from '../datatype/index.js';
import { hexInteger, integer } from '../datatype/integer.js';
import type { KernelSet } from '../kernel.js';
import { type Origin, ordered, type SetData, type SetKind } from '../set/definition.js';
import type { Term } from '../term.js';
import { decodeTypeof } from '../typeof/typeof.js';
import { decodeSetData, type KeptSetData } from '../userdata.js';
import { bytesFor } from '../value.js';

export function isAnonymous({ flags = 0 }: KernelSet): boolean {
  return (flags & NFT_SET_ANONYMOUS) !== 0;
}

/** Whether a `meter` statement made it. */
export function isMeter(set: KernelSet): boolean {
  return isAnonymous(set) && ((set.flags ?? 0) & NFT_SET_EVAL) !== 0;
}

export function isInterval({ flags = 0 }: KernelSet): boolean {
  return (flags & NFT_SET_INTERVAL) !== 0;
}

/** The kind of a set, as its numbers say, and what nft keeps with it. */
export function kindOfSet(set: KernelSet): SetKind {
  const { keyType = 0, keyLength = 0 } = set;
  const interval = isInterval(set);
  const kept = decodeSetData(set.userdata);
  const origin = originOf(set, kept);
  const key =
    origin.key === undefined ? inOrderKept(fieldNumbered(keyType, keyLength), kept) : fieldOf(origin.key);
  return {
    key: ordered(key, interval),
    data: dataOf(set, kept, origin),
    interval,
    merge: kept.merge,
    dynamic: ((set.flags ?? 0) & NFT_SET_EVAL) !== 0,
    expressions: set.expressions,
    origin,
  };
}

function dataOf(
  { dataType, dataLength = 0, objectType }: KernelSet,
  { dataInterval: interval }: KeptSetData,
  origin: Origin,
): SetData | undefined {
  if (objectType !== undefined) return { object: objectType };
  if (dataType === undefined) return undefined;
  if (dataType === NFT_DATA_VERDICT) return 'verdict';
  if (typeof origin.data === 'object') return { ...fieldOf(origin.data), interval };
  return { ...fieldNumbered(dataType, interval ? dataLength / 2 : dataLength), interval };
}

/** Plain numbers are in whatever order they were declared in. */
function inOrderKept(field: TypedField, { keyOrder }: KeptSetData): TypedField {
  return field.type.id === integer.id && keyOrder !== undefined ? { ...field, order: keyOrder } : field;
}

/** What a datatype's number and a length say about values. */
function fieldNumbered(id: number, length: number): TypedField {
  const ids: number[] = [];
  for (let rest = id; rest > 0; rest = Math.floor(rest / 64)) ids.unshift(rest % 64);
  const fields = ids.map((each) => {
    const type = datatypeNumbered(each) ?? hexInteger;
    return { type, bits: ids.length === 1 ? length * 8 : type.bits, order: type.order };
  });
  const [only] = fields;
  if (fields.length === 1 && only !== undefined) return only;
  if (fields.length === 0) return { type: hexInteger, bits: length * 8, order: 'big' };
  const type = concatenation(fields);
  return { type, bits: type.bits, order: 'big' };
}

function fieldOf({ type, bits, order }: Term): TypedField {
  return { type, bits, order };
}

/** The expressions behind `typeof`: of keys and data, or of neither. Those of a set in braces stand in its rule. */
function originOf(set: KernelSet, { keyTypeof, dataTypeof, dataInterval }: KeptSetData): Origin {
  if (keyTypeof === undefined || isAnonymous(set)) return {};
  const key = decodeTypeof(keyTypeof);
  if (key === undefined || key === 'verdict' || lengthOf(key) !== set.keyLength) return {};
  if (set.dataType === undefined || set.dataType === NFT_DATA_VERDICT) return { key };
  const data = decodeTypeof(dataTypeof);
  if (data === undefined || data === 'verdict') return {};
  // nft lists a map to ranges by its datatypes, if they say enough.
  if (dataInterval && [key, data].every(hasWidth)) return {};
  return lengthOf(data) * (dataInterval ? 2 : 1) === set.dataLength ? { key, data } : {};
}

/** Whether datatypes alone say how wide values are. */
function hasWidth(term: Term): boolean {
  return fieldsOf(term).every(({ type }) => type.bits > 0);
}

/** In bytes. */
function lengthOf(term: Term): number {
  const fields = fieldsOf(term);
  return fields.length === 1
    ? bytesFor(term.bits)
    : fields.reduce((sum, { bits }) => sum + fieldLength(bits), 0);
}

/** Finds the kinds of sets among those that the kernel has listed. */
export function finderIn(sets: readonly KernelSet[]) {
  const inTable = (family: number, table: string) =>
    sets.filter((each) => each.family === family && each.table === table);
  const find = (family: number, table: string, name: string): SetKind | undefined => {
    const set = sets.find((each) => each.family === family && each.table === table && each.name === name);
    return set && kindOfSet(set);
  };
  const names = (family: number, table: string) => inTable(family, table).map(({ name }) => name);
  return Object.assign(find, { names });
}
