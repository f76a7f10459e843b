import { expect, test } from 'vitest';
import { attributePath, attributes, headed } from '../../../src/wire/attributes.js';
import { string, u8, u16, u32 } from '../../../src/wire/codec.js';
import { struct } from '../../../src/wire/struct.js';
import { Writer } from '../../../src/wire/writer.js';

const peer = headed(struct({ family: u8, pad: u8, type: u16 }), attributes({ name: [3, string] }));
const schema = attributes({
  mtu: [4, u32],
  info: [18, attributes({ kind: [1, string], data: [2, attributes({ peer: [1, peer] })] })],
});

const writer = new Writer();
writer.reserve(12); // whatever stands before the attributes
schema.write(writer, {
  mtu: 1500, // 12: header, 16: value
  info: {
    kind: 'veth', // 20: header of info, 24: header, 28: value, 33: padding
    data: { peer: { header: {}, attributes: { name: 'p' } } }, // 36, 40, 44: fixed header, 48: header, 52: value
  },
});

test.each([
  [11, []],
  [12, ['mtu']],
  [16, ['mtu']],
  [19, ['mtu']],
  [20, ['info']],
  [23, ['info']],
  [24, ['info', 'kind']],
  [32, ['info', 'kind']],
  [36, ['info', 'data']],
  [40, ['info', 'data', 'peer']],
  [44, ['info', 'data', 'peer']],
  [48, ['info', 'data', 'peer', 'name']],
  [53, ['info', 'data', 'peer', 'name']],
  [5000, []],
])('byte %i lies in %j', (offset, path) => {
  expect(attributePath(schema, writer.view, 12, writer.length, offset)).toEqual(path);
});

test('an attribute without a name is told by its number', () => {
  const other = attributes({ other: [1, u32] });
  expect(attributePath(other, writer.view, 12, writer.length, 12)).toEqual(['attribute 4']);
});
