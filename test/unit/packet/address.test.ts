import { describe, expect, test } from 'vitest';
import {
  formatHardware,
  formatIp,
  formatIpv4,
  formatIpv4Word,
  parseHardware,
  parseIp,
  parseIpv4,
  parseIpv6,
} from '../../../src/packet/address.js';

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');

describe('IPv4 addresses', () => {
  test.each([
    ['0.0.0.0', '00000000'],
    ['192.0.2.1', 'c0000201'],
    ['255.255.255.255', 'ffffffff'],
  ])('%s', (text, bytes) => {
    expect(hex(parseIpv4(text))).toBe(bytes);
    expect(formatIp(Buffer.from(bytes, 'hex'))).toBe(text);
  });

  test.each([
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.04',
    '1.2.3.-4',
    '1.2.3.4 ',
    '0x1.2.3.4',
    '1..2.3',
  ])('none in %j', (text) => expect(parseIpv4(text)).toBeUndefined());
});

describe('IPv6 addresses', () => {
  test.each([
    ['::', '00'.repeat(16)],
    ['::1', `${'00'.repeat(15)}01`],
    ['1::', `0001${'00'.repeat(14)}`],
    ['2001:db8::1', '20010db8000000000000000000000001'],
    ['2001:db8:0:1:1:1:1:1', '20010db8000000010001000100010001'],
    ['2001:0:0:1::1', '20010000000000010000000000000001'],
    ['fe80::d4dc:1bff:fed4:9533', 'fe80000000000000d4dc1bfffed49533'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ])('%s', (text, bytes) => {
    expect(hex(parseIpv6(text))).toBe(bytes);
    expect(formatIp(Buffer.from(bytes, 'hex'))).toBe(text);
  });

  test.each([
    ['2001:DB8::1', '20010db8000000000000000000000001'],
    ['0:0:0:0:0:0:0:0', '00'.repeat(16)],
    ['64:ff9b::192.0.2.1', '0064ff9b0000000000000000c0000201'],
    ['1:2:3:4:5:6:192.0.2.1', '000100020003000400050006c0000201'],
  ])('%s, in another spelling', (text, bytes) => expect(hex(parseIpv6(text))).toBe(bytes));

  test.each([
    '',
    ':',
    ':::',
    '1',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    ':1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:',
    '192.0.2.1::',
    '::192.0.2.256',
    'fe80::1%eth0',
    '::1/128',
  ])('none in %j', (text) => expect(parseIpv6(text)).toBeUndefined());

  test('are told from IPv4 ones by their colons', () => {
    expect(parseIp('192.0.2.1')).toHaveLength(4);
    expect(parseIp('::192.0.2.1')).toHaveLength(16);
    expect(parseIp('localhost')).toBeUndefined();
  });
});

describe('hardware addresses', () => {
  test('have any length', () => {
    expect(hex(parseHardware('02:00:00:00:00:0a'))).toBe('02000000000a');
    expect(formatHardware(Uint8Array.of(2, 0, 255))).toBe('02:00:ff');
  });

  test.each(['', '02:00:00:00:00', '02-00', '02:00:00:00:00:0g', '100:00'])('%j', (text) => {
    const valid = text === '02:00:00:00:00';
    expect(parseHardware(text) !== undefined).toBe(valid);
  });
});

test('an IPv4 address reads the same as a number and as bytes', () => {
  const words = [0, 0xffff_ffff, 0xc000_0201, 0xc000_0202, 0x0a00_00ff, 0x0a00_0100, 0xc000_0201];
  for (const word of words) {
    const bytes = Uint8Array.of(word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255);
    expect(formatIpv4Word(word)).toBe(formatIpv4(bytes));
  }
});
