import { expect, test } from 'vitest';
import { GlobalVlans } from '../../../src/bridge/global_vlans.js';
import { Mst } from '../../../src/bridge/mst.js';
import { BridgeVlans } from '../../../src/bridge/vlans.js';
import { Vnis } from '../../../src/bridge/vnis.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, layout, message, u16, u32, u64 } from '../../support/layout.js';

const [REQUEST, DUMP] = [0x1, 0x300];
const [RTM_NEWVLAN, RTM_DELVLAN, RTM_GETVLAN] = [112, 113, 114];
const [RTM_NEWTUNNEL, RTM_DELTUNNEL, RTM_GETTUNNEL] = [120, 121, 122];
const [RTM_DELLINK, RTM_SETLINK] = [17, 19];
const AF_BRIDGE = 7;
const NESTED = 0x8000;
const [PVID, UNTAGGED, ONLY_OPTS] = [0x02, 0x04, 0x40];

/** `struct br_vlan_msg`, and `struct tunnel_msg` with flags. */
const header = (index: number, flags = 0) => layout(AF_BRIDGE, flags, u16(0), u32(index));
const info = (flags: number, vid: number) => attribute(1, u16(flags), u16(vid));
const entry = (...parts: Uint8Array[]) => attribute(1 | NESTED, ...parts);

async function sent<C>(Collection: new (handle: never) => C, act: (collection: C) => Promise<unknown>) {
  const { handle, socket } = fakeHandle();
  await act(new Collection(handle as never)).catch(() => {});
  return socket.sent[0]?.bytes;
}

test('to add VLANs: one with its role, or a range', async () => {
  expect(
    await sent(BridgeVlans, (vlans) => vlans.add({ link: 7, vid: 20, pvid: true, untagged: true })),
  ).toEqual(message(RTM_NEWVLAN, REQUEST, 0, header(7), entry(info(PVID | UNTAGGED, 20))));
  expect(await sent(BridgeVlans, (vlans) => vlans.add({ link: 7, vid: '100-110' }))).toEqual(
    message(RTM_NEWVLAN, REQUEST, 0, header(7), entry(info(0, 100), attribute(2, u16(110)))),
  );
});

test('to set what is a VLAN’s own', async () => {
  expect(
    await sent(BridgeVlans, (vlans) =>
      vlans.set({
        link: 7,
        vid: '5-6',
        state: 'blocking',
        tunnelId: 4000,
        multicastRouter: 'disabled',
        multicastMaxGroups: 3,
        neighbourSuppress: true,
      }),
    ),
  ).toEqual(
    message(
      RTM_NEWVLAN,
      REQUEST,
      0,
      header(7),
      entry(
        info(ONLY_OPTS, 5),
        attribute(2, u16(6)),
        attribute(3, 4),
        attribute(4 | NESTED, attribute(2, u32(RTM_SETLINK)), attribute(1, u32(4000))),
        attribute(6, 0),
        attribute(8, u32(3)),
        attribute(9, 1),
      ),
    ),
  );
  expect(await sent(BridgeVlans, (vlans) => vlans.set({ link: 7, vid: 5, tunnelId: null }))).toEqual(
    message(
      RTM_NEWVLAN,
      REQUEST,
      0,
      header(7),
      entry(info(ONLY_OPTS, 5), attribute(4 | NESTED, attribute(2, u32(RTM_DELLINK)))),
    ),
  );
});

test('to delete and to list VLANs', async () => {
  expect(await sent(BridgeVlans, (vlans) => vlans.delete({ link: 7, vid: 20 }))).toEqual(
    message(RTM_DELVLAN, REQUEST, 0, header(7), entry(info(0, 20))),
  );
  expect(await sent(BridgeVlans, (vlans) => vlans.list({ link: 7, stats: true }))).toEqual(
    message(RTM_GETVLAN, REQUEST | DUMP, 0, header(7), attribute(1, u32(1))),
  );
});

test('VLANs are read, one entry after the other', async () => {
  const stats = [1n, 2n, 3n, 4n].map((value, i) => attribute(i + 1, u64(value)));
  const { handle } = fakeHandle(() =>
    message(
      RTM_NEWVLAN,
      2,
      0,
      header(7),
      entry(info(PVID | UNTAGGED, 1), attribute(3, 3), attribute(5, ...stats), attribute(50, 1)),
      entry(info(0, 10), attribute(2, u16(20)), attribute(3, 9), attribute(4, attribute(1, u32(100)))),
    ),
  );
  const vlans = await new BridgeVlans(handle).list();
  expect(vlans).toMatchObject([
    {
      link: 7,
      vid: 1,
      vidEnd: 1,
      pvid: true,
      untagged: true,
      state: 'forwarding',
      stats: { rxBytes: 1n, rxPackets: 2n, txBytes: 3n, txPackets: 4n },
      unknown: [{ type: 50, data: Uint8Array.of(1) }],
    },
    { vid: 10, vidEnd: 20, pvid: false, untagged: false, state: 9, tunnelId: 100, stats: undefined },
  ]);
});

test('to have a VXLAN take VNIs', async () => {
  expect(await sent(Vnis, (vnis) => vnis.add({ link: 7, vni: '100-102', group: '198.51.100.7' }))).toEqual(
    message(
      RTM_NEWTUNNEL,
      REQUEST,
      0,
      header(7),
      entry(attribute(1, u32(100)), attribute(2, u32(102)), attribute(3, 198, 51, 100, 7)),
    ),
  );
  expect(await sent(Vnis, (vnis) => vnis.add({ link: 7, vni: 5, group: 'ff0e::7' }))).toEqual(
    message(
      RTM_NEWTUNNEL,
      REQUEST,
      0,
      header(7),
      entry(attribute(1, u32(5)), attribute(4, 0xff, 0x0e, Array(13).fill(0), 7)),
    ),
  );
  expect(await sent(Vnis, (vnis) => vnis.delete({ link: 7, vni: 5 }))).toEqual(
    message(RTM_DELTUNNEL, REQUEST, 0, header(7), entry(attribute(1, u32(5)))),
  );
  expect(await sent(Vnis, (vnis) => vnis.list({ link: 7, stats: true }))).toEqual(
    message(RTM_GETTUNNEL, REQUEST | DUMP, 0, header(7, 1)),
  );
});

test('VNIs are read, one entry after the other', async () => {
  const { handle } = fakeHandle(() =>
    message(
      RTM_NEWTUNNEL,
      2,
      0,
      header(7),
      entry(attribute(1, u32(100)), attribute(2, u32(102)), attribute(5, attribute(1, u64(9n)))),
      entry(attribute(1, u32(200)), attribute(4, 0xff, 0x0e, Array(13).fill(0), 7)),
    ),
  );
  expect(await new Vnis(handle).list()).toMatchObject([
    { link: 7, vni: 100, vniEnd: 102, group: undefined, stats: { rxBytes: 9n } },
    { link: 7, vni: 200, vniEnd: 200, group: 'ff0e::7', stats: undefined },
  ]);
});

const port = { link: 'eth0' };

test.each([
  ['add', port, new TypeError('bridge.vlans.add needs vid')],
  ['add', { ...port, vid: 0 }, new RangeError('vid must lie between 1 and 4094, not 0')],
  ['add', { ...port, vid: '9-8' }, new RangeError('vid must lie between 1 and 4094, not "9-8"')],
  ['delete', { ...port, vid: '1-4095' }, new RangeError('vid must lie between 1 and 4094, not "1-4095"')],
  ['add', { ...port, vid: '5' }, new TypeError('vid must be a number, or a range such as "10-20", not "5"')],
  [
    'set',
    { ...port, vid: 5, pvid: true },
    new TypeError('bridge.vlans.set does not know the option pvid; did you mean "vid"?'),
  ],
  [
    'set',
    { ...port, vid: 5, state: 'off' },
    new TypeError(
      'state must be one of "disabled", "listening", "learning", "forwarding", "blocking", not "off"',
    ),
  ],
] as const)('vlans.%s refuses %j before anything is sent', async (verb, options, error) => {
  const { handle, socket } = fakeHandle();
  await expect(new BridgeVlans(handle)[verb](options as never)).rejects.toThrow(error);
  await handle.route.idle();
  expect(socket.sent).toEqual([]);
});

test.each([
  ['add', port, new TypeError('bridge.vnis.add needs vni')],
  ['delete', { ...port, vni: 2 ** 24 }, new RangeError('vni must lie between 1 and 16777215, not 16777216')],
  [
    'add',
    { ...port, vni: 5, group: 'all' },
    new TypeError('group must be an IPv4 or IPv6 address, not "all"'),
  ],
] as const)('vnis.%s refuses %j before anything is sent', async (verb, options, error) => {
  const { handle, socket } = fakeHandle();
  await expect(new Vnis(handle)[verb](options as never)).rejects.toThrow(error);
  await handle.route.idle();
  expect(socket.sent).toEqual([]);
});

test('to set what VLANs are to the bridge', async () => {
  expect(
    await sent(GlobalVlans, (vlans) =>
      vlans.set({
        link: 7,
        vid: '5-6',
        multicastSnooping: false,
        multicastIgmpVersion: 3,
        multicastLastMemberCount: 4,
        multicastQueryInterval: 12.5,
        msti: 9,
      }),
    ),
  ).toEqual(
    message(
      RTM_NEWVLAN,
      REQUEST,
      0,
      header(7),
      attribute(
        2 | NESTED,
        attribute(1, u16(5)),
        attribute(2, u16(6)),
        attribute(3, 0),
        attribute(4, 3),
        attribute(6, u32(4)),
        attribute(12, u64(1250n)),
        attribute(18, u16(9)),
      ),
    ),
  );
});

test('to list what VLANs are to bridges, and to read it', async () => {
  const { handle, socket } = fakeHandle(() =>
    message(
      RTM_NEWVLAN,
      0,
      0,
      header(7),
      attribute(2, attribute(1, u16(1)), attribute(3, 1), attribute(10, u64(26000n)), attribute(18, u16(0))),
      attribute(
        2,
        attribute(1, u16(5)),
        attribute(2, u16(9)),
        attribute(15, 1),
        attribute(16, attribute(1, u32(3), attribute(2, 1))),
        attribute(17, attribute(1, 192, 0, 2, 1), attribute(3, u64(100n))),
        attribute(99, 1),
      ),
    ),
  );
  const found = await new GlobalVlans(handle).list({ link: 7 });
  expect(socket.sent[0]?.bytes).toEqual(
    message(RTM_GETVLAN, REQUEST | DUMP, 0, header(7), attribute(1, u32(2))),
  );
  expect(found).toEqual([
    { link: 7, vid: 1, vidEnd: 1, multicastSnooping: true, multicastMembershipInterval: 260, msti: 0 },
    {
      link: 7,
      vid: 5,
      vidEnd: 9,
      multicastQuerier: true,
      routers: [{ port: 3, type: 'automatic' }],
      multicastQuerierState: { address: '192.0.2.1', otherTimer: 1 },
      unknown: [{ type: 99, data: new Uint8Array([1]) }],
    },
  ]);
  expect(await new GlobalVlans(handle).list({ vid: 8 })).toMatchObject([{ vid: 5 }]);
});

/** `struct ifinfomsg` */
const ifinfomsg = (index: number) => layout(AF_BRIDGE, 0, u16(0), u32(index), u32(0), u32(0));
const [IFLA_AF_SPEC, IFLA_EXT_MASK, IFLA_BRIDGE_MST] = [26, 29, 6];
const tree = (msti: number, state: number, nested = NESTED) =>
  attribute(1 | nested, attribute(1, u16(msti)), attribute(2, state));

test('to set and to list ports in spanning trees', async () => {
  expect(await sent(Mst, (mst) => mst.set({ link: 7, msti: 3, state: 'blocking' }))).toEqual(
    message(
      RTM_SETLINK,
      REQUEST,
      0,
      ifinfomsg(7),
      attribute(IFLA_AF_SPEC | NESTED, attribute(IFLA_BRIDGE_MST | NESTED, tree(3, 4))),
    ),
  );
  const port = (index: number, ...trees: Uint8Array[]) =>
    message(16, 0, 0, ifinfomsg(index), attribute(IFLA_AF_SPEC, attribute(IFLA_BRIDGE_MST, ...trees)));
  const { handle, socket } = fakeHandle(() =>
    layout(port(7, tree(0, 3, 0), tree(3, 4, 0)), message(16, 0, 0, ifinfomsg(8)), port(9, tree(0, 9, 0))),
  );
  const mst = new Mst(handle);
  expect(await mst.list()).toEqual([
    { link: 7, msti: 0, state: 'forwarding' },
    { link: 7, msti: 3, state: 'blocking' },
    { link: 9, msti: 0, state: 9 },
  ]);
  expect(await mst.list({ link: 9 })).toEqual([{ link: 9, msti: 0, state: 9 }]);
  expect(socket.sent[0]?.bytes).toEqual(
    message(17 + 1, REQUEST | DUMP, 0, ifinfomsg(0), attribute(IFLA_EXT_MASK, u32(1 << 7))),
  );
});

test('what VLANs and trees do not have is refused', async () => {
  const { handle } = fakeHandle();
  const [vlans, mst] = [new GlobalVlans(handle), new Mst(handle)];
  const id = { link: 'br0', vid: 5 } as const;
  await expect(vlans.set({ ...id, multicastIgmpVersion: 4 })).rejects.toThrow('multicastIgmpVersion must be');
  await expect(vlans.set({ ...id, vidEnd: 6 } as never)).rejects.toThrow('does not know the option vidEnd');
  await expect(vlans.set({ link: 'br0' } as never)).rejects.toThrow('bridge.vlans.global.set needs vid');
  await expect(mst.set({ link: 'p0', msti: 4096, state: 'blocking' })).rejects.toThrow('msti must be');
  await expect(mst.set({ link: 'p0', msti: 0, state: 'blocking' })).rejects.toThrow('msti must be');
  await expect(mst.set({ link: 'p0', msti: 1, state: 'off' as never })).rejects.toThrow(
    'state must be one of',
  );
});
