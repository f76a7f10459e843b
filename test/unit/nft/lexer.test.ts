import { expect, test } from 'vitest';
import {
  END,
  JUNK,
  Lexer,
  LITERAL,
  NEWLINE,
  NUMBER,
  QUOTED,
  SYMBOL,
  type TokenKind,
  WILDCARD,
  WORD,
} from '../../../src/nft/parse/lexer.js';

function tokens(text: string): [TokenKind, string][] {
  const lexer = new Lexer(text);
  const found: [TokenKind, string][] = [];
  while (lexer.next() !== END) found.push([lexer.kind, lexer.value]);
  return found;
}

const cases: readonly (readonly [text: string, tokens: readonly [TokenKind, string][]])[] = [
  [
    'tcp dport 22',
    [
      [WORD, 'tcp'],
      [WORD, 'dport'],
      [NUMBER, '22'],
    ],
  ],
  [
    '192.0.2.1/24',
    [
      [LITERAL, '192.0.2.1'],
      [SYMBOL, '/'],
      [NUMBER, '24'],
    ],
  ],
  [
    '192.0.2.1-192.0.2.9',
    [
      [LITERAL, '192.0.2.1'],
      [SYMBOL, '-'],
      [LITERAL, '192.0.2.9'],
    ],
  ],
  [
    '192.0.2.1:80',
    [
      [LITERAL, '192.0.2.1'],
      [SYMBOL, ':'],
      [NUMBER, '80'],
    ],
  ],
  [
    '[2001:db8::1]:80-90',
    [
      [LITERAL, '2001:db8::1'],
      [SYMBOL, ':'],
      [NUMBER, '80'],
      [SYMBOL, '-'],
      [NUMBER, '90'],
    ],
  ],
  [
    '2001:db8::/32',
    [
      [LITERAL, '2001:db8::'],
      [SYMBOL, '/'],
      [NUMBER, '32'],
    ],
  ],
  ['::1', [[LITERAL, '::1']]],
  ['::ffff:192.0.2.1', [[LITERAL, '::ffff:192.0.2.1']]],
  ['fe80::1', [[LITERAL, 'fe80::1']]],
  ['dead:beef:1:2:3:4:5:6', [[LITERAL, 'dead:beef:1:2:3:4:5:6']]],
  ['00:00:5e:00:53:01', [[LITERAL, '00:00:5e:00:53:01']]],
  [
    ':80',
    [
      [SYMBOL, ':'],
      [NUMBER, '80'],
    ],
  ],
  ['1h30m', [[LITERAL, '1h30m']]],
  ['0x1F', [[NUMBER, '0x1F']]],
  ['18446744073709551615', [[NUMBER, '18446744073709551615']]],
  ['18446744073709551616', [[LITERAL, '18446744073709551616']]],
  ['eth0', [[WORD, 'eth0']]],
  ['eth*', [[WILDCARD, 'eth*']]],
  ['a\\*', [[WILDCARD, 'a\\*']]],
  ['echo-request', [[WORD, 'echo-request']]],
  ['8021q', [[LITERAL, '8021q']]],
  ['"a b # ;"', [[QUOTED, 'a b # ;']]],
  [
    '"open',
    [
      [JUNK, '"'],
      [WORD, 'open'],
    ],
  ],
  [
    'a==b!=c<=d>=e<<f>>g',
    'a == b != c <= d >= e << f >> g'.split(' ').map((word) => [/\w/.test(word) ? WORD : SYMBOL, word]),
  ],
  [
    'a # b\nc',
    [
      [WORD, 'a'],
      [NEWLINE, '\n'],
      [WORD, 'c'],
    ],
  ],
  [
    'a\n  # alone\nc',
    [
      [WORD, 'a'],
      [NEWLINE, '\n'],
      [WORD, 'c'],
    ],
  ],
  [
    'a \\\n b',
    [
      [WORD, 'a'],
      [WORD, 'b'],
    ],
  ],
  [
    'a ; b',
    [
      [WORD, 'a'],
      [SYMBOL, ';'],
      [WORD, 'b'],
    ],
  ],
  [
    'a\u00e9',
    [
      [WORD, 'a'],
      [JUNK, '\u00e9'],
    ],
  ],
  [
    '@nh,96,32',
    [
      [SYMBOL, '@'],
      [WORD, 'nh'],
      [SYMBOL, ','],
      [NUMBER, '96'],
      [SYMBOL, ','],
      [NUMBER, '32'],
    ],
  ],
  ['', []],
  ['# only', []],
];

test.each(cases)('%j', (text, expected) => expect(tokens(text)).toEqual(expected));

test('tokens know where they stand', () => {
  const lexer = new Lexer('add  "x y" # z\n');
  lexer.next();
  lexer.next();
  expect([lexer.start, lexer.end]).toEqual([5, 10]);
});

test('a million tokens take no stack', () => {
  const lexer = new Lexer('1 '.repeat(1_000_000));
  let count = 0;
  while (lexer.next() !== END) count++;
  expect(count).toBe(1_000_000);
});
