import { describe, expect, test } from 'vitest';
import { wireguardKey } from '../../../src/wireguard/key.js';
import { generatePresharedKey, generatePrivateKey, publicKey } from '../../../src/wireguard/keys.js';

const bytes = (key: string) => [...Buffer.from(key, 'base64')];

describe('keys', () => {
  test('of which the public one follows from the private one', () => {
    // What `wg pubkey` makes of the bytes 1 to 32.
    expect(publicKey('AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=')).toBe(
      'B6N8vBQgk8i3VdwbEOhstCY3StFqqFPtC9/AsrhtHHw=',
    );
  });

  test('that are generated are scalars of Curve25519, each another one', () => {
    const keys = Array.from({ length: 50 }, generatePrivateKey);
    expect(new Set(keys).size).toBe(50);
    for (const key of keys) {
      expect(() => wireguardKey('key', key)).not.toThrow();
      expect(bytes(key)).toHaveLength(32);
      expect((bytes(key)[0] ?? 0) & 7).toBe(0);
      expect((bytes(key)[31] ?? 0) & 0xc0).toBe(0x40);
      expect(bytes(publicKey(key))).toHaveLength(32);
    }
    expect(bytes(generatePresharedKey())).toHaveLength(32);
    expect(generatePresharedKey()).not.toBe(generatePresharedKey());
  });

  test.each([
    ['', 'empty'],
    ['AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA', 'without its padding'],
    ['AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyB=', 'with bits behind its end'],
    ['AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw==', 'a byte short'],
    ['AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh', 'a byte long'],
    ['AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0e_yA=', 'of another alphabet'],
    ['AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n', 'with a line end'],
  ])('are refused without being shown: %j, %s', (key) => {
    expect(() => publicKey(key)).toThrow(/^privateKey must be a key of 32 bytes in base64/);
    expect(() => publicKey(key)).not.toThrow('BAUG');
  });

  test('are text', () => {
    expect(() => publicKey(5 as never)).toThrow('privateKey must be a key of 32 bytes in base64');
  });
});
