import { fromBigInt, fromNumber, toNumeric, type Value } from '../value.js';
import { type Datatype, type Immediate, type Order, ValueError } from './datatype.js';

const HEXADECIMAL = /^0x[0-9a-f]+$/i;
const BINARY = /^0b[01]+$/i;
const OCTAL = /^0[0-7]*$/;
const DECIMAL = /^[1-9][0-9]*$/;

/** A number as C reads it: decimal, 0x hexadecimal, 0b binary, or octal with a leading 0. */
export function parseInteger(text: string): bigint | undefined {
  if (DECIMAL.test(text) || HEXADECIMAL.test(text) || BINARY.test(text)) return BigInt(text);
  if (OCTAL.test(text)) return text === '0' ? 0n : BigInt(`0o${text.slice(1)}`);
  return undefined;
}

/** The bytes of a number, as many as it needs. */
export function integerValue(number: number | bigint): Value {
  if (typeof number === 'bigint') return fromBigInt(number, Math.ceil(number.toString(16).length / 2));
  if (!Number.isInteger(number) || number < 0) throw new ValueError(`${number} is not an unsigned integer`);
  return fromNumber(number, number < 0x100 ? 1 : number < 0x10000 ? 2 : number < 0x100000000 ? 4 : 8);
}

/** Reads any integer. */
export function parseIntegerValue(immediate: string | number | bigint, description: string): Value {
  if (typeof immediate !== 'string') return integerValue(immediate);
  const number = parseInteger(immediate);
  if (number === undefined) throw new ValueError(`"${immediate}" is not a valid ${description}`);
  return integerValue(number);
}

/** An integer in nft's text: decimal, or hexadecimal with a least number of digits. */
export function formatInteger(immediate: Immediate, hexDigits: number | undefined): string {
  const number = typeof immediate === 'string' ? (parseInteger(immediate) ?? immediate) : immediate;
  if (hexDigits === undefined || typeof number === 'string') return String(number);
  return `0x${(typeof number === 'boolean' ? Number(number) : number).toString(16).padStart(hexDigits, '0')}`;
}

/** An integer in nft's JSON: a number where 64 bits hold it, otherwise hexadecimal text. */
export function integerToAst(value: Value): number | bigint | string {
  const number = toNumeric(value);
  return typeof number === 'bigint' && number >> 64n !== 0n ? `0x${number.toString(16)}` : number;
}

interface IntegerOptions {
  readonly name: string;
  readonly id: number;
  readonly description: string;
  readonly bits: number;
  readonly order: Order;
  readonly prefix?: boolean;
  /** Listed in hexadecimal, with at least so many digits. */
  readonly hexDigits?: number;
}

/** A datatype whose values are plain numbers. */
export function integerType(options: IntegerOptions): Datatype {
  const { name, id, description, bits, order, prefix = false, hexDigits } = options;
  return {
    name,
    id,
    description,
    bits,
    order,
    base: 'integer',
    bitmask: false,
    prefix,
    parse: (immediate) => parseIntegerValue(immediate, description),
    toAst: integerToAst,
    toText: (immediate) => formatInteger(immediate, hexDigits),
  };
}

const plain = { name: 'integer', id: 4, description: 'integer', bits: 0 } as const;

/** Any number, in the order of the network. */
export const integer = integerType({ ...plain, order: 'big' });

/** Any number of the host. */
export const hostInteger = integerType({ ...plain, order: 'host' });

/** Any number, listed in hexadecimal, as raw payload is. */
export const hexInteger = integerType({ ...plain, order: 'big', hexDigits: 1 });

/** Bits without names. */
export const bitmask = integerType({
  name: 'bitmask',
  id: 3,
  description: 'bitmask',
  bits: 0,
  order: 'big',
  hexDigits: 1,
});

/** The widest number of `bits` bits, for messages. */
export function maximum(bits: number): bigint {
  return (1n << BigInt(bits)) - 1n;
}
