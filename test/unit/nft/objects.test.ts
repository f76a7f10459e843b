import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/nft/compile.js';
import { raiseRuleset } from '../../../src/nft/delinearize/ruleset.js';
import { toJson } from '../../../src/nft/print/json.js';
import { print } from '../../../src/nft/print/ruleset.js';
import { Memory } from '../../support/nft_memory.js';
import { TEST_NAMES as names } from '../../support/nft_names.js';

function operationsOf(input: Parameters<typeof compile>[0]) {
  return compile(input, { names }).operations.map(({ command: _, path: _path, ...operation }) => operation);
}

function listed(...commands: readonly string[]): string {
  const memory = new Memory();
  memory.apply(compile(['add table ip t', ...commands].join('\n'), { names }).operations);
  return print(raiseRuleset(memory.list(), { names }), { names });
}

/** Lines of text, and the properties of the object that they make. */
const lines: readonly (readonly [text: string, object: object])[] = [
  ['counter t c', { counter: {} }],
  ['counter t c packets 5 bytes 6', { counter: { packets: 5, bytes: 6 } }],
  ['counter t c { packets 5 bytes 6; comment "x"; }', { counter: { packets: 5, bytes: 6, comment: 'x' } }],
  ['quota t c over 10 kbytes used 3 bytes', { quota: { bytes: 10240, used: 3, inv: true } }],
  ['quota t c { until 2 mbytes }', { quota: { bytes: 2_097_152 } }],
  ['limit t c rate 3/day', { limit: { rate: 3, burst: 5, per: 'day' } }],
  [
    'limit t c { rate over 3 kbytes / hour burst 2 bytes; }',
    { limit: { rate: 3, burst: 2, per: 'hour', inv: true, rate_unit: 'kbytes', burst_unit: 'bytes' } },
  ],
  [
    'ct helper t c { l3proto ip; type "ftp" protocol tcp; }',
    { 'ct helper': { type: 'ftp', protocol: 'tcp', l3proto: 'ip' } },
  ],
  [
    'ct timeout t c { protocol udp; policy = { replied : 1m30s, unreplied: 5 }; }',
    { 'ct timeout': { protocol: 'udp', policy: { replied: 90, unreplied: 5 } } },
  ],
  [
    'ct expectation t c { protocol udp; dport 5060; timeout 100ms; size 8; }',
    { 'ct expectation': { protocol: 'udp', dport: 5060, timeout: 100, size: 8 } },
  ],
  ['secmark t c "a:b:c:s0"', { secmark: { context: 'a:b:c:s0' } }],
  ['secmark t c { "a:b:c:s0"; comment "x" }', { secmark: { context: 'a:b:c:s0', comment: 'x' } }],
  [
    'synproxy t c mss 1460 wscale 7 timestamp sack-perm',
    { synproxy: { mss: 1460, wscale: 7, flags: ['timestamp', 'sack-perm'] } },
  ],
  [
    'synproxy t c { mss 1460; wscale 7; sack-perm }',
    { synproxy: { mss: 1460, wscale: 7, flags: ['sack-perm'] } },
  ],
];

describe('a line makes the same object as its JSON', () => {
  test.each(lines)('%s', (text, object) => {
    const [[kind, properties]] = Object.entries(object) as [[string, object]];
    const node = { [kind]: { family: 'ip', table: 't', name: 'c', ...properties } };
    expect(operationsOf(`add ${text}`)).toEqual(operationsOf([{ add: node }] as never));
    expect(operationsOf(`create ${text}`)).toEqual(operationsOf([{ create: node }] as never));
    expect(operationsOf(text)).toEqual(operationsOf([node] as never));
  });
});

test('objects are deleted by name or by handle', () => {
  const object = { family: 2, table: 't', type: 1 };
  expect(operationsOf('delete counter t c; destroy counter ip t c; delete counter t handle 7')).toEqual([
    { op: 'delobject', destroy: false, object: { ...object, name: 'c' } },
    { op: 'delobject', destroy: true, object: { ...object, name: 'c' } },
    { op: 'delobject', destroy: false, object: { ...object, handle: 7 } },
  ]);
});

test('queries name the kind, the family, the table and the object', () => {
  const text = `
    list counters
    list quotas ip6
    list ct helpers table inet t
    list limit t l
    reset counters table t
    reset quota inet t q
    list flowtables
    list flowtable t f
  `;
  expect(operationsOf(text).map((operation) => operation.op === 'list' && operation.query)).toEqual([
    { what: 'objects', type: 1, reset: false },
    { what: 'objects', type: 2, family: 'ip6', reset: false },
    { what: 'objects', type: 3, family: 'inet', table: 't', reset: false },
    { what: 'object', type: 4, family: 'ip', table: 't', name: 'l', reset: false },
    { what: 'objects', type: 1, family: 'ip', table: 't', reset: true },
    { what: 'object', type: 2, family: 'inet', table: 't', name: 'q', reset: true },
    { what: 'flowtables' },
    { what: 'flowtable', family: 'ip', table: 't', name: 'f' },
  ]);
});

/** What is refused, before anything is sent. */
const refused: readonly (readonly [input: string | object, reason: string])[] = [
  ['add quota t q', 'unexpected end of the text, expected a number of bytes'],
  ['add limit t l', 'unexpected end of the text, expected "rate"'],
  ['add ct helper t h', 'unexpected end of the text, expected "{"'],
  ['add ct helper t h { type "ftp" protocol sctp; }', 'unexpected "sctp", expected a protocol: tcp, udp'],
  ['add ct helper t h { l3proto ip; }', '"type" is missing'],
  ['add ct helper t h { type "a-name-too-long-for-it" protocol tcp; }', 'has 1 to 15 bytes'],
  ['add ct timeout t o { protocol udp; policy = { established : 5 }; }', 'udp has no state "established"'],
  ['add ct expectation t e { protocol tcp; dport 1; size 2; }', '"timeout" is missing'],
  ['add ct expectation t e { protocol tcp; dport 70000; }', 'a port is at most 65535'],
  ['add synproxy t s { mss 1460; }', '"wscale" is missing'],
  ['add synproxy t s { mss 1460; wscale 15; }', 'a window scale is at most 14'],
  ['add secmark t s 5', 'unexpected "5", expected a security context in quotes'],
  ['add counter t c { bytes 5 packets 3; }', 'unexpected "bytes", expected a property of a counter, or "}"'],
  [{ counter: { family: 'ip', table: 't', name: 'c', bytes: -1 } }, '-1 is out of range'],
  [{ counter: { family: 'ip', table: 't', name: 'c', packet: 1 } }, '"packet" is not known here'],
  [{ counter: { family: 'ip', table: 't' } }, '"name" is missing'],
  [{ counter: { family: 'ipx', table: 't', name: 'c' } }, '"ipx" is no family'],
  [{ limit: { family: 'ip', table: 't', name: 'c', rate: 1, per: 'year' } }, 'one of second, minute'],
];

describe('is refused', () => {
  test.each(refused)('%j', (input, reason) => {
    const commands = typeof input === 'string' ? input : [{ add: input }];
    expect(() => compile(commands as never, { names })).toThrow(reason);
  });
});

test('counts are left out where no state is wanted', () => {
  const memory = new Memory();
  const text = 'add table ip t; add counter t c packets 3 bytes 4; add quota t q 1 mbytes used 1 bytes';
  memory.apply(compile(text, { names }).operations);
  const ruleset = raiseRuleset(memory.list(), { names });
  expect(print(ruleset, { names, stateless: true })).toBe(`table ip t {
\tcounter c {
\t}

\tquota q {
\t\t1 mbytes
\t}
}
`);
});

test('flags of a SYN proxy keep the blank between them', () => {
  const objects = listed(
    'add synproxy t a mss 1 wscale 2 timestamp',
    'add synproxy t b mss 1 wscale 2 sack-perm',
  );
  expect(objects.split('\n').filter((line) => /timestamp|sack/.test(line))).toEqual([
    '\t\ttimestamp ',
    '\t\t sack-perm',
  ]);
});

test('an object of a kind without words is left out', () => {
  const object = { family: 2, table: 't', name: 'x', handle: 1, type: 5, fields: {} };
  const table = { family: 2, name: 't', handle: 1 };
  const ruleset = { tables: [table], chains: [], sets: [], objects: [object], flowtables: [], rules: [] };
  expect(raiseRuleset(ruleset, { names }).nftables).toEqual([
    { table: { family: 'ip', name: 't', handle: 1 } },
  ]);
});

describe('flowtables', () => {
  const text = `table ip t {
\tflowtable f {
\t\thook ingress priority filter + 5
\t\tdevices = { eth0, lo }
\t\tflags offload
\t\tcounter
\t}

\tchain c {
\t\tflow add @f
\t}
}
`;

  test('are listed as they were written', () => {
    const memory = new Memory();
    memory.apply(compile(text, { names }).operations);
    const ruleset = raiseRuleset(memory.list(), { names });
    expect(print(ruleset, { names })).toBe(text);
    expect(toJson(ruleset).nftables).toContainEqual({
      flowtable: {
        family: 'ip',
        name: 'f',
        table: 't',
        handle: 2,
        hook: 'ingress',
        prio: 5,
        dev: ['eth0', 'lo'],
      },
    });
  });

  test('text and JSON mean the same', () => {
    const flowtable = { family: 'inet', table: 't', name: 'f', hook: 'ingress', prio: -10, dev: 'lo' };
    expect(operationsOf([{ add: { flowtable } }] as never)).toEqual(
      operationsOf('add flowtable inet t f { hook ingress priority -10; devices = { lo }; }'),
    );
    expect(operationsOf([{ add: { flowtable } }] as never)).toEqual([
      {
        op: 'newflowtable',
        exclusive: false,
        flowtable: { family: 1, table: 't', name: 'f', hook: 0, priority: -10, devices: ['lo'] },
      },
    ]);
  });

  test('are deleted whole or a device of them', () => {
    const flowtable = { family: 2, table: 't', name: 'f' };
    expect(operationsOf('delete flowtable t f; destroy flowtable t f; delete flowtable t handle 3')).toEqual([
      { op: 'delflowtable', destroy: false, flowtable },
      { op: 'delflowtable', destroy: true, flowtable },
      { op: 'delflowtable', destroy: false, flowtable: { family: 2, table: 't', handle: 3 } },
    ]);
    expect(operationsOf('delete flowtable t f { hook ingress priority 0; devices = { lo }; }')).toEqual([
      { op: 'delflowtable', destroy: false, flowtable: { ...flowtable, devices: ['lo'] } },
    ]);
  });

  test.each([
    ['add flowtable t f { hook input priority 0; }', 'unexpected "input", expected a hook: ingress'],
    ['add flowtable t f { hook ingress priority dstnat; }', '"dstnat" is no priority'],
    [
      'add flowtable t f { hook ingress priority 0; devices = { a-name-too-long-for-it }; }',
      'is no interface name',
    ],
    ['add flowtable t f { flags cunning; }', 'unexpected "cunning", expected a flag: offload'],
  ])('%s', (wrong, reason) => {
    expect(() => compile(wrong, { names })).toThrow(reason);
  });
});

describe('maps that lead to objects', () => {
  const text = `table inet t {
\tcounter one {
\t\tpackets 0 bytes 0
\t}

\tcounter two {
\t\tpackets 0 bytes 0
\t}

\tlimit few {
\t\trate 1/second
\t}

\tquota little {
\t\t1 mbytes
\t}

\tct helper files {
\t\ttype "ftp" protocol tcp
\t\tl3proto inet
\t}

\tchain c {
\t\tcounter name tcp dport map { 22 : "one", 80 : "two" }
\t\tlimit name tcp dport map { 22 : "few" }
\t\tquota name ip saddr . tcp dport map { 192.0.2.1 . 22 : "little" }
\t\tct helper set tcp dport map { 21 : "files" }
\t}
}
`;

  test('are listed as they were written', () => {
    const memory = new Memory();
    memory.apply(compile(text, { names }).operations);
    const ruleset = raiseRuleset(memory.list(), { names });
    expect(print(ruleset, { names })).toBe(text);
    expect(ruleset.nftables.flatMap((item) => ('rule' in item ? item.rule.expr : []))[0]).toEqual({
      counter: {
        map: {
          key: { payload: { protocol: 'tcp', field: 'dport' } },
          data: {
            set: [
              [22, 'one'],
              [80, 'two'],
            ],
          },
        },
      },
    });
  });

  test('are made of the kind of object, and looked up by the key in a register', () => {
    const operations = operationsOf('add rule ip t c counter name tcp dport map { 22 : "one" }');
    expect(operations[0]).toMatchObject({
      op: 'newset',
      set: { name: '__objmap%d', objectType: 1, keyLength: 2 },
    });
    expect(operations[1]).toMatchObject({ elements: { elements: [{ object: 'one' }] } });
    const [rule] = operations.flatMap((operation) => (operation.op === 'newrule' ? [operation.rule] : []));
    expect(rule?.expressions?.at(-1)).toEqual({ name: 'objref', sreg: 1, set: '__objmap%d', setId: 1 });
  });
});
