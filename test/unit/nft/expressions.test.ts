import { describe, expect, test } from 'vitest';
import { decodeAttributes, encodeAttributes } from '../../../src/nft/expr/attributes.js';
import { decodeExpression, type KnownExpression } from '../../../src/nft/expr/index.js';
import { decodeComment, encodeComment } from '../../../src/nft/userdata.js';
import {
  NFTNL_EXPR_CTR_BYTES,
  NFTNL_EXPR_CTR_PACKETS,
  NFTNL_EXPR_META_DREG,
  NFTNL_EXPR_META_KEY,
} from '../../../src/uapi/libnftnl_expr.js';

const u32 = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);
const u64 = (value: bigint) => new Uint8Array(BigUint64Array.of(value).buffer);

const expressions: readonly KnownExpression[] = [
  { name: 'immediate', dreg: 0, verdict: -3, chain: 'other' },
  { name: 'immediate', dreg: 1, data: Uint8Array.of(1, 2, 3, 4) },
  { name: 'cmp', sreg: 1, op: 0, data: Uint8Array.of(0, 80) },
  { name: 'payload', dreg: 1, base: 1, offset: 12, len: 4 },
  { name: 'counter', packets: 2n ** 64n - 1n, bytes: 0 },
  { name: 'log', prefix: 'x', level: 7 },
  { name: 'log', group: 65535, qthreshold: 3 },
  { name: 'reject', type: 0, code: 3 },
  { name: 'ct', key: 0, dreg: 1, dir: 1 },
  { name: 'notrack' },
];

test.each(expressions)('$name goes to attributes and back', (expression) => {
  const attributes = decodeAttributes(encodeAttributes(expression));
  expect(attributes && decodeExpression(expression.name, attributes)).toEqual(expression);
});

describe('attributes are read only if nothing of them is lost', () => {
  const meta = [
    [NFTNL_EXPR_META_KEY, u32(3)],
    [NFTNL_EXPR_META_DREG, u32(1)],
  ] as const;

  test('all known', () => {
    expect(decodeExpression('meta', meta)).toEqual({ name: 'meta', key: 3, dreg: 1 });
  });

  test('one too many', () => expect(decodeExpression('meta', [...meta, [99, u32(1)]])).toBeUndefined());

  test('one missing', () => expect(decodeExpression('meta', meta.slice(1))).toBeUndefined());

  test('one of another width', () => {
    expect(decodeExpression('meta', [[NFTNL_EXPR_META_KEY, Uint8Array.of(3)]])).toBeUndefined();
  });

  test('an expression nobody knows', () => {
    expect(decodeExpression('xt', [])).toBeUndefined();
    expect(decodeExpression('constructor', [])).toBeUndefined();
  });
});

test('64 bits are numbers where those are exact', () => {
  const read = (value: bigint) =>
    decodeExpression('counter', [
      [NFTNL_EXPR_CTR_PACKETS, u64(value)],
      [NFTNL_EXPR_CTR_BYTES, u64(0n)],
    ]);
  expect(read(5n)).toEqual({ name: 'counter', packets: 5, bytes: 0 });
  expect(read(2n ** 53n)).toEqual({ name: 'counter', packets: 2n ** 53n, bytes: 0 });
});

test('text that holds no attributes', () => {
  expect(decodeAttributes('AAAA')).toBeUndefined();
  expect(decodeAttributes(Buffer.from([200, 0, 1, 0]).toString('base64'))).toBeUndefined();
});

describe('comments in user data', () => {
  test.each(['x', 'two words', 'gr\u00fc\u00dfe'])('%s', (comment) => {
    expect(decodeComment(encodeComment(comment))).toBe(comment);
  });

  test('behind other attributes', () => {
    expect(decodeComment(Uint8Array.of(7, 2, 1, 2, 0, 2, 0x61, 0))).toBe('a');
  });

  test('where there is none, or it is cut off', () => {
    expect(decodeComment(undefined)).toBeUndefined();
    expect(decodeComment(Uint8Array.of(7, 1, 1))).toBeUndefined();
    expect(decodeComment(Uint8Array.of(0, 9, 0x61, 0))).toBeUndefined();
  });
});
