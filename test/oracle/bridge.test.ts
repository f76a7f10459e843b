import { describe, expect, test, vi } from 'vitest';
import { NetlinkError } from '../../src/error/netlink_error.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { bridged, filteringVnis, heedingVlans, type SkipTest } from '../support/bridged.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'ip');
leavesNothingBehind();

type Fields = Readonly<Record<string, unknown>>;

const bridge = (ns: Namespace, command: string) => runIn(ns, ['bridge', ...command.split(' ')]);
const bridgeJson = (ns: Namespace, command: string): readonly Fields[] =>
  JSON.parse(bridge(ns, `-json -details ${command}`));

const lladdr = '02:00:00:00:00:11';

describe('forwarding entries', () => {
  test('of a bridge, made by us', async () => {
    const ns = await bridged();
    const { fdb } = ns.bridge;
    await fdb.add({ link: 'p0', lladdr, master: true, state: 'static' });
    await fdb.add({ link: 'p0', lladdr: '02:00:00:00:00:12', master: true, sticky: true, state: 'static' });
    expect(bridgeJson(ns, 'fdb show dev p0')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ mac: lladdr, state: 'static', master: 'br0', flags: [] }),
        expect.objectContaining({ mac: '02:00:00:00:00:12', state: 'static', flags: ['sticky'] }),
      ]),
    );
    const { index } = await ns.links.get('br0');
    expect(await fdb.get({ link: 'p0', lladdr, master: true })).toMatchObject({
      state: 'static',
      master: index,
    });
    await fdb.replace({ link: 'p0', lladdr, master: true, state: 'dynamic' });
    expect(bridgeJson(ns, 'fdb show dev p0')).toContainEqual(
      expect.objectContaining({ mac: lladdr, state: '', flags: [] }),
    );
    await fdb.delete({ link: 'p0', lladdr, master: true });
    expect((await fdb.list({ link: 'p0' })).some((entry) => entry.lladdr === lladdr)).toBe(false);
  });

  test('of a VLAN, made by us', async ({ skip }) => {
    const ns = await heedingVlans(skip);
    const { fdb } = ns.bridge;
    await fdb.add({ link: 'p0', lladdr, master: true, state: 'static', vlan: 1 });
    expect(bridgeJson(ns, 'fdb show dev p0')).toContainEqual(
      expect.objectContaining({ mac: lladdr, vlan: 1, state: 'static', master: 'br0' }),
    );
    expect(await fdb.get({ link: 'p0', lladdr, vlan: 1, master: true })).toMatchObject({ vlan: 1 });
    await fdb.delete({ link: 'p0', lladdr, master: true, vlan: 1 });
    expect((await fdb.list({ link: 'p0', vlan: 1 })).some((entry) => entry.lladdr === lladdr)).toBe(false);
  });

  test('of a VXLAN, with several endpoints', async () => {
    const ns = await bridged();
    const { fdb } = ns.bridge;
    await fdb.add({ link: 'vx0', lladdr, dst: '198.51.100.1', port: 4790, vni: 20, via: 'p0' });
    await fdb.append({ link: 'vx0', lladdr: '00:00:00:00:00:00', dst: '198.51.100.2' });
    bridge(ns, 'fdb append 00:00:00:00:00:00 dev vx0 dst 198.51.100.3');
    expect(bridgeJson(ns, 'fdb show dev vx0')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          mac: lladdr,
          dst: '198.51.100.1',
          port: 4790,
          vni: 20,
          viaIf: 'p0',
          flags: ['self'],
        }),
        expect.objectContaining({ mac: '00:00:00:00:00:00', dst: '198.51.100.2', state: 'permanent' }),
      ]),
    );
    const remotes = (await fdb.list({ link: 'vx0' })).filter((entry) => entry.lladdr === '00:00:00:00:00:00');
    expect(remotes.map(({ dst }) => dst)).toEqual(['198.51.100.2', '198.51.100.3']);
    await fdb.delete({ link: 'vx0', lladdr: '00:00:00:00:00:00', dst: '198.51.100.2' });
    expect(bridgeJson(ns, 'fdb show dev vx0').map(({ dst }) => dst)).toEqual([
      '198.51.100.3',
      '198.51.100.1',
    ]);
  });

  test('of everything, line by line', async () => {
    const ns = await bridged();
    bridge(ns, `fdb add ${lladdr} dev p0 master dynamic`);
    bridge(ns, 'fdb add 02:00:00:00:00:13 dev p0 master extern_learn');
    bridge(ns, 'fdb add 02:00:00:00:00:14 dev vx0 dst 198.51.100.9 vni 30');
    const names = new Map((await ns.links.list()).map(({ index, name }) => [index, name]));
    // IPv6 may still be joining its groups, which are in it.
    await vi.waitFor(async () => {
      const ours = (await ns.bridge.fdb.list()).map(({ lladdr, link, vlan, master, state, dst, vni }) => ({
        mac: lladdr,
        ifname: names.get(link),
        vlan,
        master: names.get(master ?? 0),
        state: state === 'dynamic' ? '' : state,
        dst,
        vni,
      }));
      const theirs = bridgeJson(ns, 'fdb show').map(({ mac, ifname, vlan, master, state, dst, vni }) => {
        return { mac, ifname, vlan, master, state, dst, vni };
      });
      expect(ours).toEqual(theirs);
    });
  });

  test('flushed by the kernel, but those that stay', async ({ skip }) => {
    const ns = await bridged();
    await ns.bridge.fdb.add({ link: 'p0', lladdr, master: true, state: 'static' });
    await ns.bridge.fdb.add({ link: 'p0', lladdr: '02:00:00:00:00:12', master: true, state: 'permanent' });
    await flushed(ns.bridge.fdb.flush({ link: 'br0', brport: 'p0', state: 'static' }), skip);
    const macs = bridgeJson(ns, 'fdb show dev p0').map(({ mac }) => mac);
    expect(macs).toContain('02:00:00:00:00:12');
    expect(macs).not.toContain(lladdr);
  });

  test('of a VXLAN, flushed by endpoint', async ({ skip }) => {
    const ns = await bridged();
    const { fdb } = ns.bridge;
    await fdb.add({ link: 'vx0', lladdr, dst: '198.51.100.1', vni: 20 });
    await fdb.append({ link: 'vx0', lladdr: '02:00:00:00:00:12', dst: '198.51.100.2' });
    await flushed(fdb.flush({ link: 'vx0', dst: '198.51.100.1', vni: 20 }), skip);
    expect(bridgeJson(ns, 'fdb show dev vx0').map(({ dst }) => dst)).toEqual(['198.51.100.2']);
  });
});

/** Older kernels do not know that several entries are meant, and refuse the request as it is. */
async function flushed(work: Promise<void>, skip: SkipTest): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (/^(EOPNOTSUPP|EINVAL)/.test((error as Error).message))
      skip('this kernel flushes no forwarding entries (Linux 5.19; of a VXLAN 6.7)');
    throw error;
  }
}

describe('VLANs', () => {
  test('of a port and of the bridge, made by us', async ({ skip }) => {
    const ns = await heedingVlans(skip);
    const { vlans } = ns.bridge;
    await vlans.add({ link: 'p0', vid: '100-110' });
    await vlans.add({ link: 'p0', vid: 20, pvid: true, untagged: true });
    await vlans.add({ link: 'br0', vid: 30 });
    const theirs = bridgeJson(ns, 'vlan show');
    expect(theirs).toEqual([
      { ifname: 'br0', vlans: [expect.objectContaining({ vlan: 1 }), expect.objectContaining({ vlan: 30 })] },
      {
        ifname: 'p0',
        vlans: [
          expect.objectContaining({ vlan: 1, flags: ['Egress Untagged'] }),
          expect.objectContaining({ vlan: 20, flags: ['PVID', 'Egress Untagged'] }),
          expect.objectContaining({ vlan: 100, vlanEnd: 110 }),
        ],
      },
    ]);
    await vlans.delete({ link: 'p0', vid: '105-110' });
    expect(await vlans.list({ link: 'p0', vid: 102 })).toMatchObject([{ vid: 100, vidEnd: 104 }]);
  });

  test('made by bridge, with a state', async ({ skip }) => {
    const ns = await heedingVlans(skip);
    bridge(ns, 'vlan add dev p0 vid 5-6 untagged');
    bridge(ns, 'vlan set dev p0 vid 5-6 state blocking');
    await ns.bridge.vlans.set({ link: 'p0', vid: 1, state: 'learning' });
    expect(await ns.bridge.vlans.list({ link: 'p0' })).toMatchObject([
      { vid: 1, vidEnd: 1, pvid: true, untagged: true, state: 'learning' },
      { vid: 5, vidEnd: 6, pvid: false, untagged: true, state: 'blocking' },
    ]);
    const [{ vlans = [] } = {}] = bridgeJson(ns, 'vlan show dev p0') as { vlans?: Fields[] }[];
    expect(vlans[0]).toMatchObject({ vlan: 1, state: 'learning' });
  });

  test('mapped to tunnels', async ({ skip }) => {
    const ns = await heedingVlans(skip);
    await ns.links.set('vx0', { master: 'br0' });
    await ns.links.set('vx0', { port: { kind: 'bridge', vlanTunnel: true } });
    await ns.bridge.vlans.add({ link: 'vx0', vid: 40 });
    await ns.bridge.vlans.set({ link: 'vx0', vid: 40, tunnelId: 4000 });
    expect(await ns.bridge.vlans.list({ link: 'vx0', vid: 40 })).toMatchObject([{ tunnelId: 4000 }]);
    expect(bridge(ns, '-json vlan tunnelshow dev vx0')).toContain('4000');
    await ns.bridge.vlans.set({ link: 'vx0', vid: 40, tunnelId: null });
    expect(await ns.bridge.vlans.list({ link: 'vx0', vid: 40 })).toMatchObject([{ tunnelId: undefined }]);
  });
});

describe('VLANs as a whole', () => {
  /** What bridge says of the only bridge, by VLAN. */
  const theirs = (ns: Namespace) => {
    const [{ vlans = [] } = {}] = bridgeJson(ns, 'vlan global show dev br0') as { vlans?: Fields[] }[];
    return vlans;
  };
  /** Where the kernel has them. */
  const known = async (set: Promise<void>, skip: SkipTest) => {
    const error = await set.catch((refusal) => refusal);
    if (/No VLANs found|Unknown attribute type/i.test(error?.extack))
      skip('the bridges of this kernel keep no more of VLANs (Linux 5.15)');
    expect(error).toBeUndefined();
  };

  test('changed by us', async ({ skip }) => {
    const ns = await heedingVlans(skip);
    await ns.bridge.vlans.add({ link: 'br0', vid: '5-6' });
    const { global } = ns.bridge.vlans;
    const more = {
      multicastLastMemberInterval: 1.5,
      multicastQueryInterval: 12.5,
      multicastLastMemberCount: 4,
    };
    const set = { multicastQuerier: true, multicastIgmpVersion: 3, multicastMldVersion: 2, ...more };
    await known(global.set({ link: 'br0', vid: '5-6', ...set, multicastSnooping: false }), skip);
    expect(theirs(ns)).toMatchObject([
      { vlan: 1, mcast_snooping: 1, mcast_querier: 0 },
      {
        vlan: 5,
        vlanEnd: 6,
        mcast_snooping: 0,
        mcast_querier: 1,
        mcast_igmp_version: 3,
        mcast_mld_version: 2,
        mcast_last_member_count: 4,
        mcast_last_member_interval: 150,
        mcast_query_interval: 1250,
      },
    ]);
    const found = await global.list({ link: 'br0', vid: 6 });
    expect(found).toMatchObject([{ vid: 5, vidEnd: 6, ...set, multicastSnooping: false }]);
    await expect(global.set({ link: 'br0', vid: 9, ...set })).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('changed by bridge', async ({ skip }) => {
    const ns = await heedingVlans(skip);
    await known(ns.bridge.vlans.global.set({ link: 'br0', vid: 1, multicastSnooping: true }), skip);
    const counts = 'mcast_startup_query_count 7 mcast_startup_query_interval 200';
    const intervals =
      'mcast_membership_interval 30000 mcast_querier_interval 20000 mcast_query_response_interval 900';
    bridge(ns, `vlan global set dev br0 vid 1 ${counts} ${intervals} mcast_snooping 0`);
    expect(await ns.bridge.vlans.global.list()).toMatchObject([
      {
        vid: 1,
        vidEnd: 1,
        multicastSnooping: false,
        multicastStartupQueryCount: 7,
        multicastStartupQueryInterval: 2,
        multicastMembershipInterval: 300,
        multicastQuerierInterval: 200,
        multicastQueryResponseInterval: 9,
      },
    ]);
  });
});

describe('the state of a port', () => {
  const stateOf = async (ns: Namespace) => ((await ns.links.get('p0')).port as { state?: unknown }).state;
  // Without a spanning tree the kernel lets a port forward that is to block.
  test.each([
    ['listening', 'listening'],
    ['learning', 'learning'],
    ['forwarding', 'forwarding'],
    ['blocking', 'forwarding'],
    ['disabled', 'disabled'],
  ] as const)('set to %s by us is what bridge makes of it: %s', async (state, becomes) => {
    const [ours, theirs] = [await bridged(), await bridged()];
    await ours.links.set('p0', { port: { kind: 'bridge', state } });
    bridge(theirs, `link set dev p0 state ${state}`);
    for (const ns of [ours, theirs]) {
      expect(bridgeJson(ns, 'link show dev p0')).toMatchObject([{ ifname: 'p0', state: becomes }]);
      expect(await stateOf(ns)).toBe(becomes);
    }
  });

  test('is as said when other settings go along, or the port is new', async () => {
    const ns = await bridged();
    const port = { kind: 'bridge', state: 'disabled', isolated: true } as const;
    await ns.links.set('p0', { mtu: 1400, alias: 'x', port });
    expect(bridgeJson(ns, 'link show dev p0')).toMatchObject([
      { mtu: 1400, state: 'disabled', isolated: true },
    ]);
    await ns.links.set('p0', { master: null });
    await ns.links.set('p0', { master: 'br0', port: { ...port, isolated: false } });
    expect(bridgeJson(ns, 'link show dev p0')).toMatchObject([{ state: 'disabled', isolated: false }]);
  });

  test('is the kernel’s own affair where that runs the spanning tree, and of a port that is down', async () => {
    const ns = await bridged();
    const set = () => ns.links.set('p0', { port: { kind: 'bridge', state: 'learning' } });
    await ns.links.set('q0', { up: false });
    await vi.waitFor(async () => expect((await ns.links.get('p0')).operState).not.toBe('UP'));
    await expect(set()).rejects.toMatchObject({ code: 'ENETDOWN' });
    expect(() => bridge(ns, 'link set dev p0 state learning')).toThrow('Network is down');
    await ns.links.set('br0', { kind: 'bridge', stp: true });
    await expect(set()).rejects.toMatchObject({ code: 'EBUSY' });
    expect(() => bridge(ns, 'link set dev p0 state learning')).toThrow('Device or resource busy');
  });
});

describe('VNIs of a filter', () => {
  test('made by us and by bridge', async ({ skip }) => {
    const ns = await filteringVnis(skip);
    const { vnis } = ns.bridge;
    await vnis.add({ link: 'vx1', vni: '100-102' });
    await vnis.add({ link: 'vx1', vni: 200, group: '198.51.100.7' });
    bridge(ns, 'vni add dev vx1 vni 300 remote 2001:db8::7');
    const [{ vnis: theirs } = {}] = bridgeJson(ns, 'vni show dev vx1') as { vnis?: Fields[] }[];
    expect(theirs).toMatchObject([
      { vni: 100, vniEnd: 102 },
      { vni: 200, remote: '198.51.100.7' },
      { vni: 300 },
    ]);
    await vnis.delete({ link: 'vx1', vni: 101 });
    const ours = (await vnis.list({ link: 'vx1' })).map(({ vni, vniEnd, group }) => [vni, vniEnd, group]);
    expect(ours).toEqual([
      [100, 100, undefined],
      [102, 102, undefined],
      [200, 200, '198.51.100.7'],
      [300, 300, '2001:db8::7'],
    ]);
  });
});

describe('multicast entries', () => {
  test('made by us', async () => {
    const ns = await bridged();
    const { mdb } = ns.bridge;
    await mdb.add({ link: 'br0', port: 'p0', group: '239.1.1.1', state: 'permanent' });
    await mdb.add({ link: 'br0', port: 'p0', group: 'ff0e::7', source: '2001:db8::7', state: 'permanent' });
    // The bridge's own host, which only the kernel makes permanent.
    await mdb.add({ link: 'br0', port: 'br0', group: '239.1.1.5' });
    const [{ mdb: theirs } = {}] = bridgeJson(ns, 'mdb show') as { mdb?: Fields[] }[];
    expect(theirs).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ dev: 'br0', grp: '239.1.1.1', port: 'p0', state: 'permanent' }),
        expect.objectContaining({ grp: 'ff0e::7', src: '2001:db8::7', port: 'p0', state: 'permanent' }),
        expect.objectContaining({ grp: '239.1.1.5', port: 'br0', state: 'temp' }),
      ]),
    );
    await mdb.delete({ link: 'br0', port: 'p0', group: '239.1.1.1' });
    const left = (await mdb.list({ link: 'br0' })).map(({ group }) => group);
    expect(left).toEqual(expect.arrayContaining(['239.1.1.5', 'ff0e::7']));
    expect(left).not.toContain('239.1.1.1');
  });

  test('of frames, by hardware address', async ({ skip }) => {
    const ns = await bridged();
    const group = '01:02:03:04:05:06';
    try {
      await ns.bridge.mdb.add({ link: 'br0', port: 'p0', group, state: 'permanent' });
    } catch (error) {
      if (/^EINVAL/.test((error as Error).message))
        skip('this kernel takes addresses of IP only (Linux 5.11)');
      throw error;
    }
    expect(bridge(ns, 'mdb show')).toContain(group);
    expect((await ns.bridge.mdb.list()).map((entry) => entry.group)).toContain(group);
  });

  test('made by bridge', async () => {
    const ns = await bridged();
    bridge(ns, 'mdb add dev br0 port p0 grp 239.1.1.2 src 192.0.2.7 permanent');
    const found = (await ns.bridge.mdb.list({ link: 'br0' })).filter(({ state }) => state === 'permanent');
    expect(found).toMatchObject([{ group: '239.1.1.2', source: '192.0.2.7', vid: undefined, timer: 0 }]);
  });

  test('of a VLAN', async ({ skip }) => {
    const ns = await heedingVlans(skip);
    await ns.bridge.mdb.add({ link: 'br0', port: 'p0', group: '239.1.1.1', state: 'permanent', vid: 1 });
    bridge(ns, 'mdb add dev br0 port p0 grp 239.1.1.2 permanent vid 1');
    const found = (await ns.bridge.mdb.list({ vid: 1 })).filter(({ state }) => state === 'permanent');
    expect(found.map(({ group, vid }) => [group, vid]).sort()).toEqual([
      ['239.1.1.1', 1],
      ['239.1.1.2', 1],
    ]);
    expect(bridge(ns, 'mdb show')).toMatch(/239\.1\.1\.1 permanent.* vid 1/);
  });

  test('with sources', async ({ skip }) => {
    const ns = await bridged();
    const sources = ['192.0.2.8', '192.0.2.9'];
    const options = { link: 'br0', port: 'p0', group: '239.1.1.3', state: 'permanent' } as const;
    const ofGroup = async () =>
      (await ns.bridge.mdb.list()).find((entry) => entry.group === options.group && !entry.source);
    await ns.links.set('br0', { kind: 'bridge', multicastIgmpVersion: 3 });
    try {
      await ns.bridge.mdb.add({ ...options, filterMode: 'include', sources, protocol: 'static' });
    } catch (error) {
      if (error instanceof NetlinkError && error.extack === 'Unknown attribute type')
        skip('this kernel takes no sources (Linux 6.2)');
      throw error;
    }
    const entry = await ofGroup();
    if (entry?.filterMode !== 'include') skip('this kernel takes no sources (Linux 6.2)');
    expect(entry).toMatchObject({ filterMode: 'include', protocol: 'static' });
    expect(entry?.sources.map(({ address }) => address).sort()).toEqual(sources);
    expect(bridgeJson(ns, 'mdb show')[0]?.mdb).toContainEqual(
      expect.objectContaining({ grp: options.group, filter_mode: 'include' }),
    );
    await ns.bridge.mdb.replace({ ...options, filterMode: 'exclude', sources: ['192.0.2.8'] });
    expect(await ofGroup()).toMatchObject({ filterMode: 'exclude', sources: [{ address: '192.0.2.8' }] });
  });

  test('asked for by group, and flushed by port and state', async ({ skip }) => {
    const ns = await bridged();
    const { mdb } = ns.bridge;
    const group = '239.1.1.6';
    await mdb.add({ link: 'br0', port: 'p0', group, state: 'permanent' });
    bridge(ns, `mdb add dev br0 port p0 grp 239.1.1.7`);
    const found = await mdb.get({ link: 'br0', group }).catch((error) => {
      if (/^(EOPNOTSUPP|EINVAL)/.test(error.message))
        skip('this kernel tells of no single group (Linux 6.8)');
      throw error;
    });
    expect(found).toEqual((await mdb.list()).filter((entry) => entry.group === group));
    expect(found).toHaveLength(1);
    await expect(mdb.get({ link: 'br0', group: '239.9.9.9' })).rejects.toMatchObject({ code: 'ENOENT' });
    await mdb.flush({ link: 'br0', port: 'p0', state: 'permanent' });
    expect(bridge(ns, 'mdb show')).toContain('239.1.1.7');
    expect(bridge(ns, 'mdb show')).not.toContain(group);
    await mdb.flush({ link: 'br0' });
    expect(bridge(ns, 'mdb show')).not.toContain('239.1.1.7');
  });

  test('towards routers', async () => {
    const ns = await bridged();
    await ns.links.set('p0', { port: { kind: 'bridge', multicastRouter: 'permanent' } });
    const [link, port] = await Promise.all([ns.links.get('br0'), ns.links.get('p0')]);
    expect(await ns.bridge.mdb.routers({ link: 'br0' })).toMatchObject([
      { link: link.index, port: port.index, type: 'permanent' },
    ]);
    const [{ router } = {}] = bridgeJson(ns, 'mdb show');
    expect(router).toMatchObject({ br0: [{ port: 'p0' }] });
  });

  test('of a VXLAN, towards an endpoint', async ({ skip }) => {
    const ns = await bridged();
    await ns.links.add({ kind: 'vxlan', name: 'vx2', external: true, destinationPort: 4792 });
    const entry = { link: 'vx2', port: 'vx2', group: '239.1.1.4', state: 'permanent' } as const;
    try {
      await ns.bridge.mdb.add({ ...entry, dst: '198.51.100.4', dstPort: 4790, vni: 10, sourceVni: 11 });
    } catch (error) {
      if (/^(EOPNOTSUPP|EINVAL)/.test((error as Error).message))
        skip('this kernel has no multicast table of VXLANs (Linux 6.4)');
      throw error;
    }
    expect(await ns.bridge.mdb.list({ link: 'vx2' })).toMatchObject([
      { group: '239.1.1.4', dst: '198.51.100.4', dstPort: 4790, vni: 10, sourceVni: 11 },
    ]);
  });
});
