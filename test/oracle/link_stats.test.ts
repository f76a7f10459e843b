import { expect, test, vi } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import { bridged, heedingVlans } from '../support/bridged.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { addOrSkip } from '../support/link_making.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { ip } from './views.js';

needs('root', 'ip');
leavesNothingBehind();

type Fields = Readonly<Record<string, unknown>>;

/** What `ip stats show` says of a link, by group and subgroup. */
function theirs(ns: Namespace, link: string): ReadonlyMap<string, Fields> {
  const all: Fields[] = JSON.parse(ip(ns, `-json stats show dev ${link}`));
  return new Map(
    all.map(({ group, subgroup, suite, ...rest }) => [
      [group, subgroup, suite].filter(Boolean).join(' '),
      rest,
    ]),
  );
}

/** A bridge that counts multicast, and no more comes to it. */
async function still(): Promise<Namespace> {
  const ns = await bridged();
  await ns.links.set('br0', { kind: 'bridge', multicastStats: true });
  const { mdb } = ns.bridge;
  await mdb.add({ link: 'br0', port: 'p0', group: '239.1.1.1' });
  await vi.waitFor(async () => {
    const { counters: first } = await ns.links.stats.get('q0');
    expect(first?.rxPackets).toBeGreaterThan(0n);
  });
  for (const link of ['q0', 'p0', 'br0']) await ns.links.set(link, { up: false });
  return ns;
}

const plain = (object: object | undefined) =>
  Object.fromEntries(Object.entries(object ?? {}).map(([name, value]) => [name, Number(value)]));

test('what every link counts', async () => {
  const ns = await still();
  const { counters, link } = await ns.links.stats.get('p0', { groups: ['link'] });
  const stats = theirs(ns, 'p0').get('link')?.stats64 as Record<'rx' | 'tx', Record<string, number>>;
  expect(link).toBe((await ns.links.get('p0')).index);
  expect(plain(counters)).toMatchObject({
    rxBytes: stats.rx.bytes,
    rxPackets: stats.rx.packets,
    txBytes: stats.tx.bytes,
    txPackets: stats.tx.packets,
    multicast: stats.rx.multicast,
  });
  expect(counters?.txPackets).toBeGreaterThan(0n);
  const { stats: fromLink } = await ns.links.get('p0', { stats: true });
  expect(counters).toEqual(fromLink);
});

test('what a bridge and its ports count of multicast and of the spanning tree', async () => {
  const ns = await still();
  const [bridge, port] = await Promise.all([ns.links.stats.get('br0'), ns.links.stats.get('p0')]);
  expect(bridge).toMatchObject({ unknown: [], bridge: {} });
  expect(bridge.bridgePort).toBeUndefined();
  expect(port.bridge).toBeUndefined();
  for (const [found, words] of [
    [bridge.bridge, theirs(ns, 'br0').get('xstats bridge mcast')],
    [port.bridgePort, theirs(ns, 'p0').get('xstats_slave bridge mcast')],
  ] as const) {
    const said = words?.multicast as Record<string, Record<string, number>>;
    const { igmp_queries, igmp_reports, igmp_parse_errors, mld_queries, mld_reports, mld_leaves } = said;
    expect(plain(found?.multicast)).toMatchObject({
      rxIgmpV1Queries: igmp_queries?.rx_v1,
      txIgmpV3Queries: igmp_queries?.tx_v3,
      rxIgmpV2Reports: igmp_reports?.rx_v2,
      rxIgmpV3Reports: igmp_reports?.rx_v3,
      txIgmpV3Reports: igmp_reports?.tx_v3,
      igmpParseErrors: igmp_parse_errors,
      rxMldV2Queries: mld_queries?.rx_v2,
      rxMldV2Reports: mld_reports?.rx_v2,
      txMldV2Reports: mld_reports?.tx_v2,
      rxMldLeaves: mld_leaves?.rx,
    });
  }
  const { stp } = theirs(ns, 'p0').get('xstats_slave bridge stp') as { stp?: Record<string, number> };
  expect(plain(port.bridgePort?.stp)).toEqual({
    blockings: stp?.transition_blk,
    forwardings: stp?.transition_fwd,
    rxBpdu: stp?.rx_bpdu,
    txBpdu: stp?.tx_bpdu,
    rxTcn: stp?.rx_tcn,
    txTcn: stp?.tx_tcn,
  });
});

test('what is counted of VLANs', async ({ skip }) => {
  const ns = await heedingVlans(skip);
  await ns.bridge.vlans.add({ link: 'br0', vid: '7-8' });
  const { bridge } = await ns.links.stats.get('br0', { groups: ['xstats'] });
  const vids = bridge?.vlans.map(({ vid }) => vid);
  expect(vids).toEqual(expect.arrayContaining([1, 7, 8]));
  expect(bridge?.vlans[0]).toEqual({
    vid: 1,
    rxBytes: expect.any(BigInt),
    rxPackets: expect.any(BigInt),
    txBytes: expect.any(BigInt),
    txPackets: expect.any(BigInt),
  });
});

test('what a bond counts of its protocol', async ({ skip }) => {
  const ns = await unnamed();
  await addOrSkip(ns, { kind: 'bond', name: 'bond0', mode: '802.3ad' }, skip);
  await ns.links.add({ kind: 'veth', name: 'p0', master: 'bond0', peer: { name: 'q0', up: true } });
  const [bond, port] = await Promise.all([ns.links.stats.get('bond0'), ns.links.stats.get('p0')]);
  for (const found of [bond.lacp, port.lacpPort]) expect(found?.txLacpdu).toEqual(expect.any(BigInt));
  expect(port.lacp).toBeUndefined();
});

test('of all links at once, what is asked for', async () => {
  const ns = await still();
  const links = await ns.links.list();
  const all = await ns.links.stats.list({ groups: ['link', 'xstats'] });
  expect(all.map(({ link }) => link)).toEqual(links.map(({ index }) => index));
  const kinds = all.map((found) =>
    Object.keys(found)
      .filter((name) => name !== 'unknown')
      .join(' '),
  );
  expect(new Set(kinds)).toEqual(new Set(['link counters', 'link counters bridge']));
  await expect(ns.links.stats.list({ groups: ['all' as never] })).rejects.toThrow('groups[0] must be one of');
  await expect(ns.links.stats.list({ groups: [] })).rejects.toThrow('groups must be an array of groups');
  await expect(ns.links.stats.get('nowhere0')).rejects.toMatchObject({ code: 'ENODEV' });
});

test('whether an adapter counts', async ({ skip }) => {
  const ns = await still();
  const before = (await ns.links.stats.get('p0', { groups: ['offload'] })).l3;
  if (before === undefined) skip('adapters do not count for this kernel (Linux 5.18)');
  expect(before).toEqual({ requested: false, used: false });
  await ns.links.stats.set('p0', { l3: true });
  expect((await ns.links.stats.get('p0')).l3).toMatchObject({ requested: true, used: false });
  expect(theirs(ns, 'p0').get('offload l3_stats')?.info).toEqual({ request: true, used: false });
  ip(ns, 'stats set dev p0 l3_stats off');
  expect((await ns.links.stats.get('p0')).l3).toEqual(before);
});
