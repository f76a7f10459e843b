/** Next hop objects and rules: what we make, ip reads; what ip makes, we read. */

import { describe, expect, test } from 'vitest';
import type { NexthopOptions } from '../../src/nexthop/options.js';
import type { RuleOptions } from '../../src/rule/options.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs, sinceLinux } from '../support/needs.js';
import { addressedPair } from '../support/topology.js';
import { ip, ipJson } from './views.js';

needs('root', 'ip', 'ipv6');
leavesNothingBehind();

async function reached() {
  const { near } = await addressedPair();
  await near.links.set('lo', { up: true });
  return near;
}

describe('a next hop', () => {
  const cases: readonly (readonly [NexthopOptions, words: string, json: object, read?: object])[] = [
    [
      { id: 1, via: '192.0.2.2', dev: 'near0' },
      'via 192.0.2.2 dev near0',
      { gateway: '192.0.2.2', dev: 'near0' },
      { dev: expect.any(Number) },
    ],
    [
      { id: 1, via: '2001:db8::2', dev: 'near0', protocol: 'static' },
      'via 2001:db8::2 dev near0 proto static',
      { gateway: '2001:db8::2', protocol: 'static' },
      { dev: expect.any(Number) },
    ],
    [{ id: 1, blackhole: true }, 'blackhole', { blackhole: null }],
    [{ id: 1, via: '192.0.2.2', fdb: true }, 'via 192.0.2.2 fdb', { fdb: null }],
    [
      { id: 1, via: '203.0.113.1', dev: 'near0', onlink: true },
      'via 203.0.113.1 dev near0 onlink',
      { flags: ['onlink'] },
      { via: '203.0.113.1', flags: ['onlink'] },
    ],
    [
      {
        id: 1,
        group: [
          { id: 8, weight: 1 },
          { id: 9, weight: 7 },
        ],
      },
      'group 8/9,7',
      { group: [{ id: 8 }, { id: 9, weight: 7 }] },
    ],
    [
      {
        id: 1,
        group: [{ id: 8, weight: 1 }],
        type: 'resilient',
        buckets: 4,
        idleTimer: 5,
        unbalancedTimer: 6,
      },
      'group 8 type resilient buckets 4 idle_timer 5 unbalanced_timer 6',
      {
        type: 'resilient',
        resilient_args: { buckets: 4, idle_timer: 5, unbalanced_timer: 6, unbalanced_time: 0 },
      },
    ],
  ];

  test.for(cases)('%j', async ([options, words, json, read], { skip }) => {
    if (options.type === 'resilient') sinceLinux('5.13', skip);
    const near = await reached();
    for (const id of [8, 9]) ip(near, `nexthop add id ${id} via 192.0.2.${id} dev near0`);
    await near.nexthops.add(options);
    const ours = ipJson(near, 'nexthop get id 1');
    expect(ours).toMatchObject([json]);
    await near.nexthops.delete(1);
    ip(near, `nexthop add id 1 ${words}`);
    expect(ipJson(near, 'nexthop get id 1')).toEqual(ours);
    expect(await near.nexthops.get(1)).toMatchObject(read ?? options);
  });

  test('with its buckets', async ({ skip }) => {
    sinceLinux('5.13', skip);
    const near = await reached();
    ip(near, 'nexthop add id 8 via 192.0.2.8 dev near0');
    ip(near, 'nexthop add id 1 group 8 type resilient buckets 4');
    const theirs = ipJson(near, 'nexthop bucket show id 1').map(({ bucket }) => bucket);
    const ours = await near.nexthops.buckets({ id: 1 });
    expect(ours.map(({ index, nhid }) => ({ index, nhid }))).toEqual(
      theirs.map((bucket) => {
        const { index, nhid } = bucket as { index: number; nhid: number };
        return { index, nhid };
      }),
    );
  });
});

describe('a rule', () => {
  const cases: readonly (readonly [RuleOptions, words: string])[] = [
    [{ from: '192.0.2.0/24', table: 100 }, 'from 192.0.2.0/24 lookup 100'],
    [{ to: '2001:db8::/32', table: 5000 }, 'to 2001:db8::/32 table 5000'],
    [{ not: true, from: '192.0.2.0/24', table: 100 }, 'not from 192.0.2.0/24 table 100'],
    [{ tos: 0x10, table: 100 }, 'tos 0x10 table 100'],
    [{ fwmark: 0x100, fwmask: 0xff00, table: 100 }, 'fwmark 0x100/0xff00 table 100'],
    [{ fwmark: 1, table: 100 }, 'fwmark 1 table 100'],
    [{ iif: 'lo', table: 100 }, 'iif lo table 100'],
    [{ oif: 'near0', table: 100 }, 'oif near0 table 100'],
    [{ uidrange: [1000, 1999], table: 100 }, 'uidrange 1000-1999 table 100'],
    [
      { ipproto: 'tcp', sport: 80, dport: [1000, 2000], table: 100 },
      'ipproto tcp sport 80 dport 1000-2000 table 100',
    ],
    [{ tunId: 77, table: 100 }, 'tun_id 77 table 100'],
    [{ l3mdev: true }, 'l3mdev'],
    [{ suppressPrefixlength: 0, table: 'main' }, 'table main suppress_prefixlength 0'],
    [{ suppressIfgroup: 5, table: 'main' }, 'table main suppress_ifgroup 5'],
    [{ goto: 40_000, priority: 100 }, 'priority 100 goto 40000'],
    [{ action: 'nop' }, 'nop'],
    [{ action: 'blackhole', from: '192.0.2.0/24' }, 'from 192.0.2.0/24 blackhole'],
    [{ action: 'unreachable', from: '192.0.2.0/24' }, 'from 192.0.2.0/24 unreachable'],
    [{ action: 'prohibit', from: '2001:db8::/32' }, 'from 2001:db8::/32 prohibit'],
    [{ realms: { from: 3, to: 4 }, table: 100 }, 'table 100 realms 3/4'],
    [{ protocol: 'static', table: 100 }, 'table 100 protocol static'],
  ];

  test.for(cases)('%j', async ([options, words]) => {
    const near = await reached();
    const version = words.includes('2001:db8') ? '-6' : '-4';
    const shown = () => ipJson(near, `${version} rule show`);
    const before = shown();
    await near.rules.add({ priority: 100, ...options });
    const ours = shown();
    expect(ours).toHaveLength(before.length + 1);
    await near.rules.delete({ priority: 100, ...options });
    expect(shown()).toEqual(before);
    ip(near, `${version} rule add ${words}${words.includes('priority') ? '' : ' priority 100'}`);
    expect(shown()).toEqual(ours);
    expect(await near.rules.list({ priority: 100 })).toMatchObject([options]);
  });
});
