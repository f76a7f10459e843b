import { expect, test } from 'vitest';
import { Writer } from '../../../src/wire/writer.js';

test('what was written stays when the writer grows', () => {
  const writer = new Writer();
  const parts = Array.from({ length: 300 }, (_, i) => Uint8Array.of(i & 0xff, i >> 8, 7));
  for (const part of parts) writer.append(part);
  expect([...writer.finish()]).toEqual(parts.flatMap((part) => [...part]));
});

test('a view taken after growing writes to the bytes that are handed over', () => {
  const writer = new Writer();
  const at = writer.reserve(5000);
  writer.view.setUint8(at + 4999, 42);
  expect(writer.finish()[4999]).toBe(42);
});

test.each([
  [0, 0],
  [1, 4],
  [3, 4],
  [4, 4],
  [513, 516],
])('%i bytes are padded with zeros to %i', (length, padded) => {
  const writer = new Writer();
  writer.append(new Uint8Array(length).fill(0xff));
  writer.align();
  expect([...writer.finish()]).toEqual([...Array(length).fill(0xff), ...Array(padded - length).fill(0)]);
});

test('room that is taken again after a truncation is zero', () => {
  const writer = new Writer();
  writer.append(Uint8Array.of(1, 2, 3, 4, 5));
  writer.truncate(2);
  writer.reserve(3);
  expect([...writer.finish()]).toEqual([1, 2, 0, 0, 0]);
});

test('names of links are kept once for several uses in a row, and in the order of their slots', () => {
  const writer = new Writer();
  for (const name of ['eth0', 'eth0', 'eth1', 'eth0']) writer.linkName(name);
  expect(writer.names).toEqual(['eth0', 'eth1', 'eth0']);
  expect(writer.slots).toEqual([0, 0, 4, 0, 8, 1, 12, 2]);
});

test('a truncation takes back the names that stood behind it', () => {
  const writer = new Writer();
  writer.linkName('eth0');
  writer.linkName('eth1');
  writer.truncate(4);
  expect(writer.slots).toEqual([0, 0]);
  writer.linkName('eth2');
  const [, second] = [writer.slots[1], writer.slots[3]];
  expect(writer.slots[2]).toBe(4);
  expect(writer.names[second ?? -1]).toBe('eth2');
});
