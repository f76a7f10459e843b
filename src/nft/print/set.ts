import type { ElementExpression, Expression, MapEntry } from '../ast.js';
import type { Datatype } from '../datatype/datatype.js';
import { printDuration } from '../datatype/time.js';
import { statementsOf } from '../set/element.js';
import type { PrintContext } from './context.js';
import { printExpression } from './expression.js';
import { printStatement } from './rule.js';
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
  const { elem } = item;
  const statements = statementsOf(elem).map((each) => printStatement(each, context));
  return [printKey(elem.val, key, context), ...statements, ...printDetails(elem, context)].join(' ');
}

function printKey(item: Expression, key: Datatype | undefined, context: PrintContext): string {
  return item === '*' ? '*' : printExpression(item, key, context);
}

function printDetails(
  { timeout, expires, comment }: ElementExpression['elem'],
  { style }: PrintContext,
): string[] {
  return [
    ...(timeout === undefined ? [] : [`timeout ${printDuration(timeout, style)}`]),
    ...(expires === undefined ? [] : [`expires ${printDuration(expires, style)}`]),
    ...(comment === undefined ? [] : [`comment "${comment}"`]),
  ];
}
