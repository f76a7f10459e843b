import { describe, expect, test } from 'vitest';
import { Controller } from '../../../src/genetlink/controller.js';
import { messagesIn } from '../../../src/wire/message.js';
import type { WireguardChanges } from '../../../src/wireguard/options.js';
import { Wireguard } from '../../../src/wireguard/wireguard.js';
import { type Answer, fakeGeneric } from '../../support/fake_namespace.js';
import { familyMessage } from '../../support/families.js';
import {
  attribute,
  chars,
  errorMessage,
  layout,
  message,
  u16,
  u32,
  u64,
  view,
} from '../../support/layout.js';

// linux/netlink.h, linux/wireguard.h
const REQUEST = 0x1;
const DUMP = 0x300;
const NESTED = 0x8000;
const CTRL = 16;
const WIREGUARD = 35;
const [GET_DEVICE, SET_DEVICE] = [0, 1];
const [IFINDEX, IFNAME, PRIVATE_KEY, PUBLIC_KEY, FLAGS, LISTEN_PORT, FWMARK, PEERS] = [
  1, 2, 3, 4, 5, 6, 7, 8,
];
const PEER = {
  publicKey: 1,
  presharedKey: 2,
  flags: 3,
  endpoint: 4,
  keepalive: 5,
  handshake: 6,
  rx: 7,
  tx: 8,
  allowedIps: 9,
  protocol: 10,
};
const [FAMILY, IPADDR, CIDR_MASK, IP_FLAGS] = [1, 2, 3, 4];
const [AF_INET, AF_INET6] = [2, 10];

const key = (byte: number) => new Uint8Array(32).fill(byte);
const base64 = (byte: number) => Buffer.from(key(byte)).toString('base64');
const port = (value: number) => [value >> 8, value & 0xff];
const inet6 = (first: readonly number[], last: number): number[] => [
  ...first,
  ...new Uint8Array(15 - first.length),
  last,
];
const string = (type: number, text: string) => attribute(type, chars(text), 0);
const device = (...attributes: Uint8Array[]) =>
  message(WIREGUARD, REQUEST, 0, layout(SET_DEVICE, 1, u16(0)), ...attributes);
const peers = (...each: Uint8Array[]) =>
  attribute(PEERS | NESTED, ...each.map((one) => attribute(NESTED, one)));
const ips = (...each: Uint8Array[]) =>
  attribute(PEER.allowedIps | NESTED, ...each.map((one) => attribute(NESTED, one)));
const ip = (family: number, address: readonly number[], length: number, ...rest: Uint8Array[]) =>
  layout(attribute(FAMILY, u16(family)), attribute(IPADDR, address), attribute(CIDR_MASK, length), ...rest);

/** Wireguard on a kernel that has it, and what is sent to it. */
function wireguardOf(answer: Answer = () => new Uint8Array()) {
  const { handle, generic } = fakeGeneric((sent) =>
    [...messagesIn(view(sent.bytes))][0]?.type === CTRL
      ? familyMessage('wireguard', WIREGUARD)
      : answer(sent),
  );
  const requests = () => generic.sent.map(({ bytes }) => bytes).slice(1);
  return { wireguard: new Wireguard(handle, new Controller(handle)), generic, requests };
}

async function sentBy(changes: WireguardChanges, link: string | number = 'wg0') {
  const { wireguard, requests } = wireguardOf();
  await wireguard.set(link, changes);
  return requests();
}

describe('a change', () => {
  test('of the device itself', async () => {
    expect(await sentBy({ privateKey: base64(7), listenPort: 51820, fwmark: 0x1234 })).toEqual([
      device(
        string(IFNAME, 'wg0'),
        attribute(PRIVATE_KEY, key(7)),
        attribute(LISTEN_PORT, u16(51820)),
        attribute(FWMARK, u32(0x1234)),
      ),
    ]);
    expect(await sentBy({ privateKey: null, replacePeers: true }, 9)).toEqual([
      device(attribute(IFINDEX, u32(9)), attribute(PRIVATE_KEY, key(0)), attribute(FLAGS, u32(1))),
    ]);
  });

  test('of everything that a peer has', async () => {
    const sent = await sentBy({
      peers: [
        {
          publicKey: base64(1),
          presharedKey: base64(2),
          endpoint: '192.0.2.1:51820',
          persistentKeepalive: 25,
          replaceAllowedIps: true,
          allowedIps: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.9'],
          removeAllowedIps: ['10.1.0.0/16'],
        },
        { publicKey: base64(3), presharedKey: null, endpoint: '[2001:db8::1]:1', updateOnly: true },
        { publicKey: base64(4), remove: true },
      ],
    });
    expect(sent).toEqual([
      device(
        string(IFNAME, 'wg0'),
        peers(
          layout(
            attribute(PEER.publicKey, key(1)),
            attribute(PEER.flags, u32(2)),
            attribute(PEER.presharedKey, key(2)),
            attribute(PEER.endpoint, u16(AF_INET), port(51820), [192, 0, 2, 1], new Uint8Array(8)),
            attribute(PEER.keepalive, u16(25)),
            ips(
              ip(AF_INET, [10, 0, 0, 0], 8),
              ip(AF_INET6, inet6([0x20, 0x01, 0x0d, 0xb8], 0), 32),
              ip(AF_INET, [192, 0, 2, 9], 32),
              ip(AF_INET, [10, 1, 0, 0], 16, attribute(IP_FLAGS, u32(1))),
            ),
          ),
          layout(
            attribute(PEER.publicKey, key(3)),
            attribute(PEER.flags, u32(4)),
            attribute(PEER.presharedKey, key(0)),
            attribute(
              PEER.endpoint,
              u16(AF_INET6),
              port(1),
              u32(0),
              inet6([0x20, 0x01, 0x0d, 0xb8], 1),
              u32(0),
            ),
          ),
          layout(attribute(PEER.publicKey, key(4)), attribute(PEER.flags, u32(1))),
        ),
      ),
    ]);
  });

  test('with an endpoint on a link, by its index or its name', async () => {
    const [sent] = await sentBy({ peers: [{ publicKey: base64(1), endpoint: '[fe80::5%7]:9' }] });
    const scope = u32(7);
    expect(sent).toEqual(
      device(
        string(IFNAME, 'wg0'),
        peers(
          layout(
            attribute(PEER.publicKey, key(1)),
            attribute(PEER.endpoint, u16(AF_INET6), port(9), u32(0), inet6([0xfe, 0x80], 5), scope),
          ),
        ),
      ),
    );
    const { wireguard, generic } = wireguardOf();
    await wireguard.set('wg0', { peers: [{ publicKey: base64(1), endpoint: '[fe80::5%eth0]:9' }] });
    expect(generic.sent.at(-1)).toMatchObject({ names: ['eth0'], slots: [(sent?.length ?? 0) - 4, 0] });
  });

  test('that is too long for one message goes on in others, which take nothing back', async () => {
    const allowedIps = Array.from({ length: 1500 }, (_, i) => `10.${i >> 8}.${i & 0xff}.0/24`);
    const sent = await sentBy({
      listenPort: 5,
      replacePeers: true,
      peers: [
        {
          publicKey: base64(1),
          endpoint: '192.0.2.1:1',
          replaceAllowedIps: true,
          updateOnly: true,
          allowedIps,
        },
        ...Array.from({ length: 300 }, (_, i) => ({
          publicKey: Buffer.from([...key(9).subarray(2), i >> 8, i & 0xff]).toString('base64'),
        })),
      ],
    });
    expect(sent).toHaveLength(3);
    const one = (i: number) => ip(AF_INET, [10, i >> 8, i & 0xff, 0], 24);
    const first = allowedIps.map((_, i) => one(i)).slice(0, 996);
    const head = layout(
      attribute(PEER.publicKey, key(1)),
      attribute(PEER.flags, u32(6)),
      attribute(PEER.endpoint, u16(AF_INET), port(1), [192, 0, 2, 1], new Uint8Array(8)),
      ips(...first),
    );
    expect(sent[0]).toEqual(
      device(string(IFNAME, 'wg0'), attribute(LISTEN_PORT, u16(5)), attribute(FLAGS, u32(1)), peers(head)),
    );
    const rest = layout(
      attribute(PEER.publicKey, key(1)),
      attribute(PEER.flags, u32(4)),
      ips(...allowedIps.map((_, i) => one(i)).slice(996)),
    );
    const start = device(string(IFNAME, 'wg0')).subarray(16);
    expect(sent[1]?.subarray(16, 16 + start.length)).toEqual(start);
    const at = 16 + start.length + 8;
    expect(sent[1]?.subarray(at, at + rest.length)).toEqual(rest);
    for (const { length } of sent) expect(length).toBeLessThan(0xffff);
  });

  test('has each peer whole in one message, in their order', async () => {
    const numberedKey = (i: number) => Buffer.from([...key(9).subarray(2), i >> 8, i & 0xff]);
    const count = 900;
    const sent = await sentBy({
      privateKey: base64(7),
      replacePeers: true,
      peers: Array.from({ length: count }, (_, i) => ({
        publicKey: numberedKey(i).toString('base64'),
        allowedIps: [`10.${i >> 8}.${i & 0xff}.0/24`, `fd00::${i.toString(16)}/128`, '192.0.2.0/24'],
      })),
    });
    const whole = (i: number) =>
      layout(
        attribute(PEER.publicKey, numberedKey(i)),
        ips(
          ip(AF_INET, [10, i >> 8, i & 0xff, 0], 24),
          ip(AF_INET6, inet6([0xfd, ...new Uint8Array(13), i >> 8], i & 0xff), 128),
          ip(AF_INET, [192, 0, 2, 0], 24),
        ),
      );
    // 142 peers of seven are nearly a thousand.
    const lists = Array.from({ length: Math.ceil(count / 142) }, (_, i) =>
      Array.from({ length: Math.min(142, count - i * 142) }, (_, k) => whole(i * 142 + k)),
    );
    expect(sent).toEqual(
      lists.map((list, i) =>
        i === 0
          ? device(
              string(IFNAME, 'wg0'),
              attribute(PRIVATE_KEY, key(7)),
              attribute(FLAGS, u32(1)),
              peers(...list),
            )
          : device(string(IFNAME, 'wg0'), peers(...list)),
      ),
    );
  });

  test('that fails on its way says where, and nothing after it is sent', async () => {
    let answered = 0;
    const { wireguard, requests } = wireguardOf(() =>
      answered++ < 1 ? new Uint8Array() : errorMessage(0, 12),
    );
    const many = Array.from({ length: 600 }, () => ({ publicKey: base64(1) }));
    await expect(wireguard.set('wg0', { peers: many })).rejects.toMatchObject({
      message:
        'ENOMEM: WG_CMD_SET_DEVICE wg0: not enough memory (peers[249] to peers[497]; those before are set)',
      code: 'ENOMEM',
    });
    expect(requests()).toHaveLength(2);
  });

  test('of many peers is not begun if an endpoint is on a link that is not there', async () => {
    const { handle, generic, route } = fakeGeneric(() => familyMessage('wireguard', WIREGUARD));
    const refused = Object.assign(new Error('ENODEV: eth9'), { code: 'ENODEV' });
    route.transact = async () => Promise.reject(refused);
    const many = Array.from({ length: 600 }, () => ({ publicKey: base64(1) }));
    const peers = [...many, { publicKey: base64(2), endpoint: '[fe80::5%eth9]:9' }];
    const wireguard = new Wireguard(handle, new Controller(handle));
    await expect(wireguard.set('wg0', { peers })).rejects.toBe(refused);
    expect(generic.sent).toEqual([]);
  });

  test('is not gone on with once a message is refused', async () => {
    const { wireguard, requests } = wireguardOf(() => errorMessage(0, 22));
    const allowedIps = Array.from({ length: 1500 }, (_, i) => `10.${i >> 8}.${i & 0xff}.0/24`);
    await expect(
      wireguard.set('wg0', { peers: [{ publicKey: base64(1), allowedIps }] }),
    ).rejects.toMatchObject({ code: 'EINVAL', operation: 'WG_CMD_SET_DEVICE', subject: 'wg0' });
    expect(requests()).toHaveLength(1);
  });

  test('of a link of another kind says so', async () => {
    const { wireguard } = wireguardOf(() => errorMessage(0, 95));
    await expect(wireguard.set('eth0', {})).rejects.toThrow(
      'EOPNOTSUPP: WG_CMD_SET_DEVICE eth0: "eth0" is no link of kind "wireguard"',
    );
  });

  test('to remove a prefix, which an old kernel refuses, says what it needs', async () => {
    const { wireguard } = wireguardOf(() => errorMessage(0, 22));
    const peers = [{ publicKey: base64(1), removeAllowedIps: ['10.0.0.0/8'] }];
    await expect(wireguard.set('wg0', { peers })).rejects.toThrow('removeAllowedIps needs Linux 6.16');
  });

  const publicKey = base64(1);
  test.each([
    [{ privateKey: 'x' }, 'privateKey must be a key'],
    [{ listenPort: 65536 }, 'listenPort must be'],
    [{ fwmark: -1 }, 'fwmark must be'],
    [{ mark: 1 }, 'wireguard.set does not know the option mark'],
    [{ peers: {} }, 'peers must be an array'],
    [{ peers: [{}] }, 'peers[0] needs publicKey'],
    [{ peers: [{ publicKey: null }] }, 'peers[0].publicKey must be a key'],
    [{ peers: [{ publicKey, key: 1 }] }, 'peers[0] does not know the option key'],
    [{ peers: [{ publicKey, endpoint: '192.0.2.1' }] }, 'peers[0].endpoint must be an address and a port'],
    [
      { peers: [{ publicKey, endpoint: '2001:db8::1:80' }] },
      'peers[0].endpoint must be an address and a port',
    ],
    [
      { peers: [{ publicKey, endpoint: '[192.0.2.1]:80' }] },
      'peers[0].endpoint must be an address and a port',
    ],
    [
      { peers: [{ publicKey, endpoint: 'example.org:80' }] },
      'peers[0].endpoint must be an address and a port',
    ],
    [{ peers: [{ publicKey, endpoint: '192.0.2.1:0' }] }, 'peers[0].endpoint must have a port from 1'],
    [{ peers: [{ publicKey, endpoint: '192.0.2.1:65536' }] }, 'peers[0].endpoint must have a port from 1'],
    [{ peers: [{ publicKey, endpoint: '[fe80::1%a/b]:8' }] }, "peers[0].endpoint's link must be"],
    [{ peers: [{ publicKey, allowedIps: ['10.0.0.0/33'] }] }, 'peers[0].allowedIps[0] must have'],
    [{ peers: [{ publicKey, removeAllowedIps: ['x'] }] }, 'peers[0].removeAllowedIps[0] must be'],
    [{ peers: [{ publicKey, persistentKeepalive: 65536 }] }, 'peers[0].persistentKeepalive must be'],
    [
      { peers: [{ publicKey, remove: true, endpoint: '192.0.2.1:1' }] },
      'peers[0] is removed, and cannot have endpoint',
    ],
  ])('is checked before anything is sent: %j', async (changes, text) => {
    const { wireguard, generic } = wireguardOf();
    await expect(wireguard.set('wg0', changes as never)).rejects.toThrow(text);
    expect(generic.sent).toEqual([]);
  });
});

describe('a device', () => {
  const answer = (...attributes: Uint8Array[]) =>
    message(WIREGUARD, 2, 0, layout(GET_DEVICE, 1, u16(0)), ...attributes);

  test('is asked for by name or index', async () => {
    const { wireguard, requests } = wireguardOf(() => answer());
    await wireguard.get('wg0');
    await wireguard.get(3);
    const header = layout(GET_DEVICE, 1, u16(0));
    expect(requests()).toEqual([
      message(WIREGUARD, REQUEST | DUMP, 0, header, string(IFNAME, 'wg0')),
      message(WIREGUARD, REQUEST | DUMP, 0, header, attribute(IFINDEX, u32(3))),
    ]);
  });

  test('is put together from all messages that tell of it', async () => {
    const { wireguard } = wireguardOf(() =>
      layout(
        answer(
          attribute(LISTEN_PORT, u16(51820)),
          attribute(FWMARK, u32(5)),
          attribute(IFINDEX, u32(3)),
          string(IFNAME, 'wg0'),
          attribute(PRIVATE_KEY, key(7)),
          attribute(PUBLIC_KEY, key(8)),
          peers(
            layout(
              attribute(PEER.publicKey, key(1)),
              attribute(PEER.presharedKey, key(2)),
              attribute(PEER.handshake, u64(1_700_000_000n), u64(5n)),
              attribute(PEER.keepalive, u16(25)),
              attribute(PEER.tx, u64(2n ** 60n)),
              attribute(PEER.rx, u64(7n)),
              attribute(PEER.protocol, u32(1)),
              attribute(PEER.endpoint, u16(AF_INET), port(9), [192, 0, 2, 1], new Uint8Array(8)),
              ips(ip(AF_INET, [10, 0, 0, 0], 8)),
              attribute(77, u32(1)),
            ),
          ),
        ),
        answer(
          peers(
            layout(attribute(PEER.publicKey, key(1)), ips(ip(AF_INET6, inet6([0xfd], 0), 8))),
            layout(
              attribute(PEER.publicKey, key(3)),
              attribute(PEER.presharedKey, key(0)),
              attribute(PEER.handshake, u64(0n), u64(0n)),
              attribute(PEER.endpoint, u16(AF_INET6), port(9), u32(0), inet6([0xfe, 0x80], 5), u32(4)),
            ),
          ),
        ),
      ),
    );
    expect(await wireguard.get('wg0')).toEqual({
      index: 3,
      name: 'wg0',
      privateKey: base64(7),
      publicKey: base64(8),
      listenPort: 51820,
      fwmark: 5,
      unknown: [],
      peers: [
        {
          publicKey: base64(1),
          presharedKey: base64(2),
          endpoint: '192.0.2.1:9',
          persistentKeepalive: 25,
          lastHandshake: 1_700_000_000_000_000_005n,
          rxBytes: 7n,
          txBytes: 2n ** 60n,
          allowedIps: ['10.0.0.0/8', 'fd00::/8'],
          protocolVersion: 1,
          unknown: [{ type: 77, data: Uint8Array.from(u32(1)) }],
        },
        {
          publicKey: base64(3),
          presharedKey: undefined,
          endpoint: '[fe80::5%4]:9',
          persistentKeepalive: 0,
          lastHandshake: undefined,
          rxBytes: 0n,
          txBytes: 0n,
          allowedIps: [],
          protocolVersion: undefined,
          unknown: [],
        },
      ],
    });
  });
});
