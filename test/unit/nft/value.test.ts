import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  and,
  bitLength,
  compare,
  fromBigInt,
  fromNumber,
  hasBit,
  isZero,
  lowestBit,
  networkLength,
  not,
  ones,
  or,
  prefixMask,
  resize,
  reversed,
  setBits,
  shiftLeft,
  shiftRight,
  toBigInt,
  toNumber,
  toNumeric,
  type Value,
  xor,
} from '../../../src/nft/value.js';

const WIDTH = 16;
const number = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
const value = number.map((each) => fromBigInt(each, WIDTH));
const mask = (1n << 128n) - 1n;

/** Values behave as the numbers that they are. */
function holds(operation: (a: Value, b: Value) => Value, numbers: (a: bigint, b: bigint) => bigint): void {
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(toBigInt(operation(a, b))).toBe(numbers(toBigInt(a), toBigInt(b)));
    }),
  );
}

test('bitwise operations', () => {
  holds(and, (a, b) => a & b);
  holds(or, (a, b) => a | b);
  holds(xor, (a, b) => a ^ b);
  holds(
    (a) => not(a, 128),
    (a) => a ^ mask,
  );
});

test('shifts', () => {
  fc.assert(
    fc.property(value, fc.integer({ min: 0, max: 127 }), (a, count) => {
      expect(toBigInt(shiftLeft(a, count))).toBe((toBigInt(a) << BigInt(count)) & mask);
      expect(toBigInt(shiftRight(a, count))).toBe(toBigInt(a) >> BigInt(count));
    }),
  );
});

test('comparison, of different widths too', () => {
  fc.assert(
    fc.property(number, number, fc.integer({ min: 16, max: 20 }), (a, b, width) => {
      const order = compare(fromBigInt(a, WIDTH), fromBigInt(b, width));
      expect(Math.sign(order)).toBe(a < b ? -1 : a > b ? 1 : 0);
    }),
  );
});

test('bits', () => {
  fc.assert(
    fc.property(value, (a) => {
      const bits = toBigInt(a).toString(2);
      expect(bitLength(a)).toBe(isZero(a) ? 0 : bits.length);
      const positions = [...bits].reverse().flatMap((bit, i) => (bit === '1' ? [i] : []));
      expect(setBits(a)).toEqual(positions);
      expect(lowestBit(a)).toBe(positions[0]);
      expect(hasBit(a, 5)).toBe(positions.includes(5));
    }),
  );
});

test('widths and orders', () => {
  expect([...resize(Uint8Array.of(1, 2), 4)]).toEqual([0, 0, 1, 2]);
  expect([...resize(Uint8Array.of(1, 2, 3), 2)]).toEqual([2, 3]);
  expect([...reversed(Uint8Array.of(1, 2, 3))]).toEqual([3, 2, 1]);
  expect([...ones(9)]).toEqual([1, 255]);
  expect([...prefixMask(32, 17)]).toEqual([255, 255, 128, 0]);
  expect([...prefixMask(32, 0)]).toEqual([0, 0, 0, 0]);
});

describe('numbers', () => {
  test.each([0, 1, 255, 256, 0xffffffff, Number.MAX_SAFE_INTEGER])('%d', (each) => {
    expect(toNumber(fromNumber(each, 8))).toBe(each);
    expect(toNumeric(fromNumber(each, 8))).toBe(each);
  });

  test('are bigints where that alone is exact', () => {
    expect(toNumeric(fromBigInt(2n ** 53n + 1n, 8))).toBe(2n ** 53n + 1n);
    expect(toNumeric(fromBigInt(2n ** 64n - 1n, 8))).toBe(2n ** 64n - 1n);
  });
});

test.each([
  ['c0000200', 'c00002ff', 24],
  ['c0000200', 'c0000200', 32],
  ['00000000', 'ffffffff', 0],
  ['c0000200', 'c00002fe', undefined],
  ['c0000201', 'c0000202', undefined],
])('%s to %s is a network of /%s', (first, last, length) => {
  const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
  expect(networkLength(bytes(first), bytes(last), 32)).toBe(length);
});
