import type { Expression, MapEntry, NamedMap, NamedSet, SetType } from '../ast.js';
import { concatenation } from '../datatype/concat.js';
import type { Datatype } from '../datatype/datatype.js';
import { datatypeNamed } from '../datatype/index.js';
import { hexInteger } from '../datatype/integer.js';
import { printDuration } from '../datatype/time.js';
import { verdict } from '../datatype/verdict.js';
import { listOf } from '../statement/flags.js';
import type { PrintContext } from './context.js';
import { printExpression, typeOf } from './expression.js';
import { printStatement } from './rule.js';
import { printItem } from './set.js';

/** How many elements of a datatype stand in a line; of others, one. */
const ELEMENTS_IN_LINE: Readonly<Record<string, number>> = {
  ...namesWith(
    5,
    'nf_proto integer arp_op inet_proto inet_service tcp_flag dccp_pkttype mark iface_index classid uid gid ct_dir',
  ),
  ...namesWith(2, 'ipv4_addr ct_state ct_status pkt_type'),
};

function namesWith(count: number, names: string): Readonly<Record<string, number>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, count]));
}

const NEXT_LINE = ',\n\t\t\t     ';

/** A set or a map with a name, in its table. */
export function printNamedSet(
  kind: 'set' | 'map' | 'meter',
  set: NamedSet & Partial<NamedMap>,
  handle: string,
  context: PrintContext,
): string {
  const lines = [
    printTypes(set, context),
    ...(set.policy === 'memory' ? ['policy memory'] : []),
    ...(set.size === undefined ? [] : [`size ${set.size}`]),
    ...printFlags(set),
    ...(set.stmt === undefined ? [] : [set.stmt.map((each) => printStatement(each, context)).join(' ')]),
    ...(set['auto-merge'] === true ? ['auto-merge'] : []),
    ...(set.timeout === undefined ? [] : [`timeout ${printDuration(set.timeout, context.style)}`]),
    ...(set['gc-interval'] === undefined
      ? []
      : [`gc-interval ${printDuration(set['gc-interval'], context.style)}`]),
    ...(set.comment === undefined ? [] : [`comment "${set.comment}"`]),
    ...(set.elem === undefined || set.elem.length === 0
      ? []
      : [`elements = ${printElements(set, set.elem, context)}`]),
  ];
  return `\t${kind} ${set.name} {${handle}\n${lines.map((line) => `\t\t${line}\n`).join('')}\t}\n`;
}

/** If elements have a timeout by default, nothing else need say so. */
function printFlags({ flags: some, timeout }: NamedSet): string[] {
  const flags = listOf(some);
  const implied = timeout !== undefined && flags.every((flag) => flag === 'timeout');
  return implied || flags.length === 0 ? [] : [`flags ${flags.join(',')}`];
}

function printTypes({ type, map, interval }: NamedSet & Partial<NamedMap>, context: PrintContext): string {
  const word = isTypeof(type) ? 'typeof' : 'type';
  if (map === undefined) return `${word} ${printType(type, context)}`;
  return `${word} ${printType(type, context)} : ${interval === true ? 'interval ' : ''}${printType(map, context)}`;
}

type Type = NamedSet['type'];

function isTypeof(type: Type): type is Exclude<Type, SetType> {
  return typeof type === 'object' && 'typeof' in type;
}

function printType(type: Type, context: PrintContext): string {
  if (isTypeof(type)) return printExpression(type.typeof, undefined, context);
  return typeof type === 'string' ? type : type.join(' . ');
}

/** The datatype that a set's `type` or `typeof` stands for. */
export function typeNamed(type: Type | undefined): Datatype | undefined {
  if (type === undefined) return undefined;
  if (isTypeof(type)) return typeOf(type.typeof);
  if (type === 'verdict') return verdict;
  if (typeof type === 'string') return datatypeNamed(type);
  return concatenation(
    type.map((name) => {
      const each = datatypeNamed(name) ?? hexInteger;
      return { type: each, bits: each.bits, order: each.order };
    }),
  );
}

function printElements(
  set: NamedSet & Partial<NamedMap>,
  elements: readonly (Expression | MapEntry)[],
  context: PrintContext,
): string {
  const key = typeNamed(set.type);
  const data = typeNamed(set.map);
  const inLine = (key && ELEMENTS_IN_LINE[key.name]) ?? 1;
  let text = '';
  for (const [i, element] of elements.entries()) {
    if (i > 0) text += i % inLine === 0 ? NEXT_LINE : ', ';
    text += printItem(element, key, data, context);
  }
  return `{ ${text} }`;
}
