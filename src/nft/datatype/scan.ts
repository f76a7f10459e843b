import { parseIpv6 } from '../../packet/address.js';
import { HOST_IS_LITTLE_ENDIAN } from '../value.js';
import { etherAddress, ipv4Address, ipv6Address } from './address.js';
import type { Datatype, TypedField } from './datatype.js';
import { inetService } from './inet.js';
import { integer } from './integer.js';
import { mark } from './lookup.js';

/**
 * Reads a constant in its plainest form that begins at `at` of a text, right into the bytes of a register. Returns where it
 * ends; -1 where it has another form, which {@link Datatype.parse} may know, or is wrong. What stands behind it is for
 * the caller to look at.
 */
export type Scan = (text: string, at: number, target: Uint8Array, to: number) => number;

const ZERO = 0x30;
const DOT = 0x2e;
const COLON = 0x3a;

/** Four decimal numbers. */
function scanIpv4(text: string, at: number, target: Uint8Array, to: number): number {
  for (let part = 0; ; part++) {
    let number = text.charCodeAt(at) - ZERO;
    if (!(number >= 0 && number <= 9)) return -1;
    // A zero in front makes a number octal.
    let digit = number === 0 ? -1 : text.charCodeAt(++at) - ZERO;
    if (number === 0) at++;
    for (; digit >= 0 && digit <= 9; digit = text.charCodeAt(++at) - ZERO) {
      number = number * 10 + digit;
      if (number > 255) return -1;
    }
    target[to + part] = number;
    if (part === 3) return at;
    if (text.charCodeAt(at++) !== DOT) return -1;
  }
}

const hexDigit = (code: number): number => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
};

/** Six numbers of two digits. */
function scanEther(text: string, at: number, target: Uint8Array, to: number): number {
  for (let byte = 0; byte < 6; byte++) {
    if (byte > 0 && text.charCodeAt(at++) !== COLON) return -1;
    const [high, low] = [hexDigit(text.charCodeAt(at)), hexDigit(text.charCodeAt(at + 1))];
    if (high < 0 || low < 0) return -1;
    target[to + byte] = high * 16 + low;
    at += 2;
  }
  return at;
}

/** As RFC 4291 has it. */
function scanIpv6(text: string, at: number, target: Uint8Array, to: number): number {
  let end = at;
  for (let code = text.charCodeAt(at); code === COLON || code === DOT || hexDigit(code) >= 0; ) {
    code = text.charCodeAt(++end);
  }
  const address = parseIpv6(text.slice(at, end));
  if (address === undefined) return -1;
  target.set(address, to);
  return end;
}

/** The most that a number may be here: one more digit is still exact. */
const MOST = 0xffff_ffff;

/** A decimal number. */
function scanNumber(bits: number, bigEndian: boolean): Scan {
  const most = Math.min(2 ** bits - 1, MOST);
  return (text, at, target, to) => {
    let digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 1 && digit <= 9)) return digit === 0 ? scanZero(at, bits, target, to) : -1;
    let number = 0;
    for (; digit >= 0 && digit <= 9; digit = text.charCodeAt(++at) - ZERO) {
      number = number * 10 + digit;
      if (number > most) return -1;
    }
    putNumber(number, bits / 8, bigEndian, target, to);
    return at;
  };
}

function scanZero(at: number, bits: number, target: Uint8Array, to: number): number {
  target.fill(0, to, to + bits / 8);
  return at + 1;
}

/** Puts a number into `length` bytes. */
export function putNumber(
  number: number,
  length: number,
  bigEndian: boolean,
  target: Uint8Array,
  to: number,
): void {
  let rest = number;
  for (let i = 0; i < length; i++) {
    target[bigEndian ? to + length - 1 - i : to + i] = rest & 0xff;
    rest = rest > 0xff ? Math.floor(rest / 256) : 0;
  }
}

/** Datatypes whose constants are, but for names, plain numbers. */
const NUMBERS: ReadonlySet<Datatype> = new Set([inetService, integer, mark]);

const ADDRESSES: ReadonlyMap<Datatype, Scan> = new Map([
  [ipv4Address, scanIpv4],
  [ipv6Address, scanIpv6],
  [etherAddress, scanEther],
]);

/** Whether the most significant byte of a field comes first. */
export function isBigEndian({ order }: TypedField): boolean {
  return order === 'big' || !HOST_IS_LITTLE_ENDIAN;
}

/** Whether constants of a field can be plain numbers that fill its bytes. */
export function isNumber({ type, bits }: TypedField): boolean {
  return NUMBERS.has(type) && bits % 8 === 0 && bits <= 32;
}

/** How the constants of a field are read at once; undefined where nothing does that. */
export function scanOf(field: TypedField): Scan | undefined {
  if (isNumber(field)) return scanNumber(field.bits, isBigEndian(field));
  return field.order === 'big' ? ADDRESSES.get(field.type) : undefined;
}
