import { describe, expect, test } from 'vitest';
import { HANDLE } from '../../../src/handle/handle.js';
import { Links } from '../../../src/link/links.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, chars, layout, message, u16, u32 } from '../../support/layout.js';

// linux/netlink.h, linux/rtnetlink.h, linux/if_link.h, linux/if.h, linux/veth.h
const REQUEST = 0x1;
const CREATE_EXCL = 0x400 | 0x200;
const DUMP = 0x300;
const [RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK, RTM_SETLINK] = [16, 17, 18, 19];
const IFF_UP = 1;
const NESTED = 0x8000;
const [IFLA_ADDRESS, IFLA_IFNAME, IFLA_MTU, IFLA_TXQLEN, IFLA_LINKINFO] = [1, 3, 4, 13, 18];
const [IFLA_IFALIAS, IFLA_GROUP, IFLA_NET_NS_FD, IFLA_EXT_MASK] = [20, 27, 28, 29];
const [IFLA_INFO_KIND, IFLA_INFO_DATA, IFLA_INFO_SLAVE_KIND, IFLA_INFO_SLAVE_DATA] = [1, 2, 4, 5];
const [IFLA_MASTER, IFLA_PROTINFO, IFLA_BRPORT_ISOLATED, AF_BRIDGE] = [10, 12, 33, 7];
const VETH_INFO_PEER = 1;
const RTEXT_FILTER_SKIP_STATS = 8;

/** `struct ifinfomsg` */
const ifinfomsg = ({ index = 0, flags = 0, change = 0 }) =>
  layout(0, 0, u16(0), u32(index), u32(flags), u32(change));
const string = (type: number, text: string) => attribute(type, chars(text), 0);

/** What a call sends to the kernel of the namespace that it is made on. */
async function sentBy(act: (links: Links) => Promise<unknown>) {
  const { handle, socket } = fakeHandle();
  await act(new Links(handle)).catch(() => {}); // an answer is more than the fake has
  return socket.sent;
}

const veth = (attributes: Uint8Array[], peer: Uint8Array[], header = {}, peerHeader = {}) =>
  message(
    RTM_NEWLINK,
    REQUEST | CREATE_EXCL,
    0,
    ifinfomsg(header),
    ...attributes,
    attribute(
      IFLA_LINKINFO | NESTED,
      string(IFLA_INFO_KIND, 'veth'),
      attribute(IFLA_INFO_DATA | NESTED, attribute(VETH_INFO_PEER | NESTED, ifinfomsg(peerHeader), ...peer)),
    ),
  );

describe('a veth pair', () => {
  test('is made in one message', async () => {
    const [sent] = await sentBy((links) => links.add({ kind: 'veth', name: 'a', peer: { name: 'b' } }));
    expect(sent?.bytes).toEqual(veth([string(IFLA_IFNAME, 'a')], [string(IFLA_IFNAME, 'b')]));
  });

  test('is made with everything that is said about either end', async () => {
    const { handle: far, socket } = fakeHandle(undefined, 77);
    const [sent] = await sentBy((links) =>
      links.add({
        kind: 'veth',
        name: 'near0',
        index: 10,
        address: '02:00:00:00:00:01',
        mtu: 1400,
        up: true,
        peer: {
          name: 'far0',
          index: 20,
          address: '02:00:00:00:00:02',
          mtu: 1300,
          namespace: { [HANDLE]: far },
        },
      }),
    );
    expect(sent?.bytes).toEqual(
      veth(
        [
          string(IFLA_IFNAME, 'near0'),
          attribute(IFLA_ADDRESS, 2, 0, 0, 0, 0, 1),
          attribute(IFLA_MTU, u32(1400)),
        ],
        [
          string(IFLA_IFNAME, 'far0'),
          attribute(IFLA_ADDRESS, 2, 0, 0, 0, 0, 2),
          attribute(IFLA_MTU, u32(1300)),
          attribute(IFLA_NET_NS_FD, u32(77)),
        ],
        { index: 10, flags: IFF_UP, change: IFF_UP },
        { index: 20 },
      ),
    );
    expect(socket.sent).toEqual([]);
  });

  test('has its far end raised by a message to the namespace of that end', async () => {
    const { handle: far, socket } = fakeHandle();
    await sentBy((links) =>
      links.add({ kind: 'veth', name: 'a', peer: { name: 'b', up: true, namespace: { [HANDLE]: far } } }),
    );
    const raise = message(RTM_SETLINK, REQUEST, 0, ifinfomsg({ flags: IFF_UP, change: IFF_UP }));
    expect(socket.sent).toEqual([{ bytes: raise, names: ['b'], slots: [20, 0] }]);
  });

  test('has its far end raised where it is made if nothing else is said', async () => {
    const sent = await sentBy((links) =>
      links.add({ kind: 'veth', name: 'a', peer: { name: 'b', up: true } }),
    );
    expect(sent.map(({ names }) => names)).toEqual([[], ['b']]);
  });
});

describe('a link', () => {
  test('is asked for without its counters', async () => {
    const [sent] = await sentBy((links) => links.get(7));
    const mask = attribute(IFLA_EXT_MASK, u32(RTEXT_FILTER_SKIP_STATS));
    expect(sent?.bytes).toEqual(message(RTM_GETLINK, REQUEST, 0, ifinfomsg({ index: 7 }), mask));
  });

  test('is asked for by name with its index left open', async () => {
    const [sent] = await sentBy((links) => links.get('eth0'));
    const mask = attribute(IFLA_EXT_MASK, u32(RTEXT_FILTER_SKIP_STATS));
    expect(sent).toEqual({
      bytes: message(RTM_GETLINK, REQUEST, 0, ifinfomsg({}), mask),
      names: ['eth0'],
      slots: [20, 0],
    });
  });

  test('is deleted', async () => {
    const [sent] = await sentBy((links) => links.delete(7));
    expect(sent?.bytes).toEqual(message(RTM_DELLINK, REQUEST, 0, ifinfomsg({ index: 7 })));
  });

  test('is changed in one message', async () => {
    const { handle: target } = fakeHandle(undefined, 77);
    const [sent] = await sentBy((links) =>
      links.set(7, {
        up: false,
        name: 'b',
        mtu: 1400,
        address: '02:00:00:00:00:01',
        namespace: { [HANDLE]: target },
        alias: 'c',
        txQueueLength: 5,
        group: 6,
      }),
    );
    expect(sent?.bytes).toEqual(
      message(
        RTM_SETLINK,
        REQUEST,
        0,
        ifinfomsg({ index: 7, flags: 0, change: IFF_UP }),
        string(IFLA_IFNAME, 'b'),
        attribute(IFLA_ADDRESS, 2, 0, 0, 0, 0, 1),
        attribute(IFLA_MTU, u32(1400)),
        attribute(IFLA_TXQLEN, u32(5)),
        string(IFLA_IFALIAS, 'c'),
        attribute(IFLA_GROUP, u32(6)),
        attribute(IFLA_NET_NS_FD, u32(77)),
      ),
    );
  });

  test('keeps its flags where nothing is said of them', async () => {
    const [sent] = await sentBy((links) => links.set(7, { mtu: 1400 }));
    expect(sent?.bytes).toEqual(
      message(RTM_SETLINK, REQUEST, 0, ifinfomsg({ index: 7 }), attribute(IFLA_MTU, u32(1400))),
    );
  });

  test('gets its master before what it is to that, in a message that waits for the first', async () => {
    const sent = await sentBy((links) =>
      links.set('a', { name: 'b', master: 9, port: { kind: 'bridge', isolated: true } }),
    );
    const first = message(
      RTM_SETLINK,
      REQUEST,
      0,
      ifinfomsg({}),
      string(IFLA_IFNAME, 'b'),
      attribute(IFLA_MASTER, u32(9)),
    );
    const second = message(
      RTM_NEWLINK,
      REQUEST,
      0,
      ifinfomsg({}),
      attribute(
        IFLA_LINKINFO | NESTED,
        string(IFLA_INFO_SLAVE_KIND, 'bridge'),
        attribute(IFLA_INFO_SLAVE_DATA | NESTED, attribute(IFLA_BRPORT_ISOLATED, 1)),
      ),
    );
    expect(sent).toEqual([
      { bytes: first, names: ['a'], slots: [20, 0] },
      { bytes: second, names: ['b'], slots: [20, 0] },
    ]);
  });
});

test('the state of a port is set by itself, as bridge link does', async () => {
  const sent = await sentBy((links) =>
    links.set(7, { port: { kind: 'bridge', state: 'disabled', cost: 5 } }),
  );
  expect(sent.map(({ bytes }) => bytes)).toEqual([
    message(
      RTM_SETLINK,
      REQUEST,
      0,
      layout(AF_BRIDGE, 0, u16(0), u32(7), u32(0), u32(0)),
      attribute(IFLA_PROTINFO | NESTED, attribute(1, 0), attribute(3, u32(5))),
    ),
  ]);
});

test('all links are dumped, or those of a kind', async () => {
  const mask = attribute(IFLA_EXT_MASK, u32(RTEXT_FILTER_SKIP_STATS));
  const dump = (...more: Uint8Array[]) =>
    message(RTM_GETLINK, REQUEST | DUMP, 0, ifinfomsg({}), mask, ...more);
  const [all] = await sentBy((links) => links.list());
  expect(all?.bytes).toEqual(dump());
  const [veths] = await sentBy((links) => links.list({ kind: 'veth' }));
  expect(veths?.bytes).toEqual(dump(attribute(IFLA_LINKINFO | NESTED, string(IFLA_INFO_KIND, 'veth'))));
});

test('that a bond is to choose its active port itself is said by no link', async () => {
  const [IFLA_BOND_ACTIVE_SLAVE, IFLA_BOND_PRIMARY] = [2, 11];
  const [sent] = await sentBy((links) => links.set(7, { kind: 'bond', activePort: 0, primary: 0 }));
  expect(sent?.bytes).toEqual(
    message(
      RTM_NEWLINK,
      REQUEST,
      0,
      ifinfomsg({ index: 7 }),
      attribute(
        IFLA_LINKINFO | NESTED,
        string(IFLA_INFO_KIND, 'bond'),
        attribute(
          IFLA_INFO_DATA | NESTED,
          attribute(IFLA_BOND_ACTIVE_SLAVE, u32(0)),
          attribute(IFLA_BOND_PRIMARY, u32(0)),
        ),
      ),
    ),
  );
});

test('links of a group are deleted by one message', async () => {
  const [sent] = await sentBy((links) => links.flush({ group: 7 }));
  expect(sent?.bytes).toEqual(message(RTM_DELLINK, REQUEST, 0, ifinfomsg({}), attribute(IFLA_GROUP, u32(7))));
});
