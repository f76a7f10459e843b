import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/nft/compile.js';
import type { Operation } from '../../../src/nft/operation.js';
import { parse } from '../../../src/nft/parse/index.js';
import { decodeComment } from '../../../src/nft/userdata.js';
import { NFPROTO_INET, NFPROTO_IPV4, NFPROTO_NETDEV } from '../../../src/uapi/netfilter.js';
import { NFT_TABLE_F_DORMANT } from '../../../src/uapi/nf_tables.js';
import { TEST_NAMES as names } from '../../support/nft_names.js';

const c = { family: 'ip', table: 't', chain: 'c' } as const;
const accept = [{ accept: null }];

/** Text, and the commands of libnftables' JSON that it means. */
const commands: readonly (readonly [text: string, commands: readonly unknown[]])[] = [
  ['add table t', [{ add: { table: { family: 'ip', name: 't' } } }]],
  ['table inet t', [{ add: { table: { family: 'inet', name: 't' } } }]],
  ['create table bridge t', [{ create: { table: { family: 'bridge', name: 't' } } }]],
  [
    'add table ip t { flags dormant; comment "x"; }',
    [{ add: { table: { family: 'ip', name: 't', flags: 'dormant', comment: 'x' } } }],
  ],
  ['add chain ip t c', [{ add: { chain: { family: 'ip', table: 't', name: 'c' } } }]],
  [
    'create chain netdev t c { type filter hook ingress devices = { eth0, eth1 } priority -500; }',
    [
      {
        create: {
          chain: {
            family: 'netdev',
            table: 't',
            name: 'c',
            type: 'filter',
            hook: 'ingress',
            dev: ['eth0', 'eth1'],
            prio: -500,
          },
        },
      },
    ],
  ],
  [
    'add chain ip t c { type nat hook prerouting priority dstnat - 5; policy drop; comment "x"; }',
    [
      {
        add: {
          chain: {
            family: 'ip',
            table: 't',
            name: 'c',
            type: 'nat',
            hook: 'prerouting',
            prio: -105,
            policy: 'drop',
            comment: 'x',
          },
        },
      },
    ],
  ],
  ['add rule ip t c accept', [{ add: { rule: { ...c, expr: accept } } }]],
  ['add rule t c accept', [{ add: { rule: { ...c, expr: accept } } }]],
  ['add t c accept', [{ add: { rule: { ...c, expr: accept } } }]],
  ['t c accept', [{ add: { rule: { ...c, expr: accept } } }]],
  ['insert rule t c accept', [{ insert: { rule: { ...c, expr: accept } } }]],
  ['add rule t c handle 4 accept', [{ add: { rule: { ...c, position: 4, expr: accept } } }]],
  ['add rule t c position 4 accept', [{ add: { rule: { ...c, position: 4, expr: accept } } }]],
  ['insert rule t c index 2 accept', [{ insert: { rule: { ...c, index: 2, expr: accept } } }]],
  [
    'replace rule t c handle 4 accept comment "x"',
    [{ replace: { rule: { ...c, handle: 4, comment: 'x', expr: accept } } }],
  ],
  ['delete rule t c handle 4', [{ delete: { rule: { ...c, handle: 4 } } }]],
  ['delete table ip handle 7', [{ delete: { table: { family: 'ip', handle: 7 } } }]],
  ['destroy chain t c', [{ destroy: { chain: { family: 'ip', table: 't', name: 'c' } } }]],
  ['flush ruleset', [{ flush: { ruleset: null } }]],
  ['flush ruleset inet', [{ flush: { ruleset: { family: 'inet' } } }]],
  [
    'flush table t; flush chain t c',
    [
      { flush: { table: { family: 'ip', name: 't' } } },
      { flush: { chain: { family: 'ip', table: 't', name: 'c' } } },
    ],
  ],
  ['rename chain t c d', [{ rename: { chain: { family: 'ip', table: 't', name: 'c', newname: 'd' } } }]],
  ['list ruleset', [{ list: { ruleset: null } }]],
  ['list tables inet', [{ list: { tables: { family: 'inet' } } }]],
  ['list chain ip6 t c', [{ list: { chain: { family: 'ip6', table: 't', name: 'c' } } }]],
  ['', []],
  ['\n;;\n# nothing\n', []],
];

test.each(commands)('%j', (text, expected) => {
  expect(parse(text).map(({ command }) => command)).toEqual(expected);
});

const blocks = `
table ip t {
	chain c {   # a comment
		jump d;accept \\
			comment "x"

		;
	}
	chain d { type filter hook input priority 0
	  policy drop; drop
	}
}
`;

test('a block is its table, its chains and then its rules, which may jump to any of them', () => {
  expect(parse(blocks).map(({ command }) => command)).toEqual([
    { add: { table: { family: 'ip', name: 't' } } },
    { add: { chain: { family: 'ip', table: 't', name: 'c' } } },
    {
      add: {
        chain: {
          family: 'ip',
          table: 't',
          name: 'd',
          type: 'filter',
          hook: 'input',
          prio: 0,
          policy: 'drop',
        },
      },
    },
    { add: { rule: { ...c, expr: [{ jump: { target: 'd' } }] } } },
    { add: { rule: { ...c, expr: accept, comment: 'x' } } },
    { add: { rule: { ...c, chain: 'd', expr: [{ drop: null }] } } },
  ]);
});

function operations(input: Parameters<typeof compile>[0]): readonly Operation[] {
  return compile(input, { names }).operations;
}

describe('operations', () => {
  test('creating', () => {
    const [table, chain, rule] = operations(`
      create table inet t { flags dormant; comment "why"; }
      add chain inet t c { type filter hook forward priority filter + 1; policy drop; }
      add rule inet t c accept comment "rule"
    `);
    expect(table).toMatchObject({
      op: 'newtable',
      exclusive: true,
      table: { family: NFPROTO_INET, name: 't', flags: NFT_TABLE_F_DORMANT },
      command: 0,
      path: ['create', 'table'],
    });
    expect(chain).toMatchObject({
      op: 'newchain',
      exclusive: false,
      chain: { family: NFPROTO_INET, table: 't', name: 'c', type: 'filter', hook: 2, priority: 1, policy: 0 },
      command: 1,
      path: ['add', 'chain'],
    });
    expect(rule).toMatchObject({
      op: 'newrule',
      mode: 'append',
      rule: {
        family: NFPROTO_INET,
        table: 't',
        chain: 'c',
        expressions: [{ name: 'immediate', dreg: 0, verdict: 1 }],
      },
      command: 2,
      path: ['add', 'rule'],
    });
    if (table?.op !== 'newtable' || rule?.op !== 'newrule') throw new Error('not what was added');
    expect(decodeComment(table.table.userdata)).toBe('why');
    expect(decodeComment(rule.rule.userdata)).toBe('rule');
    expect([...(rule.rule.userdata ?? [])]).toEqual([0, 5, ...Buffer.from('rule\0')]);
  });

  test('a chain of several devices', () => {
    const [chain] = operations(
      'add chain netdev t c { type filter hook ingress devices = { b, a } priority 0; }',
    );
    expect(chain).toMatchObject({ chain: { family: NFPROTO_NETDEV, hook: 0, devices: ['b', 'a'] } });
  });

  test('removing', () => {
    const removed = operations(`
      delete table t; destroy table t; delete chain t c; delete rule t c handle 3; delete table handle 9
      flush chain t c; flush table t; flush ruleset; flush ruleset inet
    `);
    const t = { family: NFPROTO_IPV4, table: 't' };
    expect(removed.map(({ command: _, path: _path, ...operation }) => operation)).toEqual([
      { op: 'deltable', destroy: false, table: { family: NFPROTO_IPV4, name: 't' } },
      { op: 'deltable', destroy: true, table: { family: NFPROTO_IPV4, name: 't' } },
      { op: 'delchain', destroy: false, chain: { ...t, name: 'c' } },
      { op: 'delrule', destroy: false, rule: { ...t, chain: 'c', handle: 3 } },
      { op: 'deltable', destroy: false, table: { family: NFPROTO_IPV4, handle: 9 } },
      { op: 'delrule', destroy: false, rule: { ...t, chain: 'c' } },
      { op: 'delrule', destroy: false, rule: t },
      { op: 'deltable', destroy: false, table: { family: 0 } },
      { op: 'deltable', destroy: false, table: { family: NFPROTO_INET } },
    ]);
  });

  test('listing', () => {
    const queries = operations('list ruleset; list tables inet; list table t; list chain t c').map(
      (operation) => operation.op === 'list' && operation.query,
    );
    expect(queries).toEqual([
      { what: 'ruleset' },
      { what: 'tables', family: 'inet' },
      { what: 'table', family: 'ip', table: 't' },
      { what: 'chain', family: 'ip', table: 't', chain: 'c' },
    ]);
  });

  test('renaming', () => {
    expect(operations('rename chain t c d')[0]).toMatchObject({
      op: 'renamechain',
      chain: { family: NFPROTO_IPV4, table: 't', name: 'c' },
      name: 'd',
    });
  });

  test('objects without a verb are added, as listings have them, and their handles say nothing', () => {
    const listing = {
      nftables: [
        { metainfo: { version: '1.0.6', release_name: 'x', json_schema_version: 1 } },
        { table: { family: 'ip', name: 't', handle: 12 } },
        { rule: { ...c, handle: 5, expr: [{ drop: null }] } },
      ],
    } as const;
    expect(operations(listing)).toMatchObject([
      { op: 'newtable', command: 1, path: ['table'], table: { name: 't' } },
      { op: 'newrule', command: 2, path: ['rule'], mode: 'append', rule: { chain: 'c' } },
    ]);
    const rule = operations(listing)[1];
    expect(rule?.op === 'newrule' && ('handle' in rule.rule || 'position' in rule.rule)).toBe(false);
  });
});

test('the last part of a block needs no separator, so that all stands in one line', () => {
  const text = `
    define x = 5;
    table ip t {
      flags dormant;
      set s { type ipv4_addr; elements = { 192.0.2.1, 192.0.2.2 }; };
      map m { type ipv4_addr : verdict; };
      counter n { packets 1 bytes 2; };
      flowtable f { hook ingress priority 0; devices = { eth0 }; };
      chain c {
        type filter hook input priority 0; policy drop;
        ip saddr 192.0.2.1 accept;
        ip saddr 192.0.2.9 jump { tcp dport 22 accept; };
      };
    }`;
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('; }', ' }');
  expect(line).not.toMatch(/; *\}/);
  expect(compile(line, { names }).operations).toEqual(compile(text, { names }).operations);
  expect(() => compile('table ip t { chain c { accept } chain d { } }', { names })).toThrow(
    'unexpected "chain", expected the end of the line or ";"',
  );
});
