import { IPPROTO_TCP, IPPROTO_UDP } from '../../uapi/in.js';
import { NFPROTO_UNSPEC } from '../../uapi/netfilter.js';
import type { CtProtocol, Family } from '../ast.js';
import { fail } from '../evaluate/context.js';
import { FAMILIES, FAMILY_NUMBERS, familyNumbered, isFamily } from '../family.js';
import type { Parser } from '../parse/parser.js';
import { type Shape, word } from '../shape.js';
import type { CheckContext } from './definition.js';

/** The transport protocols that objects of connection tracking are for. */
const NUMBERS: Readonly<Record<CtProtocol, number>> = { tcp: IPPROTO_TCP, udp: IPPROTO_UDP };

export const CT_PROTOCOLS = Object.keys(NUMBERS) as readonly CtProtocol[];

export const protocolShape: Shape = (value, cursor) => {
  if (typeof value !== 'number') word(...CT_PROTOCOLS)(value, cursor);
};

export const familyShape = word(...FAMILIES);

/** `protocol tcp` */
export function parseProtocol(parser: Parser): { readonly protocol: CtProtocol } | undefined {
  return parser.word('protocol') ? { protocol: parser.oneOf(CT_PROTOCOLS, 'a protocol') } : undefined;
}

/** `l3proto ip` */
export function parseFamilyOf(parser: Parser): { readonly l3proto: Family } | undefined {
  if (!parser.word('l3proto')) return undefined;
  const { value } = parser;
  if (!isFamily(value)) return parser.unexpected('a family', FAMILIES);
  parser.advance();
  return { l3proto: value };
}

export function protocolNumber(protocol: CtProtocol | number, { path }: CheckContext): number {
  const number = typeof protocol === 'number' ? protocol : NUMBERS[protocol];
  if (Number.isInteger(number) && number >= 0 && number <= 255) return number;
  path.push('protocol');
  return fail(`${protocol} is no protocol`);
}

export function protocolNamed(number: number): CtProtocol | number {
  return CT_PROTOCOLS.find((each) => NUMBERS[each] === number) ?? number;
}

/** The kernel takes the table's family where there is none. */
export function familyFields({ l3proto }: { readonly l3proto?: Family }): { readonly l3proto?: number } {
  return l3proto === undefined ? {} : { l3proto: FAMILY_NUMBERS[l3proto] };
}

export function familyNames(l3proto: number = NFPROTO_UNSPEC): { readonly l3proto?: Family } {
  const family = familyNumbered(l3proto);
  return family === undefined ? {} : { l3proto: family };
}

export function familyLines({ l3proto }: { readonly l3proto?: Family }): readonly string[] {
  return l3proto === undefined ? [] : [`l3proto ${l3proto}`];
}
