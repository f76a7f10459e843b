import { describe, expect, test } from 'vitest';
import { type CompileInput, compile } from '../../../src/nft/compile.js';
import { NftError, type NftErrorCode } from '../../../src/nft/error.js';
import { TEST_NAMES as names } from '../../support/nft_names.js';

function refusal(input: CompileInput): NftError {
  try {
    compile(input, { names });
  } catch (error) {
    if (error instanceof NftError) return error;
    throw error;
  }
  throw new Error('accepted');
}

type Case = readonly [text: string, line: number, column: number, marked: string, reason: string];

/** Checks where an error is, and what the caret marks. */
function expectError(code: NftErrorCode, [text, line, column, marked, reason]: Case): void {
  const error = refusal(text);
  expect(error.code).toBe(code);
  expect(error.message).toBe(`line ${line}, column ${column}: ${reason}\n${error.frame}`);
  expect([error.line, error.column]).toEqual([line, column]);
  const [source = '', carets = ''] = (error.frame ?? '').split('\n');
  expect(source.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe(marked);
}

const syntax: readonly Case[] = [
  [
    'add tible ip t',
    1,
    5,
    'tible',
    'unexpected "tible", expected what to add: table, chain, rule, set, map, element, flowtable, counter, quota, limit, ct helper, ct timeout, ct expectation, secmark, synproxy, tunnel; did you mean "table"?',
  ],
  ['include "x.nft"', 1, 1, 'include "x.nft"', 'no files can be included here'],
  ['include x.nft', 1, 9, 'x.nft', 'unexpected "x.nft", expected the name of a file in quotes'],
  [
    'monitor',
    1,
    1,
    'monitor',
    '"monitor" is not understood here; changes are watched by the program, not by a command',
  ],
  ['add table ip', 1, 13, '', 'unexpected end of the text, expected the name of a table'],
  ['add table ip drop', 1, 14, 'drop', '"drop" is a reserved word and cannot be the name of a table'],
  [
    'table ip t {\n\tchain c {\n\t\ttcp dport 22 accpt\n\t}\n}',
    3,
    16,
    'accpt',
    'unexpected "accpt", expected a statement or something to match; did you mean "accept"?',
  ],
  [
    'add chain ip t c { type filter hook input prority 0; }',
    1,
    43,
    'prority',
    'unexpected "prority", expected "priority"',
  ],
  [
    'add chain ip t c { type filter hook ingress priority 0; }',
    1,
    37,
    'ingress',
    'tables of the ip family have no ingress hook (they have prerouting, input, forward, output, postrouting)',
  ],
  [
    'add chain ip t c { type nat hook input priority dstnat; }',
    1,
    49,
    'dstnat',
    '"dstnat" is no priority of tables of the ip family at input',
  ],
  ['add rule ip t c ct state {', 1, 27, '', 'unexpected end of the text, expected a value'],
  [
    '# comment\n\nflush nothing',
    3,
    7,
    'nothing',
    'unexpected "nothing", expected what to flush: ruleset, table, chain, set, map, meter, flow table',
  ],
  [
    'add rule ip t c ip saddr "unclosed',
    1,
    26,
    '"',
    'unexpected quote that is never closed, expected a value',
  ],
];

describe('syntax errors', () => {
  test.each(syntax)('%j', (...each) => expectError('ERR_NFT_SYNTAX', each));
});

const semantic: readonly Case[] = [
  [
    'add table ip t\nadd rule ip t c ip saddr 1.2.3.400 drop',
    2,
    26,
    '1.2.3.400',
    '"1.2.3.400" is not an IPv4 address',
  ],
  ['add rule ip t c tcp dport 30-20', 1, 27, '30-20', 'the range ends before it begins'],
  ['add rule ip t c tcp dport 70000', 1, 27, '70000', 'port 70000 is out of range (0 to 65535)'],
  ['add rule ip t c tcp dport htttp', 1, 27, 'htttp', '"htttp" is not a port or the name of a service'],
  ['add rule ip t c ip saddr 10.0.0.0/33', 1, 35, '33', 'a prefix of 33 bits does not fit 32 bits'],
  [
    'add rule ip t c counter ip6 saddr ::1 drop',
    1,
    25,
    'ip6 saddr',
    'the packet cannot be ip6, because it is ip already',
  ],
  [
    'add rule ip t c tcp dport 1 udp dport 2',
    1,
    29,
    'udp dport',
    'the packet cannot be udp, because it is tcp already',
  ],
  [
    'add rule ip t c drop accept',
    1,
    22,
    'accept',
    'nothing comes here, because the statement before decides about every packet',
  ],
  [
    'add rule ip t c dnat to 192.0.2.1:80',
    1,
    35,
    '80',
    'ports can be translated only after a match of the transport protocol, such as "tcp dport 80"',
  ],
  ['add rule ip t c iif nosuch', 1, 21, 'nosuch', 'interface "nosuch" does not exist'],
  [
    'table netdev t {\n\tchain c {\n\t\ttype filter hook ingress priority 0;\n\t}\n}',
    2,
    2,
    'chain c {',
    'a chain at this hook needs a device',
  ],
];

describe('errors of meaning', () => {
  test.each(semantic)('%j', (...each) => expectError('ERR_NFT_SEMANTIC', each));
});

test('the name of a file stands before the line, and a long line is cut around its error', () => {
  const text = `add rule ip t c ${'counter '.repeat(50)}tcp dport 70000`;
  const error = refusal({ text, filename: 'rules.nft' });
  expect(error.message.startsWith('rules.nft, line 1, column 427: port 70000')).toBe(true);
  expect((error.frame ?? '').split('\n').every((line) => line.length < 180)).toBe(true);
});

const rule = { family: 'ip', table: 't', chain: 'c' } as const;
const match = (left: unknown, right: unknown) => ({ match: { op: '==', left, right } });
const saddr = { payload: { protocol: 'ip', field: 'saddr' } };

const json: readonly (readonly [object: unknown, path: string, reason: string])[] = [
  [
    { add: { rule: { ...rule, expr: [match(saddr, '1.2.3.400')] } } },
    'nftables[1].add.rule.expr[0].match.right',
    '"1.2.3.400" is not an IPv4 address',
  ],
  [
    { add: { rule: { ...rule, expr: [match({ payload: { protocol: 'ip', field: 'sadr' } }, 1)] } } },
    'nftables[1].add.rule.expr[0].match.left.payload.field',
    'ip has no field "sadr"; did you mean "saddr"?',
  ],
  [
    {
      rule: {
        ...rule,
        expr: [match(saddr, { range: ['1.2.3.4', { prefix: { addr: '1.2.3.4', len: 40 } }] })],
      },
    },
    'nftables[1].rule.expr[0].match.right.range[1].prefix.len',
    'a prefix of 40 bits does not fit 32 bits',
  ],
  [
    { add: { table: { family: 'ipx', name: 't' } } },
    'nftables[1].add.table.family',
    '"ipx" is no family (ip, ip6, inet, arp, bridge, netdev)',
  ],
  [{ add: { table: { family: 'ip' } } }, 'nftables[1].add.table.name', 'a name is missing'],
  [
    { add: { tabel: {} } },
    'nftables[1].add',
    '"tabel" is not known here (table, chain, rule, set, map, element, flowtable, counter, quota, limit, ct helper, ct timeout, ct expectation, secmark, synproxy, tunnel); did you mean "table"?',
  ],
  [{ delete: { rule } }, 'nftables[1].delete.rule', 'the handle of the rule is missing'],
  [
    { insert: { rule: { ...rule, index: -1, expr: [] } } },
    'nftables[1].insert.rule.index',
    '-1 is no handle',
  ],
  ['add', 'nftables[1]', 'an object is wanted'],
];

describe('errors in JSON', () => {
  test.each(json)('%j', (object, path, reason) => {
    const error = refusal({ nftables: [{ metainfo: {} }, object] } as CompileInput);
    expect(error).toMatchObject({ code: 'ERR_NFT_SEMANTIC', path, command: 1, line: undefined });
    expect(error.message).toBe(`${path}: ${reason}`);
  });

  test('a list of commands has no name before its index', () => {
    expect(refusal([{ add: { table: { family: 'ip' } } }] as unknown as CompileInput).path).toBe(
      '[0].add.table.name',
    );
  });
});

/** Statements of the wrong shape, the path to the culprit within them, and what is wrong. */
const shapes: readonly (readonly [statement: unknown, path: string, reason: string])[] = [
  [{ counter: 5 }, '.counter', 'an object is wanted here, and this is 5'],
  [{ counter: { packets: '5', bytes: 0 } }, '.counter.packets', 'an integer is wanted here, and this is "5"'],
  [{ counter: { packets: 0, byte: 1 } }, '.counter.byte', '"byte" is not known here (packets, bytes)'],
  [
    { counter: { packets: 2 ** 53, bytes: 0 } },
    '.counter.packets',
    '9007199254740992 is too large to be exact as a number: pass a bigint',
  ],
  [{ accept: {} }, '.accept', 'null is wanted here, and this is an object'],
  [{ jump: null }, '.jump', 'an object is wanted here, and this is null'],
  [{ jump: {} }, '.jump', '"target" is missing'],
  [{ match: { op: '==', left: saddr } }, '.match', '"right" is missing'],
  [
    { match: { op: '=', left: saddr, right: '1.2.3.4' } },
    '.match.op',
    'one of ==, !=, <, >, <=, >=, !, in is wanted here, and this is "="',
  ],
  [match(null, 1), '.match.left', 'an expression is wanted here, and this is null'],
  [match({ meta: 'mark' }, 1), '.match.left.meta', 'an object is wanted here, and this is "mark"'],
  [match({ meta: { key: 'foo' } }, 1), '.match.left.meta.key', 'unknown meta key "foo"'],
  [
    match({ ct: { key: 'bytes', dir: 'up' } }, 1),
    '.match.left.ct.dir',
    'one of original, reply is wanted here, and this is "up"',
  ],
  [match({ payload: { base: 'nh', offset: 0 } }, 1), '.match.left.payload', '"len" is missing'],
  [match({ '&': [saddr] }, 1), '.match.left["&"]', 'a list of 2 is wanted here, and this is a list'],
  [match(saddr, { range: '1-2' }), '.match.right.range', 'a list is wanted here, and this is "1-2"'],
  [match(saddr, { prefix: { addr: '1.2.3.4' } }), '.match.right.prefix', '"len" is missing'],
  [match(saddr, {}), '.match.right', 'unknown expression: an empty object'],
  [{ dnat: null }, '.dnat', 'an object is wanted here, and this is null'],
  [
    { dnat: { addr: '1.2.3.4', flags: ['random', 'often'] } },
    '.dnat.flags[1]',
    'one of random, fully-random, persistent, netmap is wanted here, and this is "often"',
  ],
  [
    { log: { level: 'loud' } },
    '.log.level',
    'one of emerg, alert, crit, err, warn, notice, info, debug, audit is wanted here, and this is "loud"',
  ],
  [{ mangle: { key: 'mark', value: 1 } }, '.mangle.key', 'this cannot be set'],
  [
    { reject: { type: 'icmp', expr: null } },
    '.reject.expr',
    'an expression is wanted here, and this is null',
  ],
  [
    { opaque: { name: 'xt', data: '' } },
    '.opaque',
    'the "xt" expression is not understood, so it cannot be added',
  ],
  [{ nonsense: 1 }, '', 'unknown statement: nonsense'],
  [{ accept: null, drop: null }, '', 'unknown statement: accept, drop'],
  [null, '', 'a statement is an object'],
  ['accept', '', 'a statement is an object'],
];

describe('JSON of the wrong shape', () => {
  test.each(shapes)('%j', (statement, within, reason) => {
    const error = refusal([{ add: { rule: { ...rule, expr: [statement] } } }] as unknown as CompileInput);
    expect(error.message).toBe(`[0].add.rule.expr[0]${within}: ${reason}`);
  });
});
