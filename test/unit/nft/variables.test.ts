import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/nft/compile.js';
import { NftError } from '../../../src/nft/error.js';
import { parse } from '../../../src/nft/parse/index.js';
import { TEST_NAMES as names } from '../../support/nft_names.js';

function commandsOf(text: string): unknown[] {
  return parse(text).map(({ command }) => command);
}

/** Text with variables, and the same without. */
const same: readonly (readonly [text: string, plain: string])[] = [
  ['define a = 22\nadd rule t c tcp dport $a accept', 'add rule t c tcp dport 22 accept'],
  ['define a = 22; define b = $a\nredefine a = 80; add rule t c tcp dport $b', 'add rule t c tcp dport 22'],
  ['define a = { 22,\n # why\n 80 }\nadd rule t c tcp dport $a', 'add rule t c tcp dport { 22, 80 }'],
  ['define a = { 22, 80 }\nadd rule t c tcp dport { $a, 443 }', 'add rule t c tcp dport { 22, 80, 443 }'],
  ['define a = 10.0.0.0/8\nadd rule t c ip saddr $a drop', 'add rule t c ip saddr 10.0.0.0/8 drop'],
  ['define a = syn,ack\nadd rule t c tcp flags $a', 'add rule t c tcp flags syn,ack'],
  [
    'define a = 1.2.3.4\nadd rule t c ip saddr $a ip daddr $a',
    'add rule t c ip saddr 1.2.3.4 ip daddr 1.2.3.4',
  ],
  [
    'define a = { 1 : accept, 2 : jump x }\nadd rule t c tcp dport vmap $a',
    'add rule t c tcp dport vmap { 1 : accept, 2 : jump x }',
  ],
  ['define a = "eth 0"\nadd rule t c iifname $a', 'add rule t c iifname "eth 0"'],
  ['define a = x\nadd rule t c jump $a', 'add rule t c jump x'],
  [
    'define p = "filter"; define q = "drop"; define n = -5; define d = { lo, eth0 }\n' +
      'add chain t c { type filter hook input priority $p; policy $q; }\n' +
      'add chain netdev t c { type filter hook ingress devices = $d priority $n; }',
    'add chain t c { type filter hook input priority filter; policy drop; }\n' +
      'add chain netdev t c { type filter hook ingress devices = { lo, eth0 } priority -5; }',
  ],
  [
    'table t {\n define a = 1\n chain c {\n  define b = 2\n  redefine a = 3\n  tcp sport $a tcp dport $b\n }\n' +
      ' chain d { tcp dport $a; }\n}',
    'table t {\n chain c {\n  tcp sport 3 tcp dport 2\n }\n chain d { tcp dport 1; }\n}',
  ],
];

describe('variables', () => {
  test.each(same)('%j', (text, plain) => {
    expect(commandsOf(text)).toEqual(commandsOf(plain));
  });

  test('many rules alike, with a value that changes', () => {
    const rule = 'add rule t c tcp dport $a accept\n';
    const text = `define a = 1\n${rule.repeat(3)}redefine a = 2\n${rule.repeat(3)}`;
    const plain = `${rule.replace('$a', '1').repeat(3)}${rule.replace('$a', '2').repeat(3)}`;
    const expressions = (input: string) =>
      compile(input, { names }).operations.map((each) => ('rule' in each ? each.rule.expressions : each));
    expect(expressions(text)).toEqual(expressions(plain));
  });
});

const refused: readonly (readonly [text: string, line: number, column: number, reason: string])[] = [
  ['add rule t c tcp dport $a', 1, 24, 'variable "a" is not defined'],
  ['define a = 1\ndefine a = 2', 2, 8, 'variable "a" is defined already; "redefine" gives it another value'],
  ['undefine a', 1, 10, 'variable "a" is not defined here'],
  ['define a = 1; undefine a\nadd rule t c tcp dport $a', 2, 24, 'variable "a" is not defined'],
  ['table t {\n define a = 1\n}\nadd rule t c tcp dport $a', 4, 24, 'variable "a" is not defined'],
  [
    'table t {\n chain c {\n  define a = 1\n }\n chain d { tcp dport $a; }\n}',
    5,
    22,
    'variable "a" is not defined',
  ],
  ['define drop = 1', 1, 8, '"drop" is a reserved word and cannot be the name of a variable'],
  ['define a = drop', 1, 12, 'unexpected "drop", expected a value'],
  ['define a = 5 6', 1, 14, 'unexpected "6", expected the end of the line or ";"'],
  ['define a = 1\nadd rule t c tcp dport $5', 2, 25, 'unexpected "5", expected the name of a variable'],
  [
    'define a = 70000\nadd rule t c counter tcp dport $a accept',
    2,
    32,
    'port 70000 is out of range (0 to 65535)',
  ],
  ['define a = tcp\nadd rule t c ip saddr $a', 2, 23, '"tcp" is not an IPv4 address'],
];

describe('an error of a variable stands where the variable is named', () => {
  test.each(refused)('%j', (text, line, column, reason) => {
    try {
      compile(text, { names });
    } catch (error) {
      if (!(error instanceof NftError)) throw error;
      expect([error.line, error.column]).toEqual([line, column]);
      expect(error.message.split('\n')[0]).toBe(`line ${line}, column ${column}: ${reason}`);
      return;
    }
    throw new Error('accepted');
  });
});
