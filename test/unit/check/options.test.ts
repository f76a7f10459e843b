import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  boolean,
  type Check,
  checkOptions,
  integer,
  nested,
  oneOf,
  port,
  show,
  signal,
  text,
} from '../../../src/check/options.js';

const checks = { name: text, size: integer(1, 9), inner: nested({ up: boolean }, ['up']) };
const act = (options: unknown, required: ('name' | 'size')[] = []) =>
  checkOptions('things.add', options as Record<keyof typeof checks, never>, checks, required);

describe('an options object', () => {
  test.each([
    { name: 'a', size: 3 },
    { name: 'a', inner: { up: true } },
    { name: 'a', size: undefined },
    Object.assign(Object.create({ inherited: 1 }), { name: 'a' }),
  ])('may be %j', (options) => {
    expect(() => act(options, ['name'])).not.toThrow();
  });

  const refused: readonly (readonly [options: unknown, Error])[] = [
    [undefined, new TypeError('things.add takes an object, not undefined')],
    [null, new TypeError('things.add takes an object, not null')],
    ['a', new TypeError('things.add takes an object, not "a"')],
    [[], new TypeError('things.add takes an object, not []')],
    [{ size: 3 }, new TypeError('things.add needs name')],
    [{ name: undefined }, new TypeError('things.add needs name')],
    [{ name: 'a', colour: 1 }, new TypeError('things.add does not know the option colour')],
    [
      { nmae: 'a', name: 'a' },
      new TypeError('things.add does not know the option nmae; did you mean "name"?'),
    ],
    [{ name: 'a', colour: undefined }, new TypeError('things.add does not know the option colour')],
    [{ name: 'a', toString: 1 }, new TypeError('things.add does not know the option toString')],
    [{ name: 'a', constructor: 1 }, new TypeError('things.add does not know the option constructor')],
    [{ name: 5 }, new TypeError('name must be a string, not 5')],
    [{ name: 'a', size: null }, new TypeError('size must be a number, not null')],
    [{ name: 'a', size: 10 }, new RangeError('size must be a whole number from 1 to 9, not 10')],
    [{ name: 'a', inner: 1 }, new TypeError('inner takes an object, not 1')],
    [{ name: 'a', inner: {} }, new TypeError('inner needs up')],
    [{ name: 'a', inner: { up: 1 } }, new TypeError('inner.up must be true or false, not 1')],
    [{ name: 'a', inner: { up: true, x: 1 } }, new TypeError('inner does not know the option x')],
  ];

  test.each(refused)('is refused: %j', (options, error) => {
    expect(() => act(options, ['name'])).toThrow(error);
  });

  test('is refused in a few words, however long what it says is', () => {
    for (const options of [{ ['x'.repeat(1e6)]: 1 }, 'x'.repeat(1e6), { name: ['x'.repeat(1e6)] }]) {
      let message = '';
      try {
        act(options);
      } catch (error) {
        ({ message } = error as Error);
      }
      expect(message).toMatch(/x{100}\.\.\. \(\d+ characters\)$/);
      expect(message.length).toBeLessThan(400);
    }
  });

  test('gives the path of what lies two levels down', () => {
    const deep = { a: nested({ b: nested({ c: boolean }) }) };
    expect(() => checkOptions('x', { a: { b: { c: 1 } } } as never, deep as never)).toThrow(
      new TypeError('a.b.c must be true or false, not 1'),
    );
  });
});

describe('a value', () => {
  const all: Readonly<Record<string, Check>> = {
    boolean,
    text,
    port,
    signal,
    integer: integer(-5, 5),
    oneOf: oneOf('red', 'green'),
  };

  const accepted: readonly (readonly [name: string, value: unknown])[] = [
    ['boolean', false],
    ['text', ''],
    ['port', 0],
    ['port', 65_535],
    ['signal', new AbortController().signal],
    ['integer', -5],
    ['oneOf', 'green'],
  ];

  test.each(accepted)('of check %s may be %j', (name, value) => {
    expect(() => all[name]?.('field', value)).not.toThrow();
  });

  const refused: readonly (readonly [name: string, value: unknown, Error])[] = [
    ['boolean', 'yes', new TypeError('field must be true or false, not "yes"')],
    ['text', 1n, new TypeError('field must be a string, not 1n')],
    ['port', -1, new RangeError('field must be a whole number from 0 to 65535, not -1')],
    ['port', 65_536, new RangeError('field must be a whole number from 0 to 65535, not 65536')],
    ['port', 80.5, new RangeError('field must be a whole number from 0 to 65535, not 80.5')],
    ['port', '80', new TypeError('field must be a number, not "80"')],
    ['signal', {}, new TypeError('field must be an AbortSignal, not {}')],
    [
      'integer',
      Number.POSITIVE_INFINITY,
      new RangeError('field must be a whole number from -5 to 5, not Infinity'),
    ],
    ['integer', Number.NaN, new RangeError('field must be a whole number from -5 to 5, not NaN')],
    ['oneOf', 'blue', new TypeError('field must be one of "red", "green", not "blue"')],
    ['oneOf', 'toString', new TypeError('field must be one of "red", "green", not "toString"')],
  ];

  test.each(refused)('of check %s is refused: %o', (name, value, error) => {
    expect(() => all[name]?.('field', value)).toThrow(error);
  });

  test.each(Object.entries(all))('whatever it is, %s accepts it or names the field', (_name, check) => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }), (value) => {
        try {
          check('some.field', value);
        } catch (error) {
          expect(['TypeError', 'RangeError']).toContain((error as Error).name);
          expect((error as Error).message).toMatch(/^some\.field must be /);
        }
      }),
    );
  });
});

test.each([
  ['a"b', '"a\\"b"'],
  [5, '5'],
  [undefined, 'undefined'],
  [[1, 2], '[ 1, 2 ]'],
  [{ a: { b: 1 } }, '{ a: [Object] }'],
  [Symbol('x'), 'Symbol(x)'],
])('%o is shown as %s', (value, shown) => {
  expect(show(value)).toBe(shown);
});
