import { parseIp } from '../packet/address.js';
import { type Check, show, wrongType } from './options.js';

/** An address and the length of its network's prefix. */
export interface Prefix {
  readonly address: string;
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** An IPv4 or IPv6 address, as a literal. */
export const ipAddress: Check = (field, value) => {
  if (typeof value !== 'string' || !parseIp(value)) throw wrongType(field, value, 'an IPv4 or IPv6 address');
};

/** Whether two addresses, or prefixes, are of one IP version: the kernel would cut or ignore the odd one. */
export function checkSameVersion(field: string, value: string | undefined, as: string, other: string): void {
  if (value !== undefined && value.includes(':') !== other.includes(':'))
    throw wrongType(field, value, `of the IP version of ${as}`);
}

/** `192.0.2.1/24`, `2001:db8::/32`; without a length the prefix is the whole address. */
export function parsePrefix(field: string, value: unknown): Prefix {
  if (typeof value !== 'string') throw wrongType(field, value, 'an address with a prefix length');
  const slash = value.indexOf('/');
  const address = slash < 0 ? value : value.slice(0, slash);
  const bytes = parseIp(address);
  const length = slash < 0 ? (bytes?.length ?? 0) * 8 : parseLength(value, slash + 1);
  if (!bytes || length === undefined)
    throw wrongType(field, value, 'an address with a prefix length such as 192.0.2.1/24');
  const most = bytes.length * 8;
  if (length > most) {
    throw new RangeError(`${field} must have a prefix length from 0 to ${most}, not ${show(value)}`);
  }
  return { address, bytes, length };
}

/** One to three digits without a leading zero, up to the end of the text. Without a regular expression: it is quicker. */
function parseLength(text: string, start: number): number | undefined {
  const digits = text.length - start;
  if (digits < 1 || digits > 3 || (digits > 1 && text[start] === '0')) return undefined;
  let length = 0;
  for (let at = start; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return undefined;
    length = length * 10 + digit;
  }
  return length;
}

export const prefix: Check = (field, value) => {
  parsePrefix(field, value);
};

/** Whether every address of `inner`, which is of the same IP version, is one of `outer`. */
export function covers(outer: Prefix, inner: Prefix): boolean {
  if (outer.length > inner.length) return false;
  return outer.bytes.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, outer.length - index * 8));
    const mask = (0xff00 >> bits) & 0xff;
    return (byte & mask) === ((inner.bytes[index] ?? 0) & mask);
  });
}

const MAC = /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i;

/** A MAC address, `02:00:00:00:00:01`. */
export const macAddress: Check = (field, value) => {
  if (typeof value !== 'string' || !MAC.test(value)) {
    throw wrongType(field, value, 'a MAC address such as 02:00:00:00:00:01');
  }
};
