import { NFT_SET_ELEM_CATCHALL } from '../../uapi/nf_tables.js';
import { fieldsOf } from '../datatype/concat.js';
import type { TypedField } from '../datatype/datatype.js';
import type { ElementMessage } from '../operation.js';
import { isValue, type SetKind, type ValueData } from '../set/definition.js';
import { type Interval, mergeIntervals, overlapping, sortIntervals, toElements } from '../set/interval.js';
import type { KeyRange } from '../set/range.js';
import type { Steps } from '../steps.js';
import { compare, type Value } from '../value.js';
import { fail, type RuleContext } from './context.js';
import { bytesOf, type EvaluatedElement, isSingle } from './element.js';

/** How a set takes its elements. */
export interface Layout {
  readonly anonymous: boolean;
  /** The set is new. */
  readonly whole: boolean;
  /** Intervals that touch or overlap become one. */
  readonly merge: boolean;
  /** Where keys of intervals are put in the end. */
  readonly move?: ((value: Value) => Value) | undefined;
}

/** Elements as the kernel keeps them in a set of that kind. */
export function* layOut(
  elements: readonly EvaluatedElement[],
  kind: SetKind,
  layout: Layout,
  context: Pick<RuleContext, 'enter'>,
): Steps<ElementMessage[]> {
  const { plain, others, intervals } = yield* rangesIn(elements, kind, context, layout.anonymous);
  if (!kind.interval || fieldsOf(kind.key).length > 1) return [...plain, ...others];
  const sorted = yield* sortIntervals(intervals);
  const apart = layout.merge ? yield* mergeIntervals(sorted) : yield* distinct(sorted, context);
  const { move = (value) => value } = layout;
  const messages = apart.map(({ first, last, element }) => ({
    first: move(first),
    last: move(last),
    element: element.message,
  }));
  return [...(yield* toElements(messages, { ...layout, bits: kind.key.bits })), ...others];
}

/** Elements sorted out: ranges of single keys, which depend on each other, those of all other keys, and the rest. */
export function* rangesIn(
  elements: readonly EvaluatedElement[],
  kind: SetKind,
  context: Pick<RuleContext, 'enter'>,
  anonymous = false,
): Steps<{
  readonly plain: ElementMessage[];
  readonly others: ElementMessage[];
  readonly intervals: Interval<Indexed>[];
}> {
  const fields = fieldsOf(kind.key);
  const own = { ...kind, dynamic: kind.dynamic === true || (anonymous && kind.data === undefined) };
  const isRange = kind.interval && fields.length === 1;
  const plain: ElementMessage[] = [];
  const others: ElementMessage[] = [];
  const intervals: Interval<Indexed>[] = [];
  for (const [i, element] of elements.entries()) {
    yield;
    const message = withData(element, own, i, context);
    const { key: ranges } = element;
    if (ranges === 'other') others.push({ ...message, flags: NFT_SET_ELEM_CATCHALL });
    else if (!kind.interval && !anonymous && ranges.some(({ wide }) => wide)) {
      context.enter(i);
      fail('a set of ranges or networks must be declared with "flags interval"');
    } else if (isRange) intervals.push({ ...(ranges[0] as KeyRange), element: { message, i } });
    else plain.push({ ...message, ...keyBytes(ranges, fields, kind.interval) });
  }
  return { plain, others, intervals };
}

/** An element's message, and which of the elements it is. */
export interface Indexed {
  readonly message: ElementMessage;
  readonly i: number;
}

/** What is said of an element beside its key. */
function withData(
  { data: ranges, message: own }: EvaluatedElement,
  kind: SetKind,
  i: number,
  context: Pick<RuleContext, 'enter'>,
): ElementMessage {
  const failHere = (reason: string): never => {
    context.enter(i);
    return fail(reason);
  };
  const message = withExpressions(own, kind, failHere);
  const { data } = kind;
  if (ranges === undefined || !isValue(data)) return message;
  if (data.interval !== true && !ranges.every(isSingle))
    failHere('keys of this map lead to single values, and this is a range');
  return { ...message, data: dataBytes(ranges, data) };
}

/** Sorted intervals, each once; an error if some have keys in common. */
function* distinct(
  sorted: readonly Interval<Indexed>[],
  context: Pick<RuleContext, 'enter'>,
): Steps<Interval<Indexed>[]> {
  const once = sorted.filter((each, i) => i === 0 || !isSame(each, sorted[i - 1]));
  const conflict = yield* overlapping(once);
  if (conflict !== undefined) {
    context.enter(Math.max(conflict[0].element.i, conflict[1].element.i));
    fail('the interval overlaps another one of the set');
  }
  return once;
}

/**
 * Elements have what the set says that they have: an element may give it a state, and what it does not mention it gets
 * from the set. Into a set that packets fill, and into one in braces that is no map, anything may be put.
 */
function withExpressions(
  message: ElementMessage,
  { expressions = [], dynamic = false }: SetKind,
  failHere: (reason: string) => never,
): ElementMessage {
  const { expressions: own } = message;
  if (own === undefined) return message;
  if (expressions.length === 0)
    return dynamic ? message : failHere('the declaration of the set must say that its elements have this');
  if (own.length > expressions.length) failHere('the element has more than the declaration of the set says');
  const other = own.findIndex(({ name }, i) => name !== expressions[i]?.name);
  if (other >= 0)
    failHere(`the set says that its elements have a ${expressions[other]?.name}, not a ${own[other]?.name}`);
  return { ...message, expressions: [...own, ...expressions.slice(own.length)] };
}

/** Written twice, which is no conflict. */
function isSame(a: KeyRange, b: KeyRange | undefined): boolean {
  return b !== undefined && compare(a.first, b.first) === 0 && compare(a.last, b.last) === 0;
}

function keyBytes(ranges: readonly KeyRange[], fields: readonly TypedField[], interval: boolean) {
  const key = firstOf(ranges, fields);
  return interval ? { key, keyEnd: lastOf(ranges, fields) } : { key };
}

/** A value, or of a map to ranges the first one and behind it the last. */
function dataBytes(ranges: readonly KeyRange[], data: ValueData): Uint8Array {
  const fields = fieldsOf(data);
  const first = firstOf(ranges, fields);
  return data.interval === true ? Buffer.concat([first, lastOf(ranges, fields)]) : first;
}

function firstOf(ranges: readonly KeyRange[], fields: readonly TypedField[]): Uint8Array {
  return bytesOf(
    ranges.map(({ first }) => first),
    fields,
  );
}

function lastOf(ranges: readonly KeyRange[], fields: readonly TypedField[]): Uint8Array {
  return bytesOf(
    ranges.map(({ last }) => last),
    fields,
  );
}
