import {
  IPPROTO_AH,
  IPPROTO_COMP,
  IPPROTO_DCCP,
  IPPROTO_ESP,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IGMP,
  IPPROTO_SCTP,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPPROTO_UDPLITE,
} from '../../uapi/in.js';
import type { Names } from '../names/names.js';
import { fromNumber, toNumber, type Value } from '../value.js';
import { type Datatype, type Immediate, type TextStyle, ValueError } from './datatype.js';
import { parseInteger } from './integer.js';

function numberIn(immediate: string | number | bigint, limit: number): number | undefined {
  const number = typeof immediate === 'string' ? parseInteger(immediate) : immediate;
  if (number === undefined) return undefined;
  return number >= 0 && number <= limit && Number.isInteger(Number(number)) ? Number(number) : Number.NaN;
}

/** Words of the language that are protocols whatever /etc/protocols says. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ['tcp', IPPROTO_TCP],
  ['udp', IPPROTO_UDP],
  ['udplite', IPPROTO_UDPLITE],
  ['esp', IPPROTO_ESP],
  ['ah', IPPROTO_AH],
  ['icmp', IPPROTO_ICMP],
  ['igmp', IPPROTO_IGMP],
  ['icmpv6', IPPROTO_ICMPV6],
  ['comp', IPPROTO_COMP],
  ['dccp', IPPROTO_DCCP],
  ['sctp', IPPROTO_SCTP],
]);

/** An IP protocol, by its name in /etc/protocols or its number. */
export const inetProtocol: Datatype = {
  name: 'inet_proto',
  id: 12,
  description: 'Internet protocol',
  bits: 8,
  order: 'host',
  base: 'integer',
  bitmask: false,
  prefix: false,
  parse(immediate, names): Value {
    const name = String(immediate);
    const number = numberIn(immediate, 255) ?? WORDS.get(name) ?? names.protocol(name);
    if (number === undefined) throw new ValueError(`"${immediate}" is not an IP protocol`);
    if (Number.isNaN(number)) throw new ValueError(`protocol ${immediate} is out of range (0 to 255)`);
    return fromNumber(number, 1);
  },
  toAst: (value, names) => names.protocolName(toNumber(value)) ?? toNumber(value),
  toText: (immediate, names, style) => String(protocolNumber(immediate, names, style) ?? immediate),
  inJson: protocolNumber,
};

/** The number that is listed instead of a name. */
function protocolNumber(immediate: Immediate, names: Names, style: TextStyle): number | undefined {
  const numeric = style.numericProtocols && typeof immediate === 'string';
  return numeric ? names.protocol(immediate) : undefined;
}

/** As the C library reads ports: zeros in front change nothing. */
function portIn(text: string): number | undefined {
  return /^0\d*$/.test(text) ? Number(text) : undefined;
}

/** A port, by its name in /etc/services or its number. */
export const inetService: Datatype = {
  name: 'inet_service',
  id: 13,
  description: 'port or service',
  bits: 16,
  order: 'big',
  base: 'integer',
  bitmask: false,
  prefix: false,
  parse(immediate, names): Value {
    const text = String(immediate);
    const number = numberIn(immediate, 65535) ?? names.service(text) ?? portIn(text);
    if (number === undefined) throw new ValueError(`"${immediate}" is not a port or the name of a service`);
    if (Number.isNaN(number)) throw new ValueError(`port ${immediate} is out of range (0 to 65535)`);
    return fromNumber(number, 2);
  },
  toAst: toNumber,
  toText(immediate, names, style) {
    const name = serviceName(immediate, names, style);
    return name === undefined ? String(immediate) : `"${name}"`;
  },
  inJson: serviceName,
};

/** The name that is listed instead of a number. */
function serviceName(immediate: Immediate, names: Names, style: TextStyle): string | undefined {
  if (!style.serviceNames) return undefined;
  return typeof immediate === 'string' ? immediate : names.serviceName(Number(immediate));
}
