import type { ByteUnit } from '../ast.js';
import type { Parser } from '../parse/parser.js';

const FACTORS: Readonly<Record<ByteUnit, bigint>> = { bytes: 1n, kbytes: 1024n, mbytes: 1048576n };

export const BYTE_UNITS = Object.keys(FACTORS) as readonly ByteUnit[];

export function parseByteUnit(parser: Parser): ByteUnit {
  return parser.oneOf(BYTE_UNITS, 'a unit');
}

export function atByteUnit(parser: Parser): boolean {
  return BYTE_UNITS.some((unit) => parser.atWord(unit));
}

/** So many of a unit, in bytes. */
export function toBytes(number: number | bigint, unit: ByteUnit): number | bigint {
  return compact(BigInt(number) * FACTORS[unit]);
}

/** Bytes in the largest unit that leaves a whole number. */
export function fromBytes(bytes: number | bigint): readonly [number: number | bigint, unit: ByteUnit] {
  const exact = BigInt(bytes);
  const unit = BYTE_UNITS.findLast((each) => exact !== 0n && exact % FACTORS[each] === 0n) ?? 'bytes';
  return [compact(exact / FACTORS[unit]), unit];
}

function compact(number: bigint): number | bigint {
  return number <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(number) : number;
}
