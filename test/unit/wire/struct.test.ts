import { expect, test } from 'vitest';
import { string, u8, u16, u32 } from '../../../src/wire/codec.js';
import { struct } from '../../../src/wire/struct.js';
import { Writer } from '../../../src/wire/writer.js';
import { u16 as host16, u32 as host32, layout, view } from '../../support/layout.js';

/** `struct rtnexthop` of `<linux/rtnetlink.h>`. */
const nextHop = struct({ length: u16, flags: u8, hops: u8, index: u32 });

test('fields are laid out in order, without padding', () => {
  const writer = new Writer();
  nextHop.write(writer, { index: 3, hops: 2, length: 0x0108, flags: 4 });
  expect(writer.finish()).toEqual(layout(host16(0x0108), 4, 2, host32(3)));
  expect(nextHop.size).toBe(8);
});

test('fields that are left out are zero', () => {
  const writer = new Writer();
  writer.append(new Uint8Array(600).fill(0xff));
  writer.truncate(0);
  nextHop.write(writer, { index: 3 });
  expect(writer.finish()).toEqual(layout(0, 0, 0, 0, host32(3)));
});

test('fields are read from anywhere in a buffer', () => {
  const bytes = view(layout(0xee, 0xee, host16(8), 1, 2, host32(7), 0xee));
  expect(nextHop.read(bytes, 2)).toEqual({ length: 8, flags: 1, hops: 2, index: 7 });
});

test('a field of no fixed size is a mistake in the schema', () => {
  expect(() => struct({ name: string })).toThrow(new TypeError('struct field name has no fixed size'));
});
