/** Values as they lie in netlink messages. Fixed-size codecs serve in structs and in attributes alike. */

import { formatHardware, formatIp, formatIpv4Word, parseIp } from '../packet/address.js';
import { LITTLE_ENDIAN } from './endian.js';
import type { Writer } from './writer.js';

/** How one value is laid out in a message: `Out` is read, `In` may be written. */
export interface Codec<Out, In = Out> {
  /** Bytes it takes; `undefined` when that depends on the value. */
  readonly size: number | undefined;
  /** Appends it. @throws TypeError or RangeError, without the name of what it is the value of. */
  write(writer: Writer, value: In): void;
  /** Reads bytes `start` to `end`, of which there are at least {@link size}. */
  read(view: DataView, start: number, end: number): Out;
}

/** What a codec reads. */
export type Read<C> = C extends Codec<infer Out, never> ? Out : never;
/** What a codec writes. */
export type Written<C> = C extends Codec<unknown, infer In> ? In : never;

/** A value that cannot be encoded; whoever knows the field's name puts it in front. */
function unfit(value: unknown, expected: string): TypeError {
  return new TypeError(
    `must be ${expected}, not ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`,
  );
}

function checked(value: number, least: number, most: number): number {
  if (typeof value !== 'number') throw unfit(value, 'a number');
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`must be a whole number from ${least} to ${most}, not ${value}`);
  }
  return value;
}

function integer(
  size: number,
  least: number,
  most: number,
  get: (view: DataView, at: number) => number,
  set: (view: DataView, at: number, value: number) => void,
): Codec<number> {
  return {
    size,
    write: (writer, value) => {
      checked(value, least, most);
      const at = writer.reserve(size);
      set(writer.view, at, value);
    },
    read: get,
  };
}

/** `__u8`: a number of 8 bits. */
export const u8 = integer(
  1,
  0,
  0xff,
  (v, at) => v.getUint8(at),
  (v, at, x) => v.setUint8(at, x),
);
/** `__u16`, in the byte order of the machine. */
export const u16 = integer(
  2,
  0,
  0xffff,
  (v, at) => v.getUint16(at, LITTLE_ENDIAN),
  (v, at, x) => v.setUint16(at, x, LITTLE_ENDIAN),
);
/** `__u32`, in the byte order of the machine. */
export const u32 = integer(
  4,
  0,
  0xffff_ffff,
  (v, at) => v.getUint32(at, LITTLE_ENDIAN),
  (v, at, x) => v.setUint32(at, x, LITTLE_ENDIAN),
);
/** `__s16`, in the byte order of the machine. */
export const s16 = integer(
  2,
  -0x8000,
  0x7fff,
  (v, at) => v.getInt16(at, LITTLE_ENDIAN),
  (v, at, x) => v.setInt16(at, x, LITTLE_ENDIAN),
);
/** `__be16`: network byte order. */
export const be16 = integer(
  2,
  0,
  0xffff,
  (v, at) => v.getUint16(at),
  (v, at, x) => v.setUint16(at, x),
);
/** `__be32`: network byte order. */
export const be32 = integer(
  4,
  0,
  0xffff_ffff,
  (v, at) => v.getUint32(at),
  (v, at, x) => v.setUint32(at, x),
);
/** `__s32`, in the byte order of the machine. */
export const s32 = integer(
  4,
  -0x8000_0000,
  0x7fff_ffff,
  (v, at) => v.getInt32(at, LITTLE_ENDIAN),
  (v, at, x) => v.setInt32(at, x, LITTLE_ENDIAN),
);

/** `__u64`, in the byte order of the machine: a bigint. */
export const u64: Codec<bigint> = {
  size: 8,
  write: (writer, value) => {
    if (value < 0n || value > 0xffff_ffff_ffff_ffffn) throw new RangeError(`must fit 64 bits, not ${value}`);
    const at = writer.reserve(8);
    writer.view.setBigUint64(at, value, LITTLE_ENDIAN);
  },
  read: (view, at) => view.getBigUint64(at, LITTLE_ENDIAN),
};

/** `__s64`, in the byte order of the machine: a bigint. */
export const s64: Codec<bigint> = {
  size: 8,
  write: (writer, value) => {
    if (BigInt.asIntN(64, value) !== value) throw new RangeError(`must fit 64 bits, not ${value}`);
    const at = writer.reserve(8);
    writer.view.setBigInt64(at, value, LITTLE_ENDIAN);
  },
  read: (view, at) => view.getBigInt64(at, LITTLE_ENDIAN),
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Text with a NUL at its end. */
export const string: Codec<string> = {
  size: undefined,
  write: (writer, value) => {
    if (typeof value !== 'string') throw unfit(value, 'a string');
    const at = writer.reserve(value.length * 3 + 1);
    const { written } = encoder.encodeInto(value, writer.bytes.subarray(at, at + value.length * 3));
    writer.truncate(at + written + 1);
  },
  read: (view, start, end) => {
    const last = end > start && view.getUint8(end - 1) === 0 ? end - 1 : end;
    return decoder.decode(new Uint8Array(view.buffer, view.byteOffset + start, last - start));
  },
};

/** Bytes as they are. Reading gives a view, not a copy. */
export const bytes: Codec<Uint8Array> = {
  size: undefined,
  write: (writer, value) => writer.append(value),
  read: (view, start, end) => new Uint8Array(view.buffer, view.byteOffset + start, end - start),
};

/** An attribute that says all by being there. */
export const flag: Codec<true, boolean> = {
  size: 0,
  write: () => {},
  read: () => true,
};

/** An IPv4 or IPv6 address, told apart by its length. */
export const ip: Codec<string> = {
  size: undefined,
  write: (writer, value) => {
    const parsed = parseIp(String(value));
    if (!parsed) throw unfit(value, 'an IPv4 or IPv6 address');
    writer.append(parsed);
  },
  read: (view, start, end) =>
    end - start === 4 ? formatIpv4Word(view.getUint32(start)) : formatIp(bytes.read(view, start, end)),
};

const MAC = /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i;

/** A hardware address. Written: six bytes; read: however many the link has. */
export const mac: Codec<string> = {
  size: undefined,
  write: (writer, value) => {
    if (typeof value !== 'string' || !MAC.test(value))
      throw unfit(value, 'a MAC address such as 02:00:00:00:00:01');
    writer.append(Uint8Array.from(value.split(/[:-]/), (part) => Number.parseInt(part, 16)));
  },
  read: (view, start, end) => formatHardware(bytes.read(view, start, end)),
};

/** An interface index. Written, it may still be a name: the addon looks that up when it sends the message. */
export const link: Codec<number, string | number> = {
  size: 4,
  write: (writer, value) => {
    if (typeof value === 'string') writer.linkName(value);
    else u32.write(writer, value);
  },
  read: u32.read,
};

/** A number that has names. A number without one is read, and may be written, as it is. */
export function named<const N extends Readonly<Record<string, number>>>(
  codec: Codec<number>,
  names: N,
): Codec<(keyof N & string) | number> {
  const byNumber = new Map(Object.entries(names).map(([name, number]) => [number, name]));
  return {
    size: codec.size,
    write: (writer, value) => {
      const number = typeof value === 'string' ? names[value] : value;
      if (number === undefined) throw unfit(value, `one of ${Object.keys(names).join(', ')}`);
      codec.write(writer, number);
    },
    read: (view, start, end) => {
      const number = codec.read(view, start, end);
      return byNumber.get(number) ?? number;
    },
  };
}

/** A set of bits that have names. Bits without one are not read; a schema that must keep them reads the number. */
export function bitNames<const N extends Readonly<Record<string, number>>>(
  names: N,
): (bits: number) => (keyof N & string)[] {
  const entries = Object.entries(names) as [keyof N & string, number][];
  return (bits) => entries.filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name);
}
