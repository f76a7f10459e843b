import { expect, test } from 'vitest';
import { encodePcap } from '../../../src/packet/pcap.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('a capture file has a header and records, big-endian, with nanoseconds', () => {
  const header = `a1b23c4d${'00020004'}${'00000000'}${'00000000'}${'00040000'}`;
  const records = [
    { timestamp: 1_700_000_000_123_456_789n, bytes: Uint8Array.of(1, 2, 3) },
    { timestamp: 1n, bytes: Uint8Array.of(4), length: 1500 },
  ];
  expect(hex(encodePcap(records))).toBe(
    `${header}00000001` +
      `6553f100${'075bcd15'}${'00000003'}${'00000003'}010203` +
      `00000000${'00000001'}${'00000001'}${'000005dc'}04`,
  );
  expect(hex(encodePcap([], 'ip'))).toBe(`${header}00000065`);
});

test.each([undefined, null, 5, 'frames', {}])('what is no list of packets is refused: %s', (records) => {
  expect(() => encodePcap(records as never)).toThrow(/^encodePcap takes a list of frames/);
});

test('and so is a link that nobody knows', () => {
  expect(() => encodePcap([], 'wifi' as never)).toThrow("link must be 'ethernet' or 'ip', not 'wifi'");
});
