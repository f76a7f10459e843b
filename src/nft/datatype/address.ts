import type { Value } from '../value.js';
import { type Datatype, ValueError } from './datatype.js';
import { parseInteger } from './integer.js';

/**
 * Four numbers with dots; also the shorter forms of inet_aton(3), where the last number fills the rest. As there, a
 * number is octal if it begins with 0, and hexadecimal if it begins with 0x.
 */
function parseIPv4(text: string): Value | undefined {
  return HAS_LEADING_ZERO.test(text) ? parseParts(text) : parseDecimalParts(text);
}

const HAS_LEADING_ZERO = /(?:^|\.)0[0-9x]/i;

/** The number that a part is; undefined where it is none. */
function readPart(part: string): number | undefined {
  const number = parseInteger(part);
  return number === undefined || number > 0xffffffffn || /^0b/i.test(part) ? undefined : Number(number);
}

function parseParts(text: string): Value | undefined {
  const parts = text.split('.').map(readPart);
  return parts.includes(undefined) ? undefined : parseDecimalParts(parts.join('.'));
}

/** The same for numbers without zeros in front, which is what most are. */
function parseDecimalParts(text: string): Value | undefined {
  const value = new Uint8Array(4);
  let part = 0;
  let number = -1;
  for (let i = 0; i <= text.length; i++) {
    const digit = i < text.length ? text.charCodeAt(i) - 48 : -2;
    if (digit >= 0 && digit <= 9) {
      number = number < 0 ? digit : number * 10 + digit;
      continue;
    }
    if (digit !== -2 || number < 0) return undefined;
    if (i < text.length) {
      if (part === 3 || number > 255) return undefined;
      value[part++] = number;
      number = -1;
    }
  }
  if (number >= 256 ** (4 - part)) return undefined;
  for (let i = 3; i >= part; i--) {
    value[i] = number & 0xff;
    number = Math.floor(number / 256);
  }
  return value;
}

function formatIPv4(value: Value, at = 0): string {
  return `${value[at]}.${value[at + 1]}.${value[at + 2]}.${value[at + 3]}`;
}

/** RFC 4291, section 2.2. */
function parseIPv6(text: string): Value | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined;
  const value = new Uint8Array(16);
  value.set(head);
  value.set(tail, 16 - tail.length);
  return value;
}

const GROUP = /^[0-9a-f]{1,4}$/i;

function parseGroups(text: string, last: boolean): number[] | undefined {
  if (text === '') return [];
  const result: number[] = [];
  const groups = text.split(':');
  for (const [i, group] of groups.entries()) {
    if (last && i === groups.length - 1 && group.includes('.')) {
      const embedded = parseIPv4(group);
      if (embedded === undefined) return undefined;
      result.push(...embedded);
    } else if (GROUP.test(group)) {
      const number = Number.parseInt(group, 16);
      result.push(number >> 8, number & 0xff);
    } else return undefined;
  }
  return result;
}

/** RFC 5952, with IPv4 in dotted form where inet_ntop(3) writes it so. */
function formatIPv6(value: Value): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((value[i] ?? 0) << 8) | (value[i + 1] ?? 0));
  const [start, length] = longestZeros(groups);
  const embedsIPv4 = start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff));
  const shown = embedsIPv4 ? 6 : 8;
  let text = '';
  for (let i = 0; i < shown; i++) {
    if (i === start) {
      text += '::';
      i += length - 1;
      continue;
    }
    if (text !== '' && !text.endsWith(':')) text += ':';
    text += (groups[i] ?? 0).toString(16);
  }
  if (!embedsIPv4) return text;
  return `${text}${text.endsWith(':') ? '' : ':'}${formatIPv4(value, 12)}`;
}

/** The first of the longest runs of at least two zero groups: where it starts and how long it is. */
function longestZeros(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [-1, 1];
  for (let i = 0; i < groups.length; i++) {
    let end = i;
    while (groups[end] === 0) end++;
    if (end - i > best[1]) best = [i, end - i];
    i = Math.max(i, end);
  }
  return best;
}

function addressType(
  fields: Pick<Datatype, 'name' | 'id' | 'description' | 'bits' | 'prefix'>,
  parse: (text: string) => Value | undefined,
  format: (value: Value) => string,
): Datatype {
  return {
    ...fields,
    order: 'big',
    base: 'integer',
    bitmask: false,
    parse(immediate) {
      const value = parse(String(immediate));
      if (value === undefined) throw new ValueError(`"${immediate}" is not an ${fields.description}`);
      return value;
    },
    toAst: (value) => format(value),
    toText: (immediate) => String(immediate),
  };
}

export const ipv4Address = addressType(
  { name: 'ipv4_addr', id: 7, description: 'IPv4 address', bits: 32, prefix: true },
  parseIPv4,
  (value) => formatIPv4(value),
);

export const ipv6Address = addressType(
  { name: 'ipv6_addr', id: 8, description: 'IPv6 address', bits: 128, prefix: true },
  parseIPv6,
  formatIPv6,
);

const LINK_LAYER = /^[0-9a-f]{1,2}(:[0-9a-f]{1,2})*$/i;

function parseLinkLayer(text: string): Value | undefined {
  return LINK_LAYER.test(text)
    ? Uint8Array.from(text.split(':'), (byte) => Number.parseInt(byte, 16))
    : undefined;
}

function formatLinkLayer(value: Value): string {
  return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}

export const etherAddress = addressType(
  { name: 'ether_addr', id: 9, description: 'Ethernet address', bits: 48, prefix: false },
  parseLinkLayer,
  formatLinkLayer,
);

export const linkLayerAddress = addressType(
  { name: 'll_addr', id: 6, description: 'link layer address', bits: 0, prefix: false },
  parseLinkLayer,
  formatLinkLayer,
);
