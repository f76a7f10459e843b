import type { ElementExpression, Expression, MapEntry } from '../ast.js';
import type { Datatype } from '../datatype/datatype.js';
import { formatDuration } from '../datatype/time.js';
import type { PrintContext } from './context.js';
import { printExpression } from './expression.js';
import { printVerdict } from './verdict.js';

/** A set or, with the datatype of what its keys lead to, a map, as rules have it. */
export function printSet(
  set: Expression,
  key: Datatype | undefined,
  data: Datatype | undefined,
  context: PrintContext,
): string {
  if (typeof set !== 'object' || !('set' in set)) return String(set);
  const items = (Array.isArray(set.set) ? set.set : [set.set]) as readonly (Expression | MapEntry)[];
  return `{ ${items.map((item) => printItem(item, key, data, context)).join(', ')} }`;
}

/** An element, and in a map what it leads to. */
export function printItem(
  item: Expression | MapEntry,
  key: Datatype | undefined,
  data: Datatype | undefined,
  context: PrintContext,
): string {
  if (!Array.isArray(item) || item.length !== 2) return printElement(item as Expression, key, context);
  const [first, second] = item as unknown as MapEntry;
  return `${printElement(first, key, context)} : ${printData(second, data, context)}`;
}

function printData(data: Expression, type: Datatype | undefined, context: PrintContext): string {
  return printVerdict(data) ?? (type === undefined ? `"${data}"` : printExpression(data, type, context));
}

function printElement(item: Expression, key: Datatype | undefined, context: PrintContext): string {
  if (typeof item !== 'object' || item === null || !('elem' in item)) return printKey(item, key, context);
  const { val, ...details } = item.elem;
  return [printKey(val, key, context), ...printDetails(details)].join(' ');
}

function printKey(item: Expression, key: Datatype | undefined, context: PrintContext): string {
  return item === '*' ? '*' : printExpression(item, key, context);
}

function printDetails({
  timeout,
  expires,
  comment,
  counter,
}: Omit<ElementExpression['elem'], 'val'>): string[] {
  return [
    ...(counter === undefined ? [] : [printCounter(counter)]),
    ...(timeout === undefined ? [] : [`timeout ${formatDuration(timeout * 1000)}`]),
    ...(expires === undefined ? [] : [`expires ${formatDuration(expires * 1000)}`]),
    ...(comment === undefined ? [] : [`comment "${comment}"`]),
  ];
}

function printCounter(counter: NonNullable<ElementExpression['elem']['counter']> | null): string {
  return counter === null ? 'counter' : `counter packets ${counter.packets} bytes ${counter.bytes}`;
}
