import { describe, expect, test } from 'vitest';
import { namespaceName } from '../../../src/namespace/name.js';

describe('the name of a namespace', () => {
  test.each(['lan', 'a', 'blue.1', '...', 'a b', '-x', 'é', 'a'.repeat(255)])('may be %j', (name) => {
    expect(() => namespaceName('name', name)).not.toThrow();
  });

  const noFile = (name: string) =>
    new TypeError(`name must be a file name without "/", not ${JSON.stringify(name)}`);
  const long = (name: string) => new RangeError(`name must be at most 255 bytes long, not "${name}"`);

  const refused: readonly (readonly [name: unknown, Error])[] = [
    ['', new TypeError('name must be a name that is not empty, not ""')],
    [5, new TypeError('name must be a name that is not empty, not 5')],
    [null, new TypeError('name must be a name that is not empty, not null')],
    ['.', noFile('.')],
    ['..', noFile('..')],
    ['a/b', noFile('a/b')],
    ['../a', noFile('../a')],
    ['a\0b', noFile('a\0b')],
    ['a'.repeat(256), long('a'.repeat(256))],
    ['é'.repeat(128), long('é'.repeat(128))],
  ];

  test.each(refused)('is refused: %j', (name, error) => {
    expect(() => namespaceName('name', name)).toThrow(error);
  });
});
