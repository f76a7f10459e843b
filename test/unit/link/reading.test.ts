import { expect, test } from 'vitest';
import { Links } from '../../../src/link/links.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, chars, layout, message, s32, u16, u32, u64 } from '../../support/layout.js';

const RTM_NEWLINK = 16;
const ARPHRD_ETHER = 1;
const UP_BROADCAST_RUNNING_MULTICAST_LOWER_UP = 0x11043;
const string = (type: number, text: string) => attribute(type, chars(text), 0);

/** `struct ifinfomsg` of `<linux/rtnetlink.h>`, attributes of `<linux/if_link.h>`. */
const answer = message(
  RTM_NEWLINK,
  0,
  0,
  layout(0, 0, u16(ARPHRD_ETHER), u32(7), u32(UP_BROADCAST_RUNNING_MULTICAST_LOWER_UP), u32(0)),
  string(3, 'eth0'), // IFLA_IFNAME
  attribute(13, u32(1000)), // IFLA_TXQLEN
  attribute(16, 6), // IFLA_OPERSTATE: IF_OPER_UP
  attribute(4, u32(1400)), // IFLA_MTU
  attribute(50, u32(68)), // IFLA_MIN_MTU
  attribute(51, u32(0)), // IFLA_MAX_MTU: none
  attribute(27, u32(3)), // IFLA_GROUP
  attribute(30, u32(2)), // IFLA_PROMISCUITY
  attribute(31, u32(4)), // IFLA_NUM_TX_QUEUES
  attribute(32, u32(5)), // IFLA_NUM_RX_QUEUES
  attribute(5, u32(9)), // IFLA_LINK
  attribute(37, s32(0)), // IFLA_LINK_NETNSID
  attribute(10, u32(12)), // IFLA_MASTER
  string(6, 'noqueue'), // IFLA_QDISC
  attribute(1, 2, 0, 0, 0, 0, 1), // IFLA_ADDRESS
  attribute(2, 255, 255, 255, 255, 255, 255), // IFLA_BROADCAST
  attribute(54, 2, 0, 0, 0, 0, 9), // IFLA_PERM_ADDRESS
  string(20, 'to the world'), // IFLA_IFALIAS
  attribute(52, string(53, 'wan'), string(53, 'uplink')), // IFLA_PROP_LIST of IFLA_ALT_IFNAME
  attribute(18, string(1, 'veth')), // IFLA_LINKINFO: IFLA_INFO_KIND
  attribute(999, 1, 2, 3),
);

test('a link is read field by field', async () => {
  const { handle } = fakeHandle(() => answer);
  expect(await new Links(handle).get(7)).toEqual({
    index: 7,
    name: 'eth0',
    kind: 'veth',
    data: { kind: 'veth' },
    up: true,
    flags: ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP', 'RUNNING'],
    mtu: 1400,
    minMtu: 68,
    maxMtu: undefined,
    address: '02:00:00:00:00:01',
    broadcast: 'ff:ff:ff:ff:ff:ff',
    permanentAddress: '02:00:00:00:00:09',
    operState: 'UP',
    link: 9,
    linkNamespaceId: 0,
    master: 12,
    qdisc: 'noqueue',
    txQueueLength: 1000,
    txQueues: 4,
    rxQueues: 5,
    group: 3,
    promiscuity: 2,
    alias: 'to the world',
    altNames: ['wan', 'uplink'],
    unknown: [{ type: 999, data: Uint8Array.of(1, 2, 3) }],
  });
});

test('a link of which the kernel says little is read all the same', async () => {
  const bare = message(RTM_NEWLINK, 0, 0, layout(0, 0, u16(772), u32(1), u32(0), u32(0)), string(3, 'lo'));
  const { handle } = fakeHandle(() => bare);
  expect(await new Links(handle).get('lo')).toMatchObject({
    name: 'lo',
    kind: undefined,
    up: false,
    flags: [],
    operState: 'UNKNOWN',
    altNames: [],
    unknown: [],
  });
});

test('a state that has no name yet is a number', async () => {
  const header = layout(0, 0, u16(1), u32(1), u32(0), u32(0));
  const { handle } = fakeHandle(() => message(RTM_NEWLINK, 0, 0, header, attribute(16, 77)));
  expect(await new Links(handle).get(1)).toMatchObject({ operState: 77 });
});

test('a kernel that does not filter by kind is helped', async () => {
  const link = (name: string, kind: string) =>
    message(
      RTM_NEWLINK,
      2,
      0,
      layout(0, 0, u16(1), u32(1), u32(0), u32(0)),
      string(3, name),
      attribute(18, string(1, kind)),
    );
  const { handle } = fakeHandle(() => layout(link('a', 'veth'), link('b', 'dummy')));
  const found = await new Links(handle).list({ kind: 'veth' });
  expect(found.map(({ name }) => name)).toEqual(['a']);
});

test('no answer at all is an error, not a link', async () => {
  const { handle } = fakeHandle();
  await expect(new Links(handle).get('lo')).rejects.toThrow(TypeError);
});

test('what newer kernels and old adapters tell', async () => {
  const header = layout(0, 0, u16(1), u32(1), u32(0), u32(0));
  const found = (...attributes: Uint8Array[]) =>
    new Links(fakeHandle(() => message(RTM_NEWLINK, 0, 0, header, ...attributes)).handle).get(1);
  const nothing = { map: undefined, devlinkPort: undefined, dpllPin: undefined, unknown: [] };
  expect(
    await found(
      attribute(68, u16(16)),
      attribute(69, u16(2)),
      attribute(67, 1),
      attribute(66, u32(1000)),
      attribute(14, new Uint8Array(32)),
      attribute(62),
      attribute(65),
    ),
  ).toMatchObject({
    headroom: 16,
    tailroom: 2,
    namespaceImmutable: true,
    pacingHorizon: 1000,
    ...nothing,
  });
  expect(await found()).toMatchObject({ headroom: undefined, namespaceImmutable: undefined, ...nothing });
  const map = layout(u64(1n), u64(2n), u64(0x300n), u16(11), 3, 4, u32(0));
  expect(await found(attribute(14, map), attribute(62, 1, 2))).toMatchObject({
    map: { memoryStart: 1n, memoryEnd: 2n, baseAddress: 0x300n, irq: 11, dma: 3, port: 4 },
    devlinkPort: Uint8Array.of(1, 2),
  });
});
