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

const protocolShape: Shape = (value, cursor) => {
  if (typeof value !== 'number') word(...CT_PROTOCOLS)(value, cursor);
};

const familyShape = word(...FAMILIES);

/** What packets an object is for: a transport protocol, and a family where the table has several. */
export interface PacketKind {
  readonly protocol: CtProtocol | number;
  readonly l3proto?: Family;
}

export const kindRequired = { protocol: protocolShape };

export const kindOptional = { l3proto: familyShape };

/** `protocol tcp` or `l3proto ip` */
export function parseKind(parser: Parser): Partial<PacketKind> | undefined {
  if (parser.word('protocol')) return { protocol: parser.oneOf(CT_PROTOCOLS, 'a protocol') };
  return parseFamilyOf(parser);
}

/** Both as the kernel has them, which takes the table's family where there is none. */
export function kindFields({ protocol, l3proto }: PacketKind, context: CheckContext) {
  const number = protocolNumber(protocol, context);
  return { protocol: number, ...(l3proto === undefined ? {} : { l3proto: FAMILY_NUMBERS[l3proto] }) };
}

/** `l3proto ip` */
export function parseFamilyOf(parser: Parser): { readonly l3proto: Family } | undefined {
  if (!parser.word('l3proto')) return undefined;
  const { value } = parser;
  if (!isFamily(value)) return parser.unexpected('a family', FAMILIES);
  parser.advance();
  return { l3proto: value };
}

function protocolNumber(protocol: CtProtocol | number, { path }: CheckContext): number {
  const number = typeof protocol === 'number' ? protocol : NUMBERS[protocol];
  if (Number.isInteger(number) && number >= 0 && number <= 255) return number;
  path.push('protocol');
  return fail(`${protocol} is no protocol`);
}

export function protocolNamed(number: number): CtProtocol | number {
  return CT_PROTOCOLS.find((each) => NUMBERS[each] === number) ?? number;
}

export function familyNames(l3proto: number = NFPROTO_UNSPEC): { readonly l3proto?: Family } {
  const family = familyNumbered(l3proto);
  return family === undefined ? {} : { l3proto: family };
}

export function familyLines({ l3proto }: { readonly l3proto?: Family }): readonly string[] {
  return l3proto === undefined ? [] : [`l3proto ${l3proto}`];
}
