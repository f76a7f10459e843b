import { describe, expect, test } from 'vitest';
import { attributes, headed, list } from '../../../src/wire/attributes.js';
import { bytes, flag, string, u8, u16, u32 } from '../../../src/wire/codec.js';
import { struct } from '../../../src/wire/struct.js';
import { Writer } from '../../../src/wire/writer.js';
import { attribute, chars, u16 as host16, u32 as host32, layout, view } from '../../support/layout.js';

const NLA_F_NESTED = 0x8000;
const NLA_F_NET_BYTEORDER = 0x4000;

const peer = headed(struct({ family: u8, pad: u8, type: u16 }), attributes({ name: [3, string] }));
const schema = attributes({
  name: [3, string],
  mtu: [4, u32],
  raw: [7, bytes],
  quiet: [9, flag],
  info: [18, attributes({ kind: [1, string], data: [2, attributes({ id: [1, u16] })] })],
  altNames: [52, list(53, string)],
  peer: [60, peer],
});

function encode(values: Parameters<typeof schema.write>[1]): Uint8Array {
  const writer = new Writer();
  schema.write(writer, values);
  return writer.finish();
}

const decode = (encoded: Uint8Array) => schema.read(view(encoded), 0, encoded.length);

describe('attributes', () => {
  test('are written in the order of the values, each padded to four bytes', () => {
    expect(encode({ mtu: 1400, name: 'a', raw: Uint8Array.of(1, 2, 3, 4, 5) })).toEqual(
      layout(
        attribute(4, host32(1400)),
        layout(host16(6), host16(3), chars('a'), 0, 0, 0),
        layout(host16(9), host16(7), 1, 2, 3, 4, 5, 0, 0, 0),
      ),
    );
  });

  test('without a value are left out', () => {
    expect(encode({ mtu: undefined, quiet: false })).toEqual(new Uint8Array());
  });

  test('that are flags are a header alone', () => {
    expect(encode({ quiet: true })).toEqual(layout(host16(4), host16(9)));
  });

  test('are marked as nested where they hold others, at every level', () => {
    const id = attribute(1, host16(5));
    const data = attribute(2 | NLA_F_NESTED, id);
    expect(encode({ info: { kind: 'vlan', data: { id: 5 } } })).toEqual(
      attribute(18 | NLA_F_NESTED, attribute(1, chars('vlan'), 0), data),
    );
  });

  test('may start with a fixed header', () => {
    const value = { header: { family: 2, type: 772 }, attributes: { name: 'p' } };
    const encoded = attribute(60 | NLA_F_NESTED, 2, 0, host16(772), attribute(3, chars('p'), 0));
    expect(encode({ peer: value })).toEqual(encoded);
    expect(decode(encoded)).toEqual({ peer: { family: 2, pad: 0, type: 772, name: 'p' } });
  });

  test('that are lists hold one entry an attribute', () => {
    const encoded = attribute(52 | 0x8000, attribute(53, chars('a'), 0), attribute(53, chars('bc'), 0));
    expect(encode({ altNames: ['a', 'bc'] })).toEqual(encoded);
    expect(decode(encoded)).toEqual({ altNames: ['a', 'bc'] });
  });

  test('are read whatever their order and their flags', () => {
    const encoded = layout(
      attribute(4 | NLA_F_NET_BYTEORDER, host32(1400)),
      attribute(3, chars('eth0'), 0),
      attribute(18, attribute(1, chars('veth'), 0)),
    );
    expect(decode(encoded)).toEqual({ mtu: 1400, name: 'eth0', info: { kind: 'veth' } });
  });

  test('that nobody knows are kept, at every level', () => {
    const encoded = layout(attribute(99, 1, 2, 3), attribute(18, attribute(77, 4)));
    expect(decode(encoded)).toEqual({
      info: { unknown: [{ type: 77, data: Uint8Array.of(4) }] },
      unknown: [{ type: 99, data: Uint8Array.of(1, 2, 3) }],
    });
  });

  test('that are too short for their codec are kept as they came', () => {
    expect(decode(attribute(4, 1, 2))).toEqual({ unknown: [{ type: 4, data: Uint8Array.of(1, 2) }] });
  });

  test('that are longer than their codec are read as far as it goes', () => {
    expect(decode(attribute(4, host32(9), 1, 2, 3, 4))).toEqual({ mtu: 9 });
  });
});

describe('a broken stream of attributes', () => {
  const whole = attribute(4, host32(1400));

  test.each([
    ['a length shorter than the header', layout(whole, host16(3), host16(3))],
    ['a length of zero', layout(whole, host16(0), host16(3))],
    ['a length beyond the end', layout(whole, host16(9), host16(3), 1, 2, 3, 4)],
    ['half a header', layout(whole, host16(8))],
  ])('ends before %s', (_what, encoded) => {
    expect(decode(encoded)).toEqual({ mtu: 1400 });
  });
});

describe('an error in a value', () => {
  test('names the attribute', () => {
    expect(() => encode({ mtu: -1 })).toThrow(
      new RangeError('mtu must be a whole number from 0 to 4294967295, not -1'),
    );
  });

  test('names the attribute within those that hold it', () => {
    expect(() => encode({ info: { data: { id: 65_536 } } })).toThrow(
      new RangeError('info.data.id must be a whole number from 0 to 65535, not 65536'),
    );
  });

  test('names an attribute that the schema does not have', () => {
    const values = { color: 1 } as never;
    expect(() => encode(values)).toThrow(new TypeError('unknown attribute color'));
  });

  test('says so if the value is longer than 16 bits can tell', () => {
    expect(encode({ raw: new Uint8Array(0xffff - 4) })).toHaveLength(0x10000);
    expect(() => encode({ raw: new Uint8Array(0xffff - 3) })).toThrow(
      new RangeError('raw is too long for a netlink attribute (65536 bytes)'),
    );
  });
});
