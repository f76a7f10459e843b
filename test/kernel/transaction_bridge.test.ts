/** What bridges and VXLANs know is as it was when a transaction fails. */

import { describe, expect, test } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import type { Undoable } from '../../src/transaction/undo/index.js';
import { bridged, filteringVnis, heedingVlans } from '../support/bridged.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

const [first, second, third] = ['02:00:00:00:02:01', '02:00:00:00:02:02', '02:00:00:00:02:03'] as const;

/** Everything that bridges know; without what counts time. */
async function known({ bridge }: Namespace) {
  const { fdb, mdb, vlans, vnis } = bridge;
  const without = (objects: readonly object[], ...names: readonly string[]) =>
    objects
      .map((object) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name))))
      .map((object) => JSON.stringify(object))
      .sort();
  return {
    // Others come by themselves, with what IPv6 sends.
    fdb: without(
      (await fdb.list()).filter(({ lladdr }) => /^0[02]:00:00:00:0[02]/.test(lladdr)),
      'used',
      'updated',
      'unknown',
    ),
    mdb: without(await mdb.list(), 'timer', 'unknown').filter((entry) => entry.includes('"239.')),
    vlans: without(await vlans.list().catch(() => [])),
    vnis: without(await vnis.list().catch(() => [])),
  };
}

/** Whatever `work` does is as if it had never been when what follows it fails. */
async function leavesNoTrace(ns: Namespace, work: (tx: Undoable) => Promise<unknown>): Promise<void> {
  const before = await known(ns);
  let within: unknown;
  const failed = ns.transaction(async (tx) => {
    await work(tx);
    within = await known(ns);
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toMatchObject({ left: [], failed: undefined });
  expect(within).not.toEqual(before);
  expect(await known(ns)).toEqual(before);
}

describe('a transaction that fails', () => {
  test('has forwarding entries of a bridge come and go for nothing', async () => {
    const ns = await bridged();
    await ns.links.add({ kind: 'veth', name: 'p1', master: 'br0', peer: { name: 'q1' } });
    const entry = { link: 'p0', lladdr: first, master: true } as const;
    await ns.bridge.fdb.add({ ...entry, state: 'static', sticky: true });
    await ns.bridge.fdb.add({ ...entry, lladdr: second, state: 'static' });
    await leavesNoTrace(ns, async ({ bridge: { fdb } }) => {
      await fdb.add({ ...entry, lladdr: third, state: 'permanent' });
      await fdb.replace({ ...entry, state: 'permanent' });
      await fdb.replace({ ...entry, lladdr: second.toUpperCase(), link: 'p1', state: 'static' });
      await fdb.delete(entry);
    });
  });

  test('has a flushed table as it was', async ({ skip }) => {
    const ns = await bridged();
    await ns.bridge.fdb.add({ link: 'p0', lladdr: first, master: true, state: 'static' });
    await ns.bridge.fdb.add({ link: 'p0', lladdr: second, master: true, state: 'static', externLearn: true });
    const refused = await ns.bridge.fdb.flush({ link: 'br0', vlan: 4000 }).catch((error) => error);
    if (refused) skip('this kernel flushes no tables (Linux 5.19)');
    await leavesNoTrace(ns, ({ bridge: { fdb } }) => fdb.flush({ link: 'br0' }));
  });

  test('has the endpoints of a VXLAN as they were', async () => {
    const ns = await bridged();
    const everybody = { link: 'vx0', lladdr: '00:00:00:00:00:00' } as const;
    await ns.bridge.fdb.append({ ...everybody, dst: '198.51.100.1' });
    await ns.bridge.fdb.append({ ...everybody, dst: '198.51.100.2', vni: 20, port: 4790 });
    await ns.bridge.fdb.add({ link: 'vx0', lladdr: first, dst: '198.51.100.1' });
    await leavesNoTrace(ns, async ({ bridge: { fdb } }) => {
      await fdb.append({ ...everybody, dst: '198.51.100.3' });
      await fdb.delete({ ...everybody, dst: '198.51.100.2', vni: 20, port: 4790 });
      await fdb.replace({ link: 'vx0', lladdr: first, dst: '198.51.100.9', vni: 30 });
      await fdb.delete({ ...everybody, dst: '198.51.100.1' });
    });
  });

  test('has multicast entries as they were', async () => {
    const ns = await bridged();
    const entry = { link: 'br0', port: 'p0', group: '239.1.1.1' } as const;
    await ns.bridge.mdb.add({ ...entry, state: 'permanent' });
    await ns.bridge.mdb.add({ ...entry, group: '239.1.1.2' });
    await leavesNoTrace(ns, async ({ bridge: { mdb } }) => {
      await mdb.add({ ...entry, group: '239.1.1.3', source: '192.0.2.1', state: 'permanent' });
      await mdb.delete(entry);
      await mdb.delete({ ...entry, group: '239.1.1.2' });
    });
  });

  test('has those as they were that were replaced or flushed, or that others depend on', async ({ skip }) => {
    const ns = await bridged();
    const entry = { link: 'br0', port: 'p0', group: '239.1.1.1', state: 'permanent' } as const;
    const refused = await ns.bridge.mdb.flush({ link: 'br0', vid: 4000 }).catch((error) => error);
    if (refused) skip('this kernel flushes no multicast tables (Linux 6.8)');
    await ns.links.set('br0', { kind: 'bridge', multicastIgmpVersion: 3, multicastMldVersion: 2 });
    await ns.bridge.mdb.add({ ...entry, sources: ['192.0.2.1'], filterMode: 'include', protocol: 'static' });
    await leavesNoTrace(ns, async ({ bridge: { mdb } }) => {
      await mdb.replace({ ...entry, sources: ['192.0.2.2'], filterMode: 'include', protocol: 'zebra' });
      await mdb.add({ ...entry, group: '239.1.1.9', sources: ['192.0.2.2'], filterMode: 'include' });
      await mdb.flush({ link: 'br0', port: 'p0' });
    });
  });

  test('has VLANs as they were', async ({ skip }) => {
    const ns = await heedingVlans(skip);
    const { vlans } = ns.bridge;
    await vlans.add({ link: 'p0', vid: '10-12', untagged: true });
    await vlans.set({ link: 'p0', vid: 11, state: 'blocking' });
    await leavesNoTrace(ns, async ({ bridge }) => {
      await bridge.vlans.add({ link: 'p0', vid: '12-20', pvid: false });
      await bridge.vlans.add({ link: 'p0', vid: 30, pvid: true });
      await bridge.vlans.set({ link: 'p0', vid: '10-11', state: 'learning' });
      await bridge.vlans.delete({ link: 'p0', vid: '11-30' });
      await bridge.vlans.add({ link: 'br0', vid: 40 });
    });
  });

  test('has VLANs of the bridge as a whole, and spanning trees, as they were', async ({ skip }) => {
    const ns = await heedingVlans(skip);
    const { global } = ns.bridge.vlans;
    const refused = await global.set({ link: 'br0', vid: 1, multicastQuerier: true }).catch((error) => error);
    if (refused) skip('the bridges of this kernel keep no more of VLANs (Linux 5.15)');
    const before = await global.list();
    const failed = ns.transaction(async ({ bridge }) => {
      await bridge.vlans.global.set({
        link: 'br0',
        vid: 1,
        multicastQuerier: false,
        multicastQueryInterval: 9,
      });
      await bridge.mst.set({ link: 'p0', msti: 9, state: 'blocking' });
    });
    await expect(failed).rejects.toMatchObject({ undone: ['bridge.vlans.global.set 1'], left: [] });
    expect(await global.list()).toEqual(before);
  });

  test('has the VNIs of a filter as they were', async ({ skip }) => {
    const ns = await filteringVnis(skip);
    await ns.bridge.vnis.add({ link: 'vx1', vni: '10-12', group: '198.51.100.1' });
    await leavesNoTrace(ns, async ({ bridge: { vnis } }) => {
      await vnis.add({ link: 'vx1', vni: '12-14', group: '198.51.100.2' });
      await vnis.delete({ link: 'vx1', vni: '10-11' });
      await vnis.add({ link: 'vx1', vni: 100 });
    });
  });

  test('says which entry could not be made', async () => {
    const ns = await bridged();
    const entry = { link: 'p0', lladdr: first, master: true } as const;
    const failed = ns.transaction(async ({ bridge: { fdb } }) => {
      await fdb.add(entry);
      await fdb.add(entry);
    });
    await expect(failed).rejects.toMatchObject({
      failed: `bridge.fdb.add ${first}`,
      undone: [`bridge.fdb.add ${first}`],
      left: [],
    });
  });

  test('has what adapters count as it was', async ({ skip }) => {
    const ns = await bridged();
    if ((await ns.links.stats.get('p0')).l3 === undefined)
      skip('adapters do not count for this kernel (Linux 5.18)');
    const failed = ns.transaction(async ({ links }) => {
      await links.stats.set('p0', { l3: true });
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toMatchObject({ left: [], undone: ['links.stats.set p0'] });
    expect((await ns.links.stats.get('p0')).l3?.requested).toBe(false);
  });

  test('has further names of links, and settings of neighbour tables, as they were', async () => {
    const ns = await bridged();
    await ns.links.altNames.add('p0', 'one', 'two');
    const all = async () => {
      const tables = await ns.neighbours.tables.list({ link: 'p0' });
      return [
        (await ns.links.get('p0')).altNames,
        tables.map(({ retransmitTime, link }) => [link, retransmitTime]),
      ];
    };
    const before = await all();
    const failed = ns.transaction(async ({ links, neighbours }) => {
      await links.altNames.add('p0', 'three');
      await links.altNames.delete('p0', 'two');
      await neighbours.tables.set({ name: 'arp_cache', link: 'p0', retransmitTime: 77 });
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toMatchObject({ left: [], undone: { length: 3 } });
    expect(await all()).toEqual(before);
  });
});
