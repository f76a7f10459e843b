import { describe, expect, test } from 'vitest';
import { ifindex, linkName, linkRef } from '../../../src/check/link.js';

describe('an interface name', () => {
  test.each(['lo', 'eth0', 'a', 'veth%d', 'wan.100', 'a'.repeat(15), 'é'.repeat(7), '-x', 'a,b', '…'])(
    'may be %j',
    (name) => {
      expect(() => linkName('name', name)).not.toThrow();
      expect(() => linkRef('link', name)).not.toThrow();
    },
  );

  const blank = (name: string) =>
    new TypeError(`name must be an interface name without "/", ":" or blanks, not ${JSON.stringify(name)}`);
  const long = (name: string) => new RangeError(`name must be at most 15 bytes long, not "${name}"`);

  const refused: readonly (readonly [name: unknown, Error])[] = [
    ['', new TypeError('name must be an interface name, not an empty string')],
    ['a'.repeat(16), long('a'.repeat(16))],
    ['é'.repeat(8), long('é'.repeat(8))],
    ['.', blank('.')],
    ['..', blank('..')],
    ['a/b', blank('a/b')],
    ['eth0:1', blank('eth0:1')],
    ['a b', blank('a b')],
    ['a\tb', blank('a\tb')],
    ['a\n', blank('a\n')],
    ['a\0b', blank('a\0b')],
    [undefined, new TypeError('name must be an interface name, not undefined')],
    [5, new TypeError('name must be an interface name, not 5')],
  ];

  test.each(refused)('is refused: %j', (name, error) => {
    expect(() => linkName('name', name)).toThrow(error);
  });
});

describe('an interface index', () => {
  test.each([1, 2 ** 31 - 1])('may be %i', (index) => {
    expect(() => ifindex('index', index)).not.toThrow();
    expect(() => linkRef('link', index)).not.toThrow();
  });

  test.each([0, -1, 2 ** 31, 1.5])('is refused: %d', (index) => {
    const error = new RangeError(`index must be a whole number from 1 to 2147483647, not ${index}`);
    expect(() => ifindex('index', index)).toThrow(error);
    expect(() => linkRef('index', index)).toThrow(error);
  });
});
