import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/nft/compile.js';
import type { LowExpression } from '../../../src/nft/expr/index.js';
import { NFT_OBJECT_COUNTER, NFT_OBJECT_SECMARK } from '../../../src/uapi/nf_tables.js';
import { bytecodeOf } from '../../support/nft_bytecode.js';
import { TEST_NAMES as names } from '../../support/nft_names.js';
import { instructionsOf, listingOf } from './rule.js';

/** Statements that few kernels know, with what nft 1.0.6 makes of them, and how they are listed. */
const rare: readonly (readonly [rule: string, bytecode: readonly string[], listed: string, json: object])[] =
  [
    ['queue', ['[ queue num 0 ]'], 'queue to 0', { queue: { num: 0 } }],
    [
      'queue bypass',
      ['[ queue num 0 bypass ]'],
      'queue flags bypass to 0',
      { queue: { num: 0, flags: 'bypass' } },
    ],
    ['queue num 65535', ['[ queue num 65535 ]'], 'queue to 65535', { queue: { num: 65535 } }],
    [
      'queue num 4-5 fanout bypass',
      ['[ queue num 4-5 bypass fanout ]'],
      'queue flags bypass,fanout to 4-5',
      { queue: { num: { range: [4, 5] }, flags: ['bypass', 'fanout'] } },
    ],
    ['queue to 1-1', ['[ queue num 1 ]'], 'queue to 1', { queue: { num: 1 } }],
    [
      'queue flags fanout num 1-3',
      ['[ queue num 1-3 fanout ]'],
      'queue flags fanout to 1-3',
      { queue: { num: { range: [1, 3] }, flags: 'fanout' } },
    ],
    [
      'queue to symhash mod 65536',
      ['[ hash reg 1 = symhash() % mod 65536 ]', '[ queue sreg_qnum 1 ]'],
      'queue to symhash mod 65536',
      { queue: { num: { symhash: { mod: 65536 } } } },
    ],
    [
      'queue flags bypass to numgen inc mod 3 offset 10',
      ['[ numgen reg 1 = inc mod 3 offset 10 ]', '[ queue sreg_qnum 1 bypass ]'],
      'queue flags bypass to numgen inc mod 3 offset 10',
      { queue: { num: { numgen: { mode: 'inc', mod: 3, offset: 10 } }, flags: 'bypass' } },
    ],
    [
      'queue to jhash ip saddr mod 4 offset 3',
      [
        '[ payload load 4b @ network header + 12 => reg 2 ]',
        '[ hash reg 1 = jhash(reg 2, 4, 0x0) % mod 4 offset 3 ]',
        '[ queue sreg_qnum 1 ]',
      ],
      'queue to jhash ip saddr mod 4 offset 3',
      {
        queue: {
          num: { jhash: { mod: 4, offset: 3, expr: { payload: { protocol: 'ip', field: 'saddr' } } } },
        },
      },
    ],
    [
      'flow add @ft',
      ['[ flow_offload flowtable ft ]'],
      'flow add @ft',
      { flow: { op: 'add', flowtable: '@ft' } },
    ],
    [
      'flow offload @ft',
      ['[ flow_offload flowtable ft ]'],
      'flow add @ft',
      { flow: { op: 'add', flowtable: '@ft' } },
    ],
    ['counter name "c"', ['[ objref type 1 name c ]'], 'counter name "c"', { counter: 'c' }],
    ['counter name c', ['[ objref type 1 name c ]'], 'counter name "c"', { counter: 'c' }],
    ['quota name "q"', ['[ objref type 2 name q ]'], 'quota name "q"', { quota: 'q' }],
    ['limit name "l"', ['[ objref type 4 name l ]'], 'limit name "l"', { limit: 'l' }],
    ['synproxy name "s"', ['[ objref type 10 name s ]'], 'synproxy name "s"', { synproxy: 's' }],
    ['ct helper set "h"', ['[ objref type 3 name h ]'], 'ct helper set "h"', { 'ct helper': 'h' }],
    ['ct timeout set "o"', ['[ objref type 7 name o ]'], 'ct timeout set "o"', { 'ct timeout': 'o' }],
    [
      'ct expectation set "e"',
      ['[ objref type 9 name e ]'],
      'ct expectation set "e"',
      { 'ct expectation': 'e' },
    ],
    ['meta secmark set "m"', ['[ objref type 8 name m ]'], 'meta secmark set "m"', { secmark: 'm' }],
  ];

describe('rare statements, to the kernel and back', () => {
  test.each(rare)('%s', (rule, bytecode, text, json) => {
    const expressions = instructionsOf('ip', rule);
    expect(bytecodeOf(expressions)).toEqual(bytecode);
    expect(listingOf('ip', expressions)).toEqual({ text, expr: [json] });
    for (const again of [text, [json]]) expect(bytecodeOf(instructionsOf('ip', again))).toEqual(bytecode);
  });
});

test('last has a state that is listed, and can be left out', () => {
  expect(instructionsOf('ip', 'last')).toEqual([{ name: 'last' }]);
  expect(instructionsOf('ip', 'last used 1m30s')).toEqual([{ name: 'last', set: 1, msecs: 90_000 }]);
  expect(instructionsOf('ip', 'last used never')).toEqual([{ name: 'last' }]);
  expect(listingOf('ip', [{ name: 'last', set: 0, msecs: 0 }])).toEqual({
    text: 'last used never',
    expr: [{ last: {} }],
  });
  expect(listingOf('ip', [{ name: 'last', set: 1, msecs: 90_500 }])).toEqual({
    text: 'last used 1m30s500ms',
    expr: [{ last: { used: 90_500 } }],
  });
});

describe('JSON that text has no words for', () => {
  test.each([
    [{ limit: { rate: 5, per: 'second' } }, '[ limit rate 5/second burst 5 type packets flags 0x0 ]'],
    [
      { limit: { rate: 5, per: 'second', rate_unit: 'packets' } },
      '[ limit rate 5/second burst 5 type packets flags 0x0 ]',
    ],
    [
      { limit: { rate: 5, per: 'day', rate_unit: 'kbytes' } },
      '[ limit rate 5120/day burst 0 type bytes flags 0x0 ]',
    ],
    [{ quota: { val: 5 } }, '[ quota bytes 5 consumed 0 flags 0 ]'],
    [{ quota: { val: 2n ** 60n, inv: true } }, '[ quota bytes 1152921504606846976 consumed 0 flags 1 ]'],
    [{ queue: { num: 5 } }, '[ queue num 5 ]'],
    [{ queue: { flags: ['fanout'], num: { range: [1, 2] } } }, '[ queue num 1-2 fanout ]'],
    [{ synproxy: { mss: 1460, flags: 'timestamp' } }, '[ synproxy mss 1460 wscale 0 ]'],
    [{ reset: { 'tcp option': { base: 5 } } }, '[ exthdr reset tcpopt 5 ]'],
  ])('%o', (statement, bytecode) => {
    expect(bytecodeOf(instructionsOf('ip', [statement]))).toEqual([bytecode]);
  });
});

const refused: readonly (readonly [family: string, rule: string, reason: string])[] = [
  ['ip', 'limit rate 10', 'expected a unit: bytes, kbytes, mbytes'],
  ['ip', 'limit rate 10/year', 'expected a unit of time: second, minute, hour, day, week'],
  ['ip', 'limit rate 10/second burst 5 bytes', 'expected "packets", as the rate is of packets'],
  ['ip', 'limit rate 10/second burst 0 packets', 'a burst of packets is at least 1'],
  ['ip', 'limit rate 1 kbytes/second burst 5 packets', 'expected a unit: bytes, kbytes, mbytes'],
  ['ip', 'limit rate 1 gbytes/second', 'expected a unit: bytes, kbytes, mbytes'],
  ['ip', 'limit rate 1 kbytes/second burst 5000 mbytes', '5242880000 is out of range'],
  ['ip', 'limit rate 18446744073709551615 kbytes/second', 'is out of range'],
  ['ip', 'quota 1 gbytes', 'expected a unit: bytes, kbytes, mbytes'],
  ['ip', 'quota until', 'expected a number of bytes'],
  ['ip', 'ct count until 4', 'expected a number of connections'],
  ['ip', 'queue to 65536', '65536 is out of range'],
  ['ip', 'queue num numgen inc mod 2', 'expected a number'],
  ['ip', 'queue to meta mark', 'a queue is chosen by number, numgen, hash or map'],
  ['ip', 'queue to symhash mod 2 offset 65535', 'the number of a queue is at most 65535'],
  ['ip', 'queue flags fanout to 3', 'fanout needs a range of queues'],
  ['ip', 'queue flags lazy to 3', 'expected a flag: bypass, fanout'],
  ['ip', 'queue to 1 counter', 'nothing comes here'],
  ['ip', 'synproxy mss 70000', 'a segment size is at most 65535'],
  ['ip', 'synproxy wscale 15', 'a window scale is at most 14'],
  ['ip', 'reset tcp option 256', 'the kind of a TCP option is at most 255'],
  ['ip', 'reset tcp option cunning', 'expected a TCP option'],
  ['ip', 'reset udp option 5', 'expected "tcp"'],
  ['ip', 'flow add ft', 'expected "@"'],
  ['ip', 'flow remove @ft', 'expected what to do: add, offload'],
  ['ip', 'fwd to lo', 'packets are forwarded in tables of the netdev family, not ip'],
  [
    'inet',
    'dup to 192.0.2.1',
    'packets are duplicated in tables of the ip, ip6 and netdev families, not inet',
  ],
  ['netdev', 'dup to lo device lo', '"to" is the device already'],
  ['netdev', 'fwd ip to 192.0.2.1', 'expected "device"'],
  ['netdev', 'fwd to nosuch', 'interface "nosuch" does not exist'],
  ['ip', 'dup to 2001:db8::1', '"2001:db8::1" is not'],
  ['ip', 'dup to 192.0.2.1-192.0.2.9', 'a single value is wanted'],
  ['ip', 'tproxy to :80', 'a transport protocol must be matched before'],
  ['ip', 'tcp dport 80 tproxy to', 'expected a value'],
  ['ip', 'tcp dport 80 tproxy to :80-90', 'a single value is wanted'],
  ['ip', 'tcp dport 80 tproxy ip6 to :80', 'the rule is for ip, and this for ip6'],
  ['inet', 'tcp dport 80 tproxy to 192.0.2.1', 'say which version of IP this is for'],
  [
    'bridge',
    'tcp dport 80 tproxy to :80',
    'tproxy is for tables of the ip, ip6 and inet families, not bridge',
  ],
  ['ip', 'ip ttl set 256', '256 is out of range (0 to 255)'],
  ['ip', 'ip ttl set ip ttl', 'its value must be a constant'],
  ['ip', 'ip dscp set 64', '64 is out of range'],
  ['ip', 'meta mark set ip saddr', 'a packet mark is wanted, and this is a IPv4 address'],
  ['ip', 'tcp option mptcp subtype set 1', 'this cannot be set'],
  ['ip', 'numgen inc mod 2 set 1', 'this cannot be set'],
  ['ip', 'xt match "recent"', 'only iptables can write its own matches and targets'],
  ['ip', 'ct helper set 5', 'the name of an object is wanted'],
];

describe('is refused', () => {
  test.each(refused)('%s: %s', (family, rule, reason) => {
    expect(() => instructionsOf(family, rule)).toThrow(reason);
  });

  const statements: readonly (readonly [statement: object, path: string, reason: string])[] = [
    [{ limit: { rate: -1, per: 'second' } }, '.limit.rate', '-1 is out of range'],
    [{ limit: { rate: 1 } }, '.limit', '"per" is missing'],
    [{ limit: { rate: 1, per: 'second', burts: 3 } }, '.limit.burts', 'is not known here'],
    [{ quota: { val: 1, val_unit: 'gbytes' } }, '.quota.val_unit', 'one of bytes, kbytes, mbytes is wanted'],
    [{ 'ct count': { val: 2 ** 32 } }, '.ct count.val', 'is out of range'],
    [{ queue: { num: 1, flags: 'lazy' } }, '.queue.flags', 'one of bypass, fanout'],
    [{ dup: { dev: 'lo' } }, '.dup', '"addr" is missing'],
    [{ tproxy: {} }, '.tproxy', 'an address or a port is needed'],
    [{ synproxy: { mss: 70000 } }, '.synproxy.mss', '70000 is out of range'],
    [{ reset: { 'tcp option': { name: 'x' } } }, '.reset.tcp option.name', '"x" is not a TCP option'],
    [{ flow: { op: 'add', flowtable: 'ft' } }, '.flow.flowtable', 'begins with "@"'],
    [{ counter: '' }, '.counter', 'the name of an object is wanted'],
    [{ xt: { type: 'match', name: 'recent' } }, '.xt', 'only iptables'],
    [{ last: { used: -1 } }, '.last.used', 'is out of range'],
  ];

  test.each(statements)('%j', (statement, path, reason) => {
    const rule = { family: 'ip', table: 't', chain: 'c', expr: [statement] };
    const work = () => compile([{ add: { rule } }] as never, { names });
    expect(work).toThrow(reason);
    expect(work).toThrow(
      `expr[0]${path.replace('.ct count', '["ct count"]').replace('.tcp option', '["tcp option"]')}`,
    );
  });
});

/** Instructions of the kernel, and what they are listed as. */
const raised: readonly (readonly [family: string, expressions: readonly LowExpression[], text: string])[] = [
  ['ip', [{ name: 'match', extension: 'recent', revision: 1, info: new Uint8Array(4) }], 'xt match recent'],
  ['ip', [{ name: 'target', extension: 'TCPMSS', revision: 0 }], 'xt target TCPMSS'],
  ['ip', [{ name: 'quota', bytes: 1024, consumed: 1024, flags: 3 }], 'quota over 1 kbytes used 1 kbytes'],
  ['ip', [{ name: 'limit', rate: 1, unit: 2, type: 0 }], '<opaque limit '],
  ['ip', [{ name: 'objref', type: NFT_OBJECT_COUNTER, object: 'c' }], 'counter name "c"'],
  ['ip', [{ name: 'objref', type: NFT_OBJECT_SECMARK, object: 'm' }], 'meta secmark set "m"'],
  ['ip', [{ name: 'objref', type: 5, object: 'x' }], '<opaque objref '],
  ['ip', [{ name: 'dup', sregAddr: 1 }], '<opaque dup '],
  ['ip', [{ name: 'queue', num: 1, total: 2, sregQnum: 1 }], '<opaque queue '],
  ['netdev', [{ name: 'fwd', sregDev: 1 }], '<opaque fwd '],
  ['ip', [{ name: 'exthdr', type: 30, op: 1 }], 'reset tcp option mptcp'],
  ['ip', [{ name: 'exthdr', type: 200, op: 1 }], 'reset tcp option 200'],
];

describe('is listed', () => {
  test.each(raised)('%s: %j', (family, expressions, text) => {
    expect(listingOf(family, expressions).text.startsWith(text)).toBe(true);
  });
});

test('bytes that are no field are listed with what is done to them', () => {
  const write = { name: 'payload', sreg: 1, base: 1, offset: 1, len: 1 } as const;
  const load = { name: 'payload', dreg: 1, base: 1, offset: 1, len: 1 } as const;
  const change = { name: 'bitwise', sreg: 1, dreg: 1, len: 1, op: 0 } as const;
  const raise = (mask: number, xor: number) =>
    listingOf('ip', [load, { ...change, mask: Uint8Array.of(mask), xor: Uint8Array.of(xor) }, write]).text;
  expect(raise(0x8f, 0x30)).toBe('@nh,8,8 set @nh,8,8 & 0xbf | 0x30');
  expect(raise(0x03, 0x0c)).toBe('ip dscp set 0x03');
  expect(raise(0xfc, 0x03)).toBe('ip ecn set ce');
  expect(raise(0x03, 0x00)).toBe('ip dscp set cs0');
  expect(raise(0xff, 0x01)).toBe('@nh,8,8 set @nh,8,8 ^ 0x1');
});
