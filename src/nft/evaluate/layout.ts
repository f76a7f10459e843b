import { NFT_SET_ELEM_CATCHALL } from '../../uapi/nf_tables.js';
import { fieldsOf } from '../datatype/concat.js';
import type { TypedField } from '../datatype/datatype.js';
import type { ElementMessage } from '../operation.js';
import { isValue, type SetKind, type ValueData } from '../set/definition.js';
import { type Interval, mergeIntervals, overlapping, sortIntervals, toElements } from '../set/interval.js';
import type { KeyRange } from '../set/range.js';
import { compare } from '../value.js';
import { fail, type RuleContext } from './context.js';
import { bytesOf, type EvaluatedElement, isSingle } from './element.js';

/** How a set takes its elements. */
export interface Layout {
  readonly anonymous: boolean;
  /** The set is new. */
  readonly whole: boolean;
  /** Intervals that touch or overlap become one. */
  readonly merge: boolean;
}

/** Elements as the kernel keeps them in a set of that kind. */
export function layOut(
  elements: readonly EvaluatedElement[],
  kind: SetKind,
  layout: Layout,
  context: Pick<RuleContext, 'enter'>,
): ElementMessage[] {
  const { key, interval, data } = kind;
  const fields = fieldsOf(key);
  const complete = elements.map((element, i) => {
    const failHere = (reason: string): never => {
      context.enter(i);
      return fail(reason);
    };
    const message = withExpressions(element.message, kind, failHere);
    if (element.data === undefined || !isValue(data)) return { ...element, message };
    if (data.interval !== true && !element.data.every(isSingle))
      failHere('keys of this map lead to single values, and this is a range');
    return { ...element, message: { ...message, data: dataBytes(element.data, data) } };
  });
  const others = complete
    .filter((element) => element.key === 'other')
    .map(({ message }) => ({ ...message, flags: NFT_SET_ELEM_CATCHALL }));
  const keyed = complete.flatMap(({ key: ranges, message }, i) =>
    ranges === 'other' ? [] : [{ ranges, message, i }],
  );
  if (!interval || fields.length > 1) {
    const plain = keyed.map(({ ranges, message }) => ({ ...message, ...keyBytes(ranges, fields, interval) }));
    return [...plain, ...others];
  }
  const intervals = keyed.map(({ ranges, message, i }) => ({
    ...(ranges[0] as KeyRange),
    element: { message, i },
  }));
  const sorted = sortIntervals(intervals);
  const messages = (list: readonly Interval<{ message: ElementMessage }>[]) =>
    list.map((each) => ({ ...each, element: each.element.message }));
  if (layout.merge) return [...toElements(messages(mergeIntervals(sorted)), layout), ...others];
  const distinct = sorted.filter((each, i) => i === 0 || !isSame(each, sorted[i - 1]));
  const conflict = overlapping(distinct);
  if (conflict !== undefined) {
    context.enter(Math.max(conflict[0].element.i, conflict[1].element.i));
    fail('the interval overlaps another one of the set');
  }
  return [...toElements(messages(distinct), layout), ...others];
}

/**
 * Elements have what the set says that they have: an element may give it a state, and what it does not mention it gets
 * from the set. Packets may put anything into a set that they fill.
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
