/**
 * Unsigned integers as bytes, most significant first, of exactly the width that a datatype asks for.
 *
 * Addresses have 128 bits and sets compare them by the million, so neither `number` nor `bigint` will do: bytes are
 * ready for a register as they are, and compare lexicographically.
 */
export type Value = Uint8Array;

/** Whether this machine keeps the least significant byte of an integer first. */
export const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Bytes that hold `bits` bits. */
export function bytesFor(bits: number): number {
  return (bits + 7) >>> 3;
}

/** `number` (a safe integer, not negative) in `length` bytes; what does not fit is cut off. */
export function fromNumber(number: number, length: number): Value {
  const value = new Uint8Array(length);
  let rest = number;
  for (let i = length - 1; i >= 0 && rest > 0; i--) {
    value[i] = rest & 0xff;
    rest = rest > 0xff ? Math.floor(rest / 256) : 0;
  }
  return value;
}

/** `number` in `length` bytes; what does not fit is cut off. */
export function fromBigInt(number: bigint, length: number): Value {
  const value = new Uint8Array(length);
  let rest = number;
  for (let i = length - 1; i >= 0 && rest > 0n; i--) {
    value[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return value;
}

/** The value as a number where that is exact, otherwise as a bigint. */
export function toNumeric(value: Value): number | bigint {
  const start = leadingZeros(value);
  if (value.length - start <= 6) return toNumber(value);
  const exact = toBigInt(value);
  return exact <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(exact) : exact;
}

/** The value as a number; only exact up to 2^53. */
export function toNumber(value: Value): number {
  let number = 0;
  for (let i = 0; i < value.length; i++) number = number * 256 + (value[i] as number);
  return number;
}

/** The value as a bigint, whatever its width. */
export function toBigInt(value: Value): bigint {
  let number = 0n;
  for (const byte of value) number = (number << 8n) | BigInt(byte);
  return number;
}

function leadingZeros(value: Value): number {
  let i = 0;
  while (i < value.length && value[i] === 0) i++;
  return i;
}

/** Negative, zero or positive as `a` is below, equal to or above `b`, which may have another width. */
export function compare(a: Value, b: Value): number {
  if (a.length === b.length) {
    for (let i = 0; i < a.length; i++) {
      const order = (a[i] as number) - (b[i] as number);
      if (order !== 0) return order;
    }
    return 0;
  }
  const startA = leadingZeros(a);
  const startB = leadingZeros(b);
  const difference = a.length - startA - (b.length - startB);
  if (difference !== 0) return difference;
  for (let i = startA, j = startB; i < a.length; i++, j++) {
    const order = (a[i] as number) - (b[j] as number);
    if (order !== 0) return order;
  }
  return 0;
}

/** Whether every bit is zero. */
export function isZero(value: Value): boolean {
  return leadingZeros(value) === value.length;
}

/** The same number in `length` bytes: zeros added or cut at the front. */
export function resize(value: Value, length: number): Value {
  if (value.length === length) return value;
  if (value.length > length) return value.subarray(value.length - length);
  const wider = new Uint8Array(length);
  wider.set(value, length - value.length);
  return wider;
}

/** How many bits the number needs: 0 for 0, 8 for 255. */
export function bitLength(value: Value): number {
  const start = leadingZeros(value);
  if (start === value.length) return 0;
  return (value.length - start) * 8 - (Math.clz32(value[start] as number) - 24);
}

/** Bytes end for end: from the order of the network to that of a little-endian host, and back. */
export function reversed(value: Value): Value {
  return value.slice().reverse();
}

/** Bits of `a` and `b`, each combined by `combine`; of equal widths. */
function zip(a: Value, b: Value, combine: (a: number, b: number) => number): Value {
  const length = Math.max(a.length, b.length);
  const left = resize(a, length);
  const right = resize(b, length);
  const result = new Uint8Array(length);
  for (let i = 0; i < length; i++) result[i] = combine(left[i] as number, right[i] as number);
  return result;
}

export const and = (a: Value, b: Value): Value => zip(a, b, (x, y) => x & y);
export const or = (a: Value, b: Value): Value => zip(a, b, (x, y) => x | y);
export const xor = (a: Value, b: Value): Value => zip(a, b, (x, y) => x ^ y);

/** The lowest `bits` bits set, in a value of `length` bytes. */
export function ones(bits: number, length: number = bytesFor(bits)): Value {
  const value = new Uint8Array(length);
  for (let i = length - 1, left = bits; i >= 0 && left > 0; i--, left -= 8) {
    value[i] = left >= 8 ? 0xff : (1 << left) - 1;
  }
  return value;
}

/** Every bit below `bits` turned round. */
export function not(value: Value, bits: number): Value {
  return xor(value, ones(bits, value.length));
}

/** The netmask of a prefix: the highest `prefix` of `bits` bits set. */
export function prefixMask(bits: number, prefix: number): Value {
  return xor(ones(bits), ones(bits - prefix, bytesFor(bits)));
}

/** Shifted towards the most significant end within its width. */
export function shiftLeft(value: Value, count: number): Value {
  const result = new Uint8Array(value.length);
  const bytes = count >>> 3;
  const bits = count & 7;
  for (let i = 0; i + bytes < value.length; i++) {
    const high = value[i + bytes] as number;
    const low = value[i + bytes + 1] ?? 0;
    result[i] = ((high << 8) | low) >>> (8 - bits);
  }
  return result;
}

/** Shifted towards the least significant end. */
export function shiftRight(value: Value, count: number): Value {
  const result = new Uint8Array(value.length);
  const bytes = count >>> 3;
  const bits = count & 7;
  for (let i = value.length - 1; i - bytes >= 0; i--) {
    const low = value[i - bytes] as number;
    const high = i - bytes > 0 ? (value[i - bytes - 1] as number) : 0;
    result[i] = ((high << 8) | low) >>> bits;
  }
  return result;
}

/** The prefix length of the network from `first` to `last`; undefined where they are none. */
export function networkLength(first: Value, last: Value, bits: number): number | undefined {
  const host = xor(first, last);
  const width = bitLength(host);
  const isNetwork = compare(host, ones(width)) === 0 && isZero(and(first, host));
  return isNetwork ? bits - width : undefined;
}

/** The position of the lowest set bit, or undefined for zero. */
export function lowestBit(value: Value): number | undefined {
  for (let i = value.length - 1; i >= 0; i--) {
    const byte = value[i] as number;
    if (byte !== 0) return (value.length - 1 - i) * 8 + (31 - Math.clz32(byte & -byte));
  }
  return undefined;
}

/** Whether the bit at `position`, counted from the least significant, is set. */
export function hasBit(value: Value, position: number): boolean {
  const byte = value[value.length - 1 - (position >>> 3)];
  return byte !== undefined && (byte & (1 << (position & 7))) !== 0;
}

/** The positions of all set bits, lowest first. */
export function setBits(value: Value): number[] {
  const positions: number[] = [];
  for (let bit = 0; bit < value.length * 8; bit++) if (hasBit(value, bit)) positions.push(bit);
  return positions;
}
