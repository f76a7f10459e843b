/** What a route can have: made by us and by ip, both shown alike by ip, and read alike by us. */

import { describe, expect, test } from 'vitest';
import type { RouteOptions } from '../../src/route/options.js';
import { orLacking } from '../support/lacking.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs, sinceLinux } from '../support/needs.js';
import { addressedPair } from '../support/topology.js';
import { ip, ipJson } from './views.js';

needs('root', 'ip', 'ipv6');
leavesNothingBehind();

const to = '198.51.100.0/24';
const to6 = '2001:db8:9::/48';
const via = '192.0.2.254';
const via6 = '2001:db8::9';
const onto6 = { to: to6, dev: 'near0' };

const cases: readonly (readonly [RouteOptions, words: string])[] = [
  [
    {
      to,
      via,
      metrics: {
        mtu: 1300,
        lock: ['mtu'],
        advmss: 1200,
        window: 4096,
        rtt: '80ms',
        rttvar: '20ms',
        ssthresh: 7,
        cwnd: 9,
        initcwnd: 12,
        initrwnd: 14,
        hoplimit: 33,
        features: ['ecn'],
        quickack: true,
        rtoMin: '40ms',
        reordering: 5,
        congctl: 'cubic',
        fastopenNoCookie: true,
      },
    },
    `via ${via} mtu lock 1300 advmss 1200 window 4096 rtt 80ms rttvar 20ms ssthresh 7 cwnd 9 initcwnd 12 initrwnd 14 hoplimit 33 features ecn quickack 1 rto_min 40ms reordering 5 congctl cubic fastopen_no_cookie 1`,
  ],
  [{ to, via, realms: { from: 3, to: 4 } }, `via ${via} realms 3/4`],
  [{ to, via, tos: 0x10 }, `via ${via} tos 0x10`],
  [{ to, via, tos: 'CS1' }, `via ${via} tos CS1`],
  [{ to, via, protocol: 'bird' }, `via ${via} proto bird`],
  [{ to, dev: 'near0', scope: 'site' }, 'dev near0 scope site'],
  [
    {
      to,
      nexthops: [
        { via: '192.0.2.253', weight: 3 },
        { via: '203.0.113.1', dev: 'near0', onlink: true, realms: { to: 9 } },
        { via: via6, dev: 'near0' },
      ],
    },
    `nexthop via 192.0.2.253 weight 3 nexthop via 203.0.113.1 dev near0 onlink realms 9 nexthop via inet6 ${via6} dev near0`,
  ],
  [
    { to: to6, nexthops: [{ via: via6, weight: 3 }, { via: '2001:db8::a' }] },
    `nexthop via ${via6} weight 3 nexthop via 2001:db8::a`,
  ],
  [{ ...onto6, from: '2001:db8:7::/48' }, 'from 2001:db8:7::/48 dev near0'],
  [{ to: to6, via: via6, pref: 'low' }, `via ${via6} pref low`],
  [{ to: to6, via: via6, metrics: { mtu: 1400 } }, `via ${via6} mtu 1400`],
  [
    { to, via, encap: { kind: 'ip', id: 77, dst: '192.0.2.9', src: '192.0.2.1', ttl: 9, tos: 4, key: true } },
    `encap ip id 77 dst 192.0.2.9 src 192.0.2.1 ttl 9 tos 4 key via ${via}`,
  ],
  [
    {
      to,
      via,
      encap: { kind: 'ip6', id: 77, dst: '2001:db8::7', hoplimit: 5, tc: 3, csum: true, seq: true },
    },
    `encap ip6 id 77 dst 2001:db8::7 hoplimit 5 tc 3 csum seq via ${via}`,
  ],
  [{ to, via, encap: { kind: 'mpls', labels: [100, 200], ttl: 3 } }, `encap mpls 100/200 ttl 3 via ${via}`],
  [
    { ...onto6, encap: { kind: 'seg6', routing: { mode: 'encap', segs: ['2001:db8::5', '2001:db8::6'] } } },
    'encap seg6 mode encap segs 2001:db8::5,2001:db8::6 dev near0',
  ],
  [
    { ...onto6, encap: { kind: 'seg6', routing: { mode: 'inline', segs: ['2001:db8::5', '2001:db8::6'] } } },
    'encap seg6 mode inline segs 2001:db8::5,2001:db8::6 dev near0',
  ],
  [
    { ...onto6, encap: { kind: 'seg6', routing: { mode: 'l2encap.red', segs: ['2001:db8::5'] } } },
    'encap seg6 mode l2encap.red segs 2001:db8::5 dev near0',
  ],
  [{ ...onto6, encap: { kind: 'seg6local', action: 'End' } }, 'encap seg6local action End dev near0'],
  [
    { ...onto6, encap: { kind: 'seg6local', action: 'End.X', nh6: '2001:db8::7' } },
    'encap seg6local action End.X nh6 2001:db8::7 dev near0',
  ],
  [
    { ...onto6, encap: { kind: 'seg6local', action: 'End.DX4', nh4: '192.0.2.7', count: true } },
    'encap seg6local action End.DX4 nh4 192.0.2.7 count dev near0',
  ],
  [
    { ...onto6, encap: { kind: 'seg6local', action: 'End.T', table: 100 } },
    'encap seg6local action End.T table 100 dev near0',
  ],
  [
    { ...onto6, encap: { kind: 'seg6local', action: 'End.B6.Encaps', segs: ['2001:db8::5', '2001:db8::6'] } },
    'encap seg6local action End.B6.Encaps srh segs 2001:db8::5,2001:db8::6 dev near0',
  ],
  [
    { ...onto6, encap: { kind: 'rpl', segs: ['2001:db8::5', '2001:db8::6'] } },
    'encap rpl segs 2001:db8::5,2001:db8::6 dev near0',
  ],
  [{ to, via, encap: { kind: 'xfrm', ifId: 7 } }, `encap xfrm if_id 7 via ${via}`],
];

test.for(cases)('%j', async ([options, words], { skip }) => {
  if (words.includes('l2encap.red')) sinceLinux('6.1', skip);
  const { near } = await addressedPair();
  const command = `${options.to === to6 ? '-6' : '-4'} route`;
  const shown = () => ipJson(near, `${command} show ${options.to}`);
  await orLacking(near.routes.add(options), skip);
  const [ours, oursRead] = [shown(), await near.routes.list({ to: String(options.to) })];
  expect(ours).toHaveLength(1);
  await near.routes.delete(options);
  expect(shown()).toEqual([]);
  ip(near, `${command} add ${options.to} ${words}`);
  expect(shown()).toEqual(ours);
  expect(await near.routes.list({ to: String(options.to) })).toEqual(oursRead);
});

test('an end', async () => {
  const { near } = await addressedPair();
  await near.routes.add({ to: to6, via: via6, expires: 600 });
  const [theirs] = ipJson(near, `-6 route show ${to6}`);
  const [ours] = await near.routes.list({ to: to6 });
  expect(Math.abs(Number(theirs?.expires) - Number(ours?.cache?.expires))).toBeLessThan(2);
});

describe('ip route get', () => {
  test.each([
    ['198.51.100.1', {}, ''],
    ['198.51.100.1', { fibmatch: true }, 'fibmatch '],
    ['198.51.100.1', { from: '192.0.2.1' }, 'from 192.0.2.1'],
    ['198.51.100.1', { mark: 1 }, 'mark 1'],
    ['198.51.100.1', { oif: 'near0' }, 'oif near0'],
    ['198.51.100.1', { uid: 1000 }, 'uid 1000'],
    ['198.51.100.1', { ipproto: 'tcp', sport: 1000, dport: 80 }, 'ipproto tcp sport 1000 dport 80'],
    ['2001:db8:9::1', { fibmatch: true }, 'fibmatch '],
    ['2001:db8:9::1', { from: '2001:db8::1', mark: 1 }, 'from 2001:db8::1 mark 1'],
  ] as const)('%s %j', async (address, query, words) => {
    const { near } = await addressedPair();
    ip(near, `route add ${to} via ${via}`);
    ip(near, `route add ${to} via 192.0.2.250 table 100`);
    ip(near, 'rule add fwmark 1 table 100');
    ip(near, `-6 route add ${to6} via ${via6}`);
    const before = words.startsWith('fibmatch');
    const command = `route get ${before ? words : ''}${address} ${before ? '' : words}`.trim();
    const [theirs] = ipJson(near, command);
    const ours = await near.routes.get(address, query);
    expect(ours.via).toBe(theirs?.gateway);
    expect(String(ours.table)).toBe(theirs?.table ?? 'main');
    expect(ours.to.replace(/\/(32|128)$/, '')).toBe(theirs?.dst);
    expect(ours.source).toBe(theirs?.prefsrc);
  });
});
