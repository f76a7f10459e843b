import { describe, expect, test } from 'vitest';
import {
  bitNames,
  bytes,
  type Codec,
  flag,
  ip,
  link,
  mac,
  named,
  s32,
  string,
  u8,
  u16,
  u32,
  u64,
} from '../../../src/wire/codec.js';
import { Writer } from '../../../src/wire/writer.js';
import * as c from '../../support/layout.js';

function written<In>(codec: Codec<unknown, In>, value: In): number[] {
  const writer = new Writer();
  codec.write(writer, value);
  return [...writer.finish()];
}

function read<Out>(codec: Codec<Out, never>, encoded: Uint8Array): Out {
  return codec.read(c.view(encoded), 0, encoded.length);
}

interface Case {
  readonly name: string;
  readonly codec: Codec<unknown, never>;
  readonly value: unknown;
  readonly encoded: readonly number[];
}

const colours = named(u8, { red: 1, green: 2 });

const cases: readonly Case[] = [
  { name: 'u8', codec: u8, value: 0xff, encoded: [0xff] },
  { name: 'u16', codec: u16, value: 0x0102, encoded: c.u16(0x0102) },
  { name: 'u32', codec: u32, value: 0xfedcba98, encoded: c.u32(0xfedcba98) },
  { name: 's32', codec: s32, value: -2, encoded: c.s32(-2) },
  { name: 'u64', codec: u64, value: 0xfedcba9876543210n, encoded: c.u64(0xfedcba9876543210n) },
  { name: 'string', codec: string, value: 'eth0', encoded: [0x65, 0x74, 0x68, 0x30, 0] },
  { name: 'empty string', codec: string, value: '', encoded: [0] },
  { name: 'string beyond ASCII', codec: string, value: 'é€😀', encoded: [...Buffer.from('é€😀'), 0] },
  { name: 'bytes', codec: bytes, value: Uint8Array.of(1, 2, 3), encoded: [1, 2, 3] },
  { name: 'flag', codec: flag, value: true, encoded: [] },
  { name: 'IPv4 address', codec: ip, value: '192.0.2.1', encoded: [192, 0, 2, 1] },
  {
    name: 'IPv6 address',
    codec: ip,
    value: '2001:db8::1',
    encoded: [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  },
  { name: 'MAC address', codec: mac, value: '02:00:5e:10:00:ff', encoded: [2, 0, 0x5e, 0x10, 0, 0xff] },
  { name: 'interface index', codec: link, value: 7, encoded: c.u32(7) },
  { name: 'named number', codec: colours, value: 'green', encoded: [2] },
  { name: 'number without a name', codec: colours, value: 9, encoded: [9] },
];

describe('codecs', () => {
  test.each(cases)('$name is written as the header lays it out', ({ codec, value, encoded }) => {
    expect(written(codec as Codec<unknown, unknown>, value)).toEqual(encoded);
  });

  test.each(cases)('$name is read back', ({ codec, value, encoded }) => {
    expect(read(codec, Uint8Array.from(encoded))).toEqual(value);
  });

  test.each(cases)('$name knows its size, or that it has none', ({ codec, encoded }) => {
    expect(codec.size ?? encoded.length).toBe(encoded.length);
  });
});

describe('what is read', () => {
  test('may lack the NUL of a string', () => {
    expect(read(string, Uint8Array.from(Buffer.from('eth0')))).toBe('eth0');
    expect(read(string, new Uint8Array())).toBe('');
  });

  test('may be a hardware address of any length', () => {
    expect(read(mac, Uint8Array.of(0xfe, 0x80, 0, 1))).toBe('fe:80:00:01');
  });

  test('is a view of the bytes, not a copy', () => {
    const view = c.view(Uint8Array.of(1, 2, 3));
    const found = bytes.read(view, 1, 3);
    view.setUint8(2, 9);
    expect([...found]).toEqual([2, 9]);
  });

  test('starts where the view starts, wherever that is in its buffer', () => {
    const { buffer } = Uint8Array.of(0xaa, 0x65, 0x74, 0x68, 0, 0xbb);
    expect(string.read(new DataView(buffer, 1), 0, 4)).toBe('eth');
    expect([...bytes.read(new DataView(buffer, 1), 0, 1)]).toEqual([0x65]);
  });
});

describe('a value that does not fit', () => {
  const outside = (least: number, most: number, value: number) =>
    new RangeError(`must be a whole number from ${least} to ${most}, not ${value}`);

  const refused: readonly (readonly [Codec<unknown, never>, value: unknown, Error])[] = [
    [u8, 256, outside(0, 0xff, 256)],
    [u8, -1, outside(0, 0xff, -1)],
    [u8, 1.5, outside(0, 0xff, 1.5)],
    [u16, 0x1_0000, outside(0, 0xffff, 0x1_0000)],
    [u32, 2 ** 32, outside(0, 0xffff_ffff, 2 ** 32)],
    [u32, Number.NaN, outside(0, 0xffff_ffff, Number.NaN)],
    [u32, '5', new TypeError('must be a number, not "5"')],
    [s32, 2 ** 31, outside(-(2 ** 31), 2 ** 31 - 1, 2 ** 31)],
    [u64, -1n, new RangeError('must fit 64 bits, not -1')],
    [u64, 2n ** 64n, new RangeError('must fit 64 bits, not 18446744073709551616')],
    [string, 5, new TypeError('must be a string, not 5')],
    [ip, '192.0.2', new TypeError('must be an IPv4 or IPv6 address, not "192.0.2"')],
    [mac, '02:00', new TypeError('must be a MAC address such as 02:00:00:00:00:01, not "02:00"')],
    [colours, 'blue', new TypeError('must be one of red, green, not "blue"')],
    [colours, 256, outside(0, 0xff, 256)],
  ];

  test.each(refused)('is refused (%#)', (codec, value, error) => {
    expect(() => written(codec as Codec<unknown, unknown>, value)).toThrow(error);
  });
});

test('an interface that is named by name leaves its place to the addon', () => {
  const writer = new Writer();
  u32.write(writer, 1);
  link.write(writer, 'eth0');
  expect([...writer.finish()]).toEqual([...c.u32(1), ...c.u32(0)]);
  expect(writer.names).toEqual(['eth0']);
  expect(writer.slots).toEqual([4, 0]);
});

test('bits are named in the order of their table, and those without a name are passed over', () => {
  const namesOf = bitNames({ up: 0x1, loopback: 0x8, broadcast: 0x2 });
  expect(namesOf(0xffff_fffb)).toEqual(['up', 'loopback', 'broadcast']);
  expect(namesOf(0xa)).toEqual(['loopback', 'broadcast']);
  expect(namesOf(0)).toEqual([]);
});
