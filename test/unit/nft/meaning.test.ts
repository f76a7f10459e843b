import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/nft/compile.js';
import { parse } from '../../../src/nft/parse/index.js';
import { stringifyJson } from '../../../src/nft/print/json.js';
import { bytecodeOf } from '../../support/nft_bytecode.js';
import { instructionsOf, listingOf } from './rule.js';

function listed(family: string, rule: string): string {
  return listingOf(family, instructionsOf(family, rule)).text;
}

/** Rules for which nft 1.0.6 makes or lists something that means something else. */
describe('what a rule means is kept', () => {
  test('a test behind a statement is not merged with one before it', () => {
    const rule = 'tcp sport 1 counter packets 0 bytes 0 tcp dport 2';
    expect(listed('ip', rule)).toBe(rule);
    expect(bytecodeOf(instructionsOf('ip', rule))).toContain(
      '[ payload load 2b @ transport header + 2 => reg 1 ]',
    );
  });

  test('two inequalities are not one', () => {
    const rule = 'tcp sport != 1 tcp dport != 2';
    expect(bytecodeOf(instructionsOf('ip', rule)).filter((line) => line.includes('cmp neq'))).toHaveLength(2);
    expect(listed('ip', rule)).toBe(rule);
  });

  test('neither are an equality and an inequality', () => {
    expect(listed('ip', 'tcp sport 1 tcp dport != 2')).toBe('tcp sport 1 tcp dport != 2');
  });

  test('a reset for one version of IP stays for that version', () => {
    const rule = 'meta nfproto ipv4 meta l4proto tcp meta mark 0x00000001 reject with tcp reset';
    expect(listed('inet', rule)).toContain('meta nfproto ipv4');
  });

  test.each(['tcp sport >= 1 tcp dport <= 2', 'tcp dport < 5 tcp dport > 1', 'ip ttl >= 5 ip ttl <= 1'])(
    'two orderings that are no range are not listed as one: %s',
    (rule) => {
      expect(listed('ip', rule)).toBe(rule);
    },
  );

  test('two that are one are', () => {
    expect(listed('ip', 'ip ttl >= 1 ip ttl <= 5')).toBe('ip ttl 1-5');
  });
});

describe('counters are exact', () => {
  const rule = 'counter packets 18446744073709551615 bytes 9007199254740993';

  test('from text to text and JSON', () => {
    const expressions = instructionsOf('ip', rule);
    expect(expressions).toEqual([{ name: 'counter', packets: 2n ** 64n - 1n, bytes: 2n ** 53n + 1n }]);
    const { text, expr } = listingOf('ip', expressions);
    expect(text).toBe(rule);
    expect(stringifyJson(expr)).toBe(
      '[{"counter": {"packets": 18446744073709551615, "bytes": 9007199254740993}}]',
    );
  });

  test('and no more than 64 bits', () => {
    expect(() => instructionsOf('ip', 'counter packets 18446744073709551616 bytes 0')).toThrow();
    const counter = { packets: 2n ** 64n, bytes: 0 };
    expect(() => instructionsOf('ip', [{ counter }])).toThrow(
      '[0].add.rule.expr[0].counter.packets: 18446744073709551616 is out of range',
    );
  });
});

describe('input without end', () => {
  test('brackets', () => {
    const text = `add rule ip t c meta mark ${'('.repeat(100_000)}1${')'.repeat(100_000)}`;
    expect(() => parse(text)).toThrow('brackets are nested more than 64 deep');
  });

  test('operators', () => {
    const text = `add rule ip t c meta mark set meta mark${' | 1'.repeat(5000)}`;
    expect(() => compile(text)).toThrow(/too deep/);
  });

  test('JSON', () => {
    let right: unknown = 1;
    for (let i = 0; i < 100_000; i++) right = { '|': [right, 1] };
    const left = { meta: { key: 'mark' } };
    expect(() => instructionsOf('ip', [{ match: { op: '==', left, right } }])).toThrow(/too deep/);
  });
});
