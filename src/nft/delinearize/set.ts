import { NFT_SET_ELEM_CATCHALL } from '../../uapi/nf_tables.js';
import type { ElementExpression, Expression, MapEntry } from '../ast.js';
import { fieldLength, fieldsOf } from '../datatype/concat.js';
import type { TypedField } from '../datatype/datatype.js';
import type { KernelSet } from '../kernel.js';
import type { Names } from '../names/names.js';
import type { ElementMessage } from '../operation.js';
import { isValue, ordered, type SetData, type ValueData } from '../set/definition.js';
import { withStatements } from '../set/element.js';
import { fromElements } from '../set/interval.js';
import { type Constant, constant, type Term } from '../term.js';
import { decodeElementData } from '../userdata.js';
import { bytesFor, compare, networkLength, reversed, setBits, type Value } from '../value.js';
import { verdictNumbered } from '../verdict.js';
import { termToAst } from './ast.js';
import { asKind, rawConstant } from './constant.js';
import { isAnonymous, isInterval, kindOfSet } from './set_kind.js';
import { raiseStateful } from './stateful.js';

/** A set as rules have it: by name, or with all its elements; `key` is what is looked up in it. */
export function setToAst(set: KernelSet, key: TypedField, names: Names, data?: TypedField): Expression {
  if (!isAnonymous(set)) return `@${set.name}`;
  return { set: elementsToAst(set, key, names, data) };
}

interface Keyed {
  /** For the order in which elements are listed. */
  readonly order: readonly Value[];
  readonly ast: Expression;
  readonly element: ElementMessage;
}

/** The elements of a set, sorted as nft lists them; `as` is what is known of data beyond the set's own word. */
export function elementsToAst(
  set: KernelSet,
  key: TypedField,
  names: Names,
  as?: TypedField,
): (Expression | MapEntry)[] {
  const { elements = [] } = set;
  const fields = fieldsOf(ordered(key, isInterval(set)));
  const own = kindOfSet(set).data;
  const data = isValue(own) && as !== undefined ? { ...as, interval: own.interval } : own;
  const plain = elements.filter(({ flags = 0 }) => (flags & NFT_SET_ELEM_CATCHALL) === 0);
  const others = elements.filter(({ flags = 0 }) => (flags & NFT_SET_ELEM_CATCHALL) !== 0);
  const keyed =
    isInterval(set) && fields.length === 1
      ? intervals(plain, fields[0] as TypedField, names)
      : keys(plain, fields, names);
  return [
    ...keyed.map(({ ast, element }) => itemToAst(ast, element, data, names)),
    ...others.map((element) => itemToAst('*', element, data, names)),
  ];
}

function intervals(elements: readonly ElementMessage[], field: TypedField, names: Names): Keyed[] {
  return fromElements(elements, field.bits).map(({ first, last, element }) => ({
    order: [first],
    ast: termToAst(rangeTerm(first, last, field), names),
    element,
  }));
}

function keys(elements: readonly ElementMessage[], fields: readonly TypedField[], names: Names): Keyed[] {
  const keyed = elements.map((element): Keyed => {
    const first = split(element.key, fields);
    const last = split(element.keyEnd ?? element.key, fields);
    const parts = first.map((from, i) => {
      const term = rangeTerm(from.value, (last[i] as Constant).value, fields[i] as TypedField);
      return termToAst(term, names);
    });
    const [only] = parts;
    const ast = parts.length === 1 && only !== undefined ? only : { concat: parts };
    // Several side by side are a number of the host to nft, here of one with the least significant byte first.
    const order = fields.length > 1 && element.key ? [reversed(element.key)] : first.flatMap(rank);
    return { order, ast, element };
  });
  // Ranges side by side have no order; they come as the kernel has them.
  if (elements.some(({ keyEnd }) => keyEnd !== undefined)) return keyed;
  // nft sorts by merging, and of equals takes the later one first.
  return keyed.reverse().sort((a, b) => compareAll(a.order, b.order));
}

/** What nft sorts a value by. */
function rank({ value, type }: Constant): Value[] {
  // Text is a number of the host to it, here of one with the least significant byte first.
  if (type.base === 'string') return [reversed(value)];
  if (!type.bitmask) return [value];
  // Flags put together are an operation, which goes by the lowest one.
  const [lowest = -1] = setBits(value);
  return [Uint8Array.of(lowest + 1)];
}

function compareAll(a: readonly Value[], b: readonly Value[]): number {
  for (let i = 0; i < a.length; i++) {
    const order = compare(a[i] as Value, b[i] as Value);
    if (order !== 0) return order;
  }
  return 0;
}

/** Register bytes as the values of the fields. */
function split(bytes: Uint8Array = new Uint8Array(), fields: readonly TypedField[]): Constant[] {
  let at = 0;
  return fields.map((field) => {
    const length = bytesFor(field.bits);
    const raw = rawConstant(bytes.subarray(at, at + length));
    at += fields.length === 1 ? length : fieldLength(field.bits);
    return { ...asKind(raw, field), bits: field.bits };
  });
}

/** A value, a network or a range. */
function rangeTerm(first: Value, last: Value, { type, order, bits }: TypedField): Term {
  const from = constant(type, order, bits, first);
  if (compare(first, last) === 0) return from;
  const length = type.prefix || type.base === 'string' ? networkLength(first, last, bits) : undefined;
  if (length !== undefined && type.base === 'string')
    return constant(type, order, length, first.subarray(0, bytesFor(length)));
  if (length !== undefined) return { kind: 'prefix', base: from, length, type, order, bits };
  return { kind: 'range', from, to: constant(type, order, bits, last), type, order, bits };
}

function itemToAst(
  key: Expression,
  element: ElementMessage,
  data: SetData | undefined,
  names: Names,
): Expression | MapEntry {
  const ast = detailed(key, element, names);
  return data === undefined ? ast : [ast, dataToAst(element, data, names)];
}

/** A key with what is said of its element. */
function detailed(
  val: Expression,
  { timeout, expiration, userdata, expressions = [] }: ElementMessage,
  names: Names,
): Expression {
  const { comment } = decodeElementData(userdata);
  const elem: ElementExpression['elem'] = {
    val,
    ...(timeout === undefined ? {} : { timeout: Number(timeout) / 1000 }),
    ...(expiration === undefined ? {} : { expires: Number(expiration) / 1000 }),
    ...(comment === undefined ? {} : { comment }),
  };
  if (expressions.length > 0) return { elem: withStatements(elem, raiseStateful(expressions, names)) };
  return Object.keys(elem).length === 1 ? val : { elem };
}

function dataToAst(element: ElementMessage, data: SetData, names: Names): Expression {
  if (data === 'verdict')
    return verdictNumbered(element.verdict ?? 0, element.chain) ?? String(element.verdict);
  if (!isValue(data)) return element.object ?? '';
  const values = dataTerms(element.data, data).map((value) => termToAst(value, names));
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : { concat: values };
}

/** What a key leads to, field by field. */
function dataTerms(bytes: Uint8Array = new Uint8Array(), data: ValueData): Term[] {
  const fields = fieldsOf(data);
  if (data.interval !== true) return split(bytes, fields);
  const first = split(bytes.subarray(0, bytes.length / 2), fields);
  const last = split(bytes.subarray(bytes.length / 2), fields);
  const make = fields.length === 1 ? dataRange : rangeTerm;
  return first.map(({ value }, i) => make(value, (last[i] as Constant).value, fields[i] as TypedField));
}

/** A range that a key leads to by itself; a single address is listed as a network then. */
function dataRange(first: Value, last: Value, field: TypedField): Term {
  const term = rangeTerm(first, last, field);
  const { type, order, bits } = field;
  if (term.kind !== 'constant' || !type.prefix) return term;
  return { kind: 'prefix', base: term, length: bits, type, order, bits };
}
