import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/nft/compile.js';
import type { LowExpression } from '../../../src/nft/expr/index.js';
import { bytecodeOf } from '../../support/nft_bytecode.js';
import { TEST_NAMES } from '../../support/nft_names.js';
import { instructionsOf, listingOf } from './rule.js';

/** What newer versions of nft than 1.0.6 have, as they compile it: family, rule, how it ends, JSON of its left side. */
const rules: readonly (readonly [
  family: string,
  rule: string,
  bytecode: readonly string[],
  left?: object,
])[] = [
  [
    'netdev',
    'tunnel path exists',
    ['[ tunnel load path => reg 1 ]', '[ cmp eq reg 1 0x00000001 ]'],
    { tunnel: { key: 'path' } },
  ],
  [
    'netdev',
    'tunnel path missing',
    ['[ tunnel load path => reg 1 ]', '[ cmp eq reg 1 0x00000000 ]'],
    { tunnel: { key: 'path' } },
  ],
  [
    'netdev',
    'tunnel id 10',
    ['[ tunnel load id => reg 1 ]', '[ cmp eq reg 1 0x0000000a ]'],
    { tunnel: { key: 'id' } },
  ],
  ['bridge', 'meta broute set 1', ['[ immediate reg 1 0x00000001 ]', '[ meta set bri_broute with reg 1 ]']],
  [
    'bridge',
    'meta ibrhwaddr 02:00:00:00:00:01',
    ['[ meta load bri_iifhwaddr => reg 1 ]', '[ cmp eq reg 1 0x00000002 0x00000100 ]'],
    { meta: { key: 'ibrhwaddr' } },
  ],
  [
    'ip6',
    'icmpv6 type nd-neighbor-solicit icmpv6 taddr 2001:db8::1',
    [
      '[ payload load 16b @ transport header + 8 => reg 1 ]',
      '[ cmp eq reg 1 0xb80d0120 0x00000000 0x00000000 0x01000000 ]',
    ],
    { payload: { protocol: 'icmpv6', field: 'taddr' } },
  ],
  [
    'ip6',
    'icmpv6 daddr 2001:db8::1',
    [
      '[ cmp eq reg 1 0x00000089 ]',
      '[ payload load 16b @ transport header + 24 => reg 1 ]',
      '[ cmp eq reg 1 0xb80d0120 0x00000000 0x00000000 0x01000000 ]',
    ],
    { payload: { protocol: 'icmpv6', field: 'daddr' } },
  ],
];

describe('what newer versions of nft have', () => {
  test.for(rules)('in tables of %s: %s', ([family, rule, bytecode, left]) => {
    const expressions = instructionsOf(family, rule);
    expect(bytecodeOf(expressions).slice(-bytecode.length)).toEqual(bytecode);
    const { text, expr } = listingOf(family, expressions);
    expect(text).toBe(rule);
    if (left !== undefined) expect(expr.at(-1)).toMatchObject({ match: { left } });
    expect(instructionsOf(family, expr)).toEqual(expressions);
  });

  test('a target of neighbor discovery is in messages of several types', () => {
    const input = 'add rule ip6 t c icmpv6 taddr 2001:db8::1';
    const { operations } = compile(input, { names: TEST_NAMES });
    const elements = operations.flatMap((each) =>
      each.op === 'newelements' ? (each.elements.elements ?? []) : [],
    );
    expect(elements.map(({ key }) => key?.[0]).sort()).toEqual([130, 131, 132, 135, 136, 137]);
    expect(() => instructionsOf('ip6', 'icmpv6 type echo-request icmpv6 taddr 2001:db8::1')).toThrow(
      'the rule matches type 128, and icmpv6 taddr needs type 135',
    );
  });

  test('whether there is a route can be asked for as a check', () => {
    const expressions = instructionsOf('ip', 'fib daddr check missing');
    expect(bytecodeOf(expressions)[0]).toBe('[ fib daddr oif present => reg 1 ]');
    expect(listingOf('ip', expressions).text).toBe('fib daddr oif missing');
    // Newer versions compare a single byte.
    const [load] = expressions;
    const compare: LowExpression = { name: 'cmp', sreg: 1, op: 0, data: Uint8Array.of(1) };
    expect(listingOf('ip', load === undefined ? [] : [load, compare]).text).toBe('fib daddr oif exists');
    const { operations } = compile(
      'add rule ip t c fib daddr check vmap { missing : drop, exists : accept }; add rule ip t c fib daddr check . ct mark { exists . 1 }',
      { names: TEST_NAMES },
    );
    const loads = operations.flatMap((each) => (each.op === 'newrule' ? (each.rule.expressions ?? []) : []));
    expect(loads.filter(({ name }) => name === 'fib')).toMatchObject([{ flags: 34 }, { flags: 34 }]);
  });

  test('kinds of Multipath TCP options have names, and are listed as numbers', () => {
    const expressions = instructionsOf('inet', 'tcp option mptcp subtype mp-join');
    expect(expressions).toEqual(instructionsOf('inet', 'tcp option mptcp subtype 1'));
    expect(listingOf('inet', expressions).text).toBe('tcp option mptcp subtype 1');
    expect(() => instructionsOf('inet', 'tcp option mptcp subtype mp-unknown')).toThrow('mp-unknown');
  });
});
