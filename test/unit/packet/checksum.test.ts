import { describe, expect, test } from 'vitest';
import { internetChecksum, pseudoHeader, transportChecksum } from '../../../src/packet/checksum.js';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('the Internet checksum', () => {
  test('of the example in RFC 1071', () => {
    expect(internetChecksum(bytes('0001 f203 f4f5 f6f7'))).toBe(0x220d);
  });

  test('of an IPv4 header, and 0 once it is in place', () => {
    expect(internetChecksum(bytes('4500 0073 0000 4000 4011 0000 c0a8 0001 c0a8 00c7'))).toBe(0xb861);
    expect(internetChecksum(bytes('4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7'))).toBe(0);
  });

  test('takes an odd last byte as the high one', () => {
    expect(internetChecksum(bytes('01'))).toBe(0xfeff);
    expect(internetChecksum(bytes('0001'), bytes('01'))).toBe(internetChecksum(bytes('0001 0100')));
  });

  test('carries, however long the data is', () => {
    expect(internetChecksum(new Uint8Array(1 << 20).fill(0xff))).toBe(0);
  });
});

describe('the pseudo header', () => {
  test('of IPv4', () => {
    expect(pseudoHeader({ source: '192.0.2.1', destination: '198.51.100.2' }, 6, 20)).toEqual(
      bytes('c0000201 c6336402 0006 0014'),
    );
  });

  test('of IPv6', () => {
    expect(pseudoHeader({ source: '::1', destination: '2001:db8::2' }, 58, 0x10000)).toEqual(
      bytes('00000000000000000000000000000001 20010db8000000000000000000000002 00010000 0000003a'),
    );
  });

  test('is not made of two versions, or of no address', () => {
    expect(() => pseudoHeader({ source: '::1', destination: '192.0.2.1' }, 6, 0)).toThrow(TypeError);
    expect(() => pseudoHeader({ source: 'localhost', destination: '192.0.2.1' }, 6, 0)).toThrow(
      'source must be an IPv4 or IPv6 address, not "localhost"',
    );
  });

  test('goes into a segment as sent by Linux', () => {
    const udp = bytes('0035 8f3a 000c 0000 6162 6364');
    const ends = { source: '192.0.2.1', destination: '192.0.2.2' };
    const sum = transportChecksum(ends, 17, udp);
    new DataView(udp.buffer).setUint16(6, sum);
    expect(transportChecksum(ends, 17, udp)).toBe(0);
  });
});
