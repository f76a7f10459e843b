/** Values with a mask, `'0x10/0xf0'`, `'192.0.2.0/24'`, as the bytes that flower compares. */

import { wrongType } from '../../check/options.js';
import { formatHardware, formatIp, parseIp } from '../../packet/address.js';
import { LITTLE_ENDIAN } from '../../wire/endian.js';

/** Bytes of a value, and those of its mask. */
export interface MaskedBytes {
  readonly value: Uint8Array;
  readonly mask: Uint8Array;
}

/** How a value is written and read. */
export interface Form {
  /** Bytes that it takes. */
  readonly size: number;
  /** Throws for what it can never be; nothing for what is of another form, such as the other IP version. */
  parse(field: string, value: unknown): MaskedBytes | undefined;
  format(bytes: MaskedBytes): unknown;
}

const ones = (size: number) => new Uint8Array(size).fill(0xff);
const isFull = (mask: Uint8Array) => mask.every((byte) => byte === 0xff);

type Order = 'network' | 'host';

function toBytes(number: number, size: number, order: Order): Uint8Array {
  const bytes = Uint8Array.from({ length: size }, (_, i) => Math.floor(number / 256 ** (size - 1 - i)) % 256);
  return order === 'host' && LITTLE_ENDIAN ? bytes.reverse() : bytes;
}

function toNumber(bytes: Uint8Array, order: Order): number {
  const ordered = order === 'host' && LITTLE_ENDIAN ? bytes.toReversed() : bytes;
  return ordered.reduce((sum, byte) => sum * 256 + byte, 0);
}

const hex = (number: number) => `0x${number.toString(16)}`;

/** A number: `5`, or `'0x10/0xf0'` where only some bits count. Names are other ways to say a number. */
export function maskedNumber(
  bits: number,
  order: Order = 'network',
  names: Readonly<Record<string, number>> = {},
): Form {
  const size = bits <= 8 ? 1 : bits <= 16 ? 2 : 4;
  const most = 2 ** bits - 1;
  const all = toBytes(most, size, order);
  const valid = (number: number) => Number.isInteger(number) && number >= 0 && number <= most;
  const byNumber = new Map(Object.entries(names).map(([name, number]) => [number, name]));
  return {
    size,
    parse: (field, value) => {
      const [number, mask = most] =
        typeof value === 'string'
          ? Object.hasOwn(names, value)
            ? [names[value] ?? 0]
            : /^(?:0x[0-9a-f]+|\d+)\/(?:0x[0-9a-f]+|\d+)$/i.test(value)
              ? value.split('/').map(Number)
              : []
          : [value as number];
      if (number === undefined || !valid(number) || !valid(mask)) {
        const words = Object.keys(names).map((name) => `${JSON.stringify(name)}, `);
        throw wrongType(
          field,
          value,
          `${words.join('')}a number from 0 to ${most}, or one with a mask such as "1/${hex(most)}"`,
        );
      }
      return { value: toBytes(number, size, order), mask: toBytes(mask, size, order) };
    },
    format: ({ value, mask }) => {
      const number = toNumber(value, order);
      // What the kernel gives no mask for counts as a whole.
      if (isFull(mask) || mask.every((byte, i) => byte === all[i])) return byNumber.get(number) ?? number;
      return `${hex(number)}/${hex(toNumber(mask, order))}`;
    },
  };
}

/** An address of one IP version, or a prefix, or an address with a mask. */
export function maskedAddress(size: 4 | 16): Form {
  const expected = 'an IP address, or a prefix such as "192.0.2.0/24"';
  return {
    size,
    parse: (field, value) => {
      if (typeof value !== 'string') throw wrongType(field, value, expected);
      const [address = '', behind, ...rest] = value.split('/');
      const bytes = parseIp(address);
      if (!bytes || rest.length > 0) throw wrongType(field, value, expected);
      if (bytes.length !== size) return undefined;
      const mask = behind === undefined ? ones(size) : maskOf(behind, size);
      if (!mask) throw wrongType(field, value, expected);
      return { value: bytes, mask };
    },
    format: ({ value, mask }) => {
      if (isFull(mask)) return formatIp(value);
      const length = prefixLength(mask);
      return `${formatIp(value)}/${length ?? formatIp(mask)}`;
    },
  };
}

function maskOf(text: string, size: number): Uint8Array | undefined {
  if (!/^\d+$/.test(text)) {
    const mask = parseIp(text);
    return mask?.length === size ? mask : undefined;
  }
  const length = Number(text);
  if (length > size * 8) return undefined;
  return Uint8Array.from({ length: size }, (_, i) => 0xff00 >> Math.min(Math.max(length - i * 8, 0), 8));
}

/** How many bits from the left are set, if no others are. */
function prefixLength(mask: Uint8Array): number | undefined {
  const bits = [...mask].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const length = bits.indexOf('0');
  return bits.slice(length).includes('1') ? undefined : length;
}

const MAC = '[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}';
const MASKED_MAC = new RegExp(`^(${MAC})(?:/(${MAC}))?$`, 'i');

/** A MAC address, or one with a mask. */
export const maskedHardware: Form = {
  size: 6,
  parse: (field, value) => {
    const [, address, mask] = (typeof value === 'string' && MASKED_MAC.exec(value)) || [];
    if (address === undefined)
      throw wrongType(field, value, 'a MAC address such as 02:00:00:00:00:01, or one with a mask');
    const bytes = (text: string) => Uint8Array.from(text.split(/[:-]/), (part) => Number.parseInt(part, 16));
    return { value: bytes(address), mask: mask === undefined ? ones(6) : bytes(mask) };
  },
  format: ({ value, mask }) =>
    isFull(mask) ? formatHardware(value) : `${formatHardware(value)}/${formatHardware(mask)}`,
};
