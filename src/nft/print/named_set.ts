import type { Expression, MapEntry, NamedMap, NamedSet, SetType } from '../ast.js';
import { concatenation } from '../datatype/concat.js';
import type { Datatype } from '../datatype/datatype.js';
import { datatypeNamed } from '../datatype/index.js';
import { hexInteger } from '../datatype/integer.js';
import { formatDuration } from '../datatype/time.js';
import { verdict } from '../datatype/verdict.js';
import { definitionOf } from '../statement/index.js';
import type { PrintContext } from './context.js';
import { printItem } from './set.js';

/** How many elements of a datatype stand in a line; of others, one. */
const ELEMENTS_IN_LINE: Readonly<Record<string, number>> = {
  ipv4_addr: 2,
  inet_service: 5,
  inet_proto: 5,
  mark: 5,
  integer: 5,
  icmp_type: 5,
  ct_state: 5,
};

const NEXT_LINE = ',\n\t\t\t     ';

/** A set or a map with a name, in its table. */
export function printNamedSet(
  kind: 'set' | 'map',
  set: NamedSet & Partial<NamedMap>,
  handle: string,
  context: PrintContext,
): string {
  const lines = [
    set.map === undefined
      ? `type ${printType(set.type)}`
      : `type ${printType(set.type)} : ${set.interval === true ? 'interval ' : ''}${printType(set.map)}`,
    ...(set.policy === 'memory' ? ['policy memory'] : []),
    ...(set.size === undefined ? [] : [`size ${set.size}`]),
    ...printFlags(set),
    ...(set.timeout === undefined ? [] : [`timeout ${formatDuration(set.timeout * 1000)}`]),
    ...(set['gc-interval'] === undefined ? [] : [`gc-interval ${formatDuration(set['gc-interval'] * 1000)}`]),
    ...(set['auto-merge'] === true ? ['auto-merge'] : []),
    ...(set.comment === undefined ? [] : [`comment "${set.comment}"`]),
    ...(set.stmt === undefined
      ? []
      : [set.stmt.map((each) => definitionOf(each)?.print(each, context)).join(' ')]),
    ...(set.elem === undefined || set.elem.length === 0
      ? []
      : [`elements = ${printElements(set, set.elem, context)}`]),
  ];
  return `\t${kind} ${set.name} {${handle}\n${lines.map((line) => `\t\t${line}\n`).join('')}\t}\n`;
}

/** A timeout says by itself that there is one. */
function printFlags({ flags = [], timeout }: NamedSet): string[] {
  const shown = flags.filter((flag) => flag !== 'timeout' || timeout === undefined);
  return shown.length === 0 ? [] : [`flags ${shown.join(',')}`];
}

function printType(type: NamedSet['type']): string {
  if (typeof type === 'object' && 'typeof' in type) return '';
  return typeof type === 'string' ? type : type.join(' . ');
}

function typeNamed(type: SetType | { readonly typeof: Expression } | undefined): Datatype | undefined {
  if (type === undefined || (typeof type === 'object' && 'typeof' in type)) return undefined;
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
  const inLine = (typeof set.type === 'string' ? ELEMENTS_IN_LINE[set.type] : undefined) ?? 1;
  let text = '';
  for (const [i, element] of elements.entries()) {
    if (i > 0) text += i % inLine === 0 ? NEXT_LINE : ', ';
    text += printItem(element, key, data, context);
  }
  return `{ ${text} }`;
}
