import { describe, expect, test } from 'vitest';
import type { Neighbour } from '../../src/neighbour/neighbour.js';
import type { NeighbourOptions } from '../../src/neighbour/neighbours.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { vethPair } from '../support/topology.js';
import { ip, ipJson } from './views.js';

needs('root', 'ip', 'ipv6');
leavesNothingBehind();

const lladdr = '02:00:00:00:00:09';

/** How we make one, how ip does, what ip says of it, and what we read. */
const cases: readonly (readonly [
  options: Omit<NeighbourOptions, 'link'>,
  words: string,
  json: object,
  read: Partial<Neighbour>,
])[] = [
  [
    { address: '192.0.2.9', lladdr },
    `192.0.2.9 lladdr ${lladdr}`,
    { dst: '192.0.2.9', lladdr, state: ['PERMANENT'] },
    { family: 'inet', lladdr, state: 'permanent', flags: [] },
  ],
  [
    { address: '192.0.2.9', lladdr, state: 'noarp', protocol: 'static' },
    `192.0.2.9 lladdr ${lladdr} nud noarp protocol static`,
    { state: ['NOARP'], protocol: 'static' },
    { state: 'noarp', protocol: 'static' },
  ],
  [
    { address: '2001:db8::9', lladdr, router: true, state: 'stale' },
    `2001:db8::9 lladdr ${lladdr} router nud stale`,
    { dst: '2001:db8::9', router: null, state: ['STALE'] },
    { family: 'inet6', state: 'stale', flags: ['router'] },
  ],
  [
    { address: '192.0.2.9', lladdr, externLearn: true, state: 'reachable' },
    `192.0.2.9 lladdr ${lladdr} extern_learn nud reachable`,
    { extern_learn: null, state: ['REACHABLE'] },
    { state: 'reachable', flags: ['externLearn'] },
  ],
];

describe.each(cases)('%j', (options, words, json, read) => {
  test('that we make, ip reads', async () => {
    const { near } = await vethPair();
    await near.neighbours.add({ link: 'near0', ...options });
    expect(ipJson(near, 'neighbour show dev near0 nud all')).toContainEqual(expect.objectContaining(json));
  });

  test('that ip makes, we read', async () => {
    const { near } = await vethPair();
    ip(near, `neighbour add ${words} dev near0`);
    expect(await near.neighbours.get({ link: 'near0', address: options.address })).toMatchObject(read);
    expect(await near.neighbours.list({ link: 'near0' })).toContainEqual(expect.objectContaining(read));
  });
});

test('proxies of both', async () => {
  const { near } = await vethPair();
  await near.neighbours.add({ link: 'near0', address: '192.0.2.50', proxy: true });
  ip(near, 'neighbour add proxy 2001:db8::50 dev near0');
  expect(ipJson(near, 'neighbour show proxy').map(({ dst }) => dst)).toEqual(['192.0.2.50', '2001:db8::50']);
  const proxies = await near.neighbours.list({ proxy: true });
  expect(proxies.map(({ address, flags }) => [address, flags])).toEqual([
    ['192.0.2.50', ['proxy']],
    ['2001:db8::50', ['proxy']],
  ]);
  await near.neighbours.flush({ proxy: true });
  expect(ipJson(near, 'neighbour show proxy')).toEqual([]);
});

test('the tables, field by field', async () => {
  const { near } = await vethPair();
  await near.neighbours.tables.set({
    name: 'arp_cache',
    link: 'near0',
    queueLength: 31,
    delayProbeTime: 7000,
  });
  ip(near, 'ntable change name ndisc_cache dev near0 ucast_probes 7 retrans 1500');
  const theirs = ipJson(near, 'ntable show dev near0').map((table) => {
    const { name, queue, delay_probe, ucast_probes, retrans, base_reachable, gc_stale, locktime } = table;
    return { name, queue, delay_probe, ucast_probes, retrans, base_reachable, gc_stale, locktime };
  });
  const ours = (await near.neighbours.tables.list({ link: 'near0' })).map((table) => ({
    name: table.name,
    queue: table.queueLength,
    delay_probe: table.delayProbeTime,
    ucast_probes: table.unicastProbes,
    retrans: table.retransmitTime,
    base_reachable: table.baseReachableTime,
    gc_stale: table.gcStaleTime,
    locktime: table.lockTime,
  }));
  expect(ours).toEqual(theirs);
  expect(ours.find(({ name }) => name === 'arp_cache')).toMatchObject({ queue: 31, delay_probe: 7000 });
});
