import { describe, expect, test } from 'vitest';
import { type LinkChanges, Links } from '../../../src/link/links.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, layout, message, s32, u16, u32, u64 } from '../../support/layout.js';

// linux/rtnetlink.h, linux/if_link.h
const [RTM_SETLINK, NESTED, REQUEST] = [19, 0x8000, 0x1];
const [IFLA_VFINFO_LIST, IFLA_VF_INFO, IFLA_XDP] = [22, 1, 43];
const [MAC, VLAN, TX_RATE, SPOOFCHK, LINK_STATE, RATE, RSS_QUERY, TRUST] = [1, 2, 3, 4, 5, 6, 7, 9];
const [NODE_GUID, VLAN_LIST, VLAN_INFO] = [10, 12, 1];
const [XDP_FD, XDP_FLAGS, XDP_EXPECTED_FD] = [1, 3, 8];
const [UPDATE_IF_NOEXIST, SKB_MODE, REPLACE] = [1, 2, 16];
const EBUSY_UNLESS_ALONE = UPDATE_IF_NOEXIST;

const request = (...attributes: Uint8Array[]) =>
  message(RTM_SETLINK, REQUEST, 0, layout(0, 0, u16(0), u32(7), u32(0), u32(0)), ...attributes);

async function sentBy(changes: LinkChanges) {
  const { handle, socket } = fakeHandle();
  await new Links(handle).set(7, changes);
  return socket.sent[0]?.bytes;
}

/** Each as ip of iproute2 6.1 has it, that of all changes at once in another order. */
const vfs = (...functions: Uint8Array[][]) =>
  request(
    attribute(
      IFLA_VFINFO_LIST | NESTED,
      ...functions.map((each) => attribute(IFLA_VF_INFO | NESTED, ...each)),
    ),
  );

describe('virtual functions', () => {
  test('are changed in every respect', async () => {
    const change = {
      vf: 3,
      address: '02:00:00:00:00:01',
      vlan: 100,
      vlanQos: 3,
      vlanProtocol: '802.1ad',
      minTxRate: 100,
      maxTxRate: 200,
      spoofCheck: true,
      rssQuery: false,
      linkState: 'enable',
      trust: true,
      nodeGuid: '00:11:22:33:44:55:66:77',
    } as const;
    expect(await sentBy({ vfs: [change] })).toEqual(
      vfs([
        attribute(MAC, u32(3), [2, 0, 0, 0, 0, 1], new Uint8Array(26)),
        attribute(VLAN_LIST | NESTED, attribute(VLAN_INFO, u32(3), u32(100), u32(3), [0x88, 0xa8], u16(0))),
        attribute(RATE, u32(3), u32(100), u32(200)),
        attribute(SPOOFCHK, u32(3), u32(1)),
        attribute(LINK_STATE, u32(3), u32(1)),
        attribute(RSS_QUERY, u32(3), u32(0)),
        attribute(TRUST, u32(3), u32(1)),
        attribute(NODE_GUID, u32(3), u32(0), u64(0x0011223344556677n)),
      ]),
    );
  });

  test('keep to what older kernels have where that will do', async () => {
    expect(
      await sentBy({
        vfs: [
          { vf: 3, vlan: 100 },
          { vf: 4, maxTxRate: 50 },
        ],
      }),
    ).toEqual(vfs([attribute(VLAN, u32(3), u32(100), u32(0))], [attribute(TX_RATE, u32(4), u32(50))]));
  });

  test.each([
    [{ address: '02:00:00:00:00:01' }, 'vfs[0] needs vf'],
    [{ vf: 0, vlanQos: 3 }, 'vfs[0] needs vlan'],
    [{ vf: 0, minTxRate: 3 }, 'vfs[0] needs maxTxRate'],
    [{ vf: 0, vlan: 4096 }, 'vfs[0].vlan must be'],
    [{ vf: 0, linkState: 'up' }, 'vfs[0].linkState must be one of "auto"'],
    [{ vf: 0, nodeGuid: '00:11' }, 'vfs[0].nodeGuid must be eight bytes'],
    [{ vf: 0, mac: 1 }, 'does not know the option mac'],
  ])('%j is refused', async (wrong, text) => {
    await expect(sentBy({ vfs: [wrong as never] })).rejects.toThrow(text);
  });
});

const xdp = (fd: number, flags: number, ...more: Uint8Array[]) =>
  request(
    attribute(IFLA_XDP | NESTED, attribute(XDP_FD, s32(fd)), attribute(XDP_FLAGS, u32(flags)), ...more),
  );

describe('an XDP program', () => {
  test.each([
    ['is attached where none is', { fd: 9 }, xdp(9, EBUSY_UNLESS_ALONE)],
    ['is attached in a mode', { fd: 9, mode: 'generic' }, xdp(9, EBUSY_UNLESS_ALONE | SKB_MODE)],
    ['takes the place of another', { fd: 9, replace: true }, xdp(9, 0)],
    [
      'takes the place of a certain one',
      { fd: 9, expectedFd: 8 },
      xdp(9, REPLACE, attribute(XDP_EXPECTED_FD, s32(8))),
    ],
    ['is taken away', { fd: null, mode: 'generic' }, xdp(-1, SKB_MODE)],
  ] as const)('%s', async (_what, change, bytes) => {
    expect(await sentBy({ xdp: change })).toEqual(bytes);
  });

  test.each([
    [{}, 'xdp needs fd'],
    [{ fd: -1 }, 'xdp.fd must be'],
    [{ fd: 3, mode: 'skb' }, 'xdp.mode must be one of "driver"'],
    [{ fd: 3, replace: true, expectedFd: 2 }, 'exclude each other'],
  ])('%j is refused', async (wrong, text) => {
    await expect(sentBy({ xdp: wrong as never })).rejects.toThrow(text);
  });
});
