import { describe, expect, test } from 'vitest';
import { ipAddress, macAddress, parsePrefix } from '../../../src/check/ip.js';

describe('an address', () => {
  test.each(['0.0.0.0', '192.0.2.1', '255.255.255.255', '::', '::1', '2001:DB8::1', '::ffff:192.0.2.1'])(
    'may be %s',
    (address) => {
      expect(() => ipAddress('via', address)).not.toThrow();
    },
  );

  test.each([
    '',
    'localhost',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.01',
    '192.0.2.1 ',
    '192.0.2.1/24',
    '1:2:3:4:5:6:7',
    '1::2::3',
    'fe80::1%eth0',
    ':::',
    '0x7f000001',
  ])('is refused: %j', (address) => {
    expect(() => ipAddress('via', address)).toThrow(
      new TypeError(`via must be an IPv4 or IPv6 address, not ${JSON.stringify(address)}`),
    );
  });

  test('is a string', () => {
    expect(() => ipAddress('via', 5)).toThrow(new TypeError('via must be an IPv4 or IPv6 address, not 5'));
  });
});

describe('a prefix', () => {
  test.each([
    ['192.0.2.1/24', '192.0.2.1', [192, 0, 2, 1], 24],
    ['192.0.2.1', '192.0.2.1', [192, 0, 2, 1], 32],
    ['0.0.0.0/0', '0.0.0.0', [0, 0, 0, 0], 0],
    ['255.255.255.255/32', '255.255.255.255', [255, 255, 255, 255], 32],
    ['::/0', '::', Array(16).fill(0), 0],
    ['::1', '::1', [...Array(15).fill(0), 1], 128],
    ['2001:db8::/32', '2001:db8::', [0x20, 1, 0x0d, 0xb8, ...Array(12).fill(0)], 32],
  ])('%s is an address and a length', (text, address, bytes, length) => {
    expect(parsePrefix('to', text)).toEqual({ address, bytes: Uint8Array.from(bytes), length });
  });

  const malformed = (value: string) =>
    new TypeError(`to must be an address with a prefix length such as 192.0.2.1/24, not "${value}"`);
  const tooLong = (most: number, value: string) =>
    new RangeError(`to must have a prefix length from 0 to ${most}, not "${value}"`);

  const refused: readonly (readonly [value: unknown, Error])[] = [
    ['192.0.2.0/33', tooLong(32, '192.0.2.0/33')],
    ['2001:db8::/129', tooLong(128, '2001:db8::/129')],
    ['192.0.2.0/', malformed('192.0.2.0/')],
    ['192.0.2.0/-1', malformed('192.0.2.0/-1')],
    ['192.0.2.0/024', malformed('192.0.2.0/024')],
    ['192.0.2.0/24/8', malformed('192.0.2.0/24/8')],
    ['192.0.2.0/255.255.255.0', malformed('192.0.2.0/255.255.255.0')],
    ['192.0.2.0/1e1', malformed('192.0.2.0/1e1')],
    ['192.0.2/24', malformed('192.0.2/24')],
    ['default', malformed('default')],
    ['/24', malformed('/24')],
    [24, new TypeError('to must be an address with a prefix length, not 24')],
  ];

  test.each(refused)('is refused: %j', (value, error) => {
    expect(() => parsePrefix('to', value)).toThrow(error);
  });
});

describe('a MAC address', () => {
  test.each(['02:00:00:00:00:01', '02-00-00-00-00-01', 'AA:bb:CC:dd:EE:ff'])('may be %s', (address) => {
    expect(() => macAddress('address', address)).not.toThrow();
  });

  test.each([
    '',
    '02:00:00:00:00',
    '02:00:00:00:00:01:02',
    '2:0:0:0:0:1',
    '02:00:00:00:00:0g',
    '020000000001',
    5,
  ])('is refused: %j', (address) => {
    expect(() => macAddress('address', address)).toThrow(
      new TypeError(
        `address must be a MAC address such as 02:00:00:00:00:01, not ${JSON.stringify(address)}`,
      ),
    );
  });
});
