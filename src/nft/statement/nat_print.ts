import type { Expression, NatStatement } from '../ast.js';
import { ipv4Address } from '../datatype/address.js';
import { concatenation } from '../datatype/concat.js';
import { inetService } from '../datatype/inet.js';
import type { PrintContext } from '../print/context.js';
import { printExpression } from '../print/expression.js';
import { listOf } from './flags.js';
import { natOf } from './nat.js';

/** What a map can lead to. Addresses of both families are text. */
export const addressAndPort = concatenation(
  [ipv4Address, inetService].map((type) => ({ type, bits: type.bits, order: type.order })),
);

export function printNat(statement: NatStatement, context: PrintContext): string {
  const [kind, node] = natOf(statement);
  let text: string = kind;
  if (node.addr !== undefined || node.port !== undefined) {
    if (node.family !== undefined) text += ` ${node.family}`;
    if (listOf(node.type_flags).includes('prefix')) text += ' prefix';
    text += ' to ';
  }
  if (node.addr !== undefined) text += printAddress(node.addr, node.port !== undefined, context);
  if (node.port !== undefined) text += `:${printExpression(node.port, inetService, context)}`;
  const flags = listOf(node.flags).filter((flag) => flag !== 'netmap');
  return flags.length === 0 ? text : `${text} ${flags.join(',')}`;
}

/** Before a port an IPv6 address is in brackets. */
function printAddress(address: Expression, withPort: boolean, context: PrintContext): string {
  const type = typeof address === 'object' && 'map' in address ? addressAndPort : ipv4Address;
  const print = (expression: Expression) => printExpression(expression, type, context);
  if (!withPort) return print(address);
  if (isIPv6(address)) return `[${print(address)}]`;
  if (typeof address === 'object' && 'range' in address && isIPv6(address.range[0])) {
    return address.range.map((end) => `[${print(end)}]`).join('-');
  }
  return print(address);
}

function isIPv6(address: Expression): boolean {
  return typeof address === 'string' && address.includes(':');
}
