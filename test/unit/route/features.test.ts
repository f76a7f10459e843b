/** What a route can have beyond a gateway and a link, byte by byte. */

import { describe, expect, test } from 'vitest';
import type { RouteOptions } from '../../../src/route/options.js';
import { Routes } from '../../../src/route/routes.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, chars, layout, message, s32, u16, u32 } from '../../support/layout.js';

const [REQUEST, CREATE, EXCL, REPLACE, APPEND, DUMP] = [0x1, 0x400, 0x200, 0x100, 0x800, 0x300];
const [RTM_NEWROUTE, RTM_GETROUTE] = [24, 26];
const [AF_UNSPEC, AF_INET, AF_INET6, AF_MPLS] = [0, 2, 10, 28];
const NESTED = 0x8000;
const [MAIN, BOOT, STATIC, UNICAST, LINK] = [254, 3, 4, 1, 253];
const doc6 = [0x20, 0x01, 0x0d, 0xb8, ...Array(12).fill(0)];
const segment = (last: number) => [...doc6.slice(0, 15), last];

/** `struct rtmsg` */
const rtmsg = ({ family = AF_INET, length = 0, from = 0, tos = 0, scope = 0, flags = 0 }) =>
  layout(family, length, from, tos, MAIN, BOOT, scope, UNICAST, u32(flags));

const gateway = attribute(5, 192, 0, 2, 254);
const via = '192.0.2.254';

const written: readonly (readonly [what: string, RouteOptions, Uint8Array[]])[] = [
  [
    'metrics',
    {
      to: 'default',
      via,
      metrics: {
        mtu: 1300,
        rtt: '10ms',
        rttvar: 3,
        rtoMin: '1s',
        features: ['ecn'],
        quickack: true,
        congctl: 'cubic',
        lock: ['mtu', 'rtt'],
      },
    },
    [
      rtmsg({}),
      gateway,
      attribute(
        8 | NESTED,
        attribute(2, u32(1300)),
        attribute(4, u32(80)),
        attribute(5, u32(12)),
        attribute(13, u32(1000)),
        attribute(12, u32(1)),
        attribute(15, u32(1)),
        attribute(16, chars('cubic'), 0),
        // With the least time-out comes its lock.
        attribute(1, u32(0b10100 | (1 << 13))),
      ),
    ],
  ],
  [
    'several next hops',
    {
      to: 'default',
      nexthops: [
        { via: '192.0.2.1', dev: 7, weight: 4 },
        { via: '2001:db8::', dev: 8, onlink: true, realms: { from: 1, to: 2 } },
      ],
    },
    [
      rtmsg({}),
      attribute(
        9,
        u16(16),
        0,
        3,
        u32(7),
        attribute(5, 192, 0, 2, 1),
        u16(40),
        4,
        0,
        u32(8),
        attribute(18, u16(AF_INET6), doc6),
        attribute(11, u32(0x1_0002)),
      ),
    ],
  ],
  ['a next hop object', { to: 'default', nhid: 9 }, [rtmsg({}), attribute(30, u32(9))]],
  [
    'realms and tos',
    { to: 'default', via, realms: { to: 4 }, tos: 16 },
    [rtmsg({ tos: 16 }), gateway, attribute(11, u32(4))],
  ],
  ['pervasive', { to: 'default', via, pervasive: true, onlink: true }, [rtmsg({ flags: 2 | 4 }), gateway]],
  [
    'what only IPv6 has',
    { to: '2001:db8::/32', from: '2001:db8::/48', dev: 7, pref: 'high', expires: 60 },
    [
      rtmsg({ family: AF_INET6, length: 32, from: 48 }),
      attribute(1, doc6),
      attribute(2, doc6),
      attribute(4, u32(7)),
      attribute(20, 1),
      attribute(23, u32(60)),
    ],
  ],
  [
    'labels',
    { to: 'default', via, encap: { kind: 'mpls', labels: [100, 1_048_575], ttl: 9 } },
    [
      rtmsg({}),
      gateway,
      attribute(22 | NESTED, attribute(1, 0, 0x06, 0x40, 0, 0xff, 0xff, 0xf1, 0), attribute(2, 9)),
      attribute(21, u16(1)),
    ],
  ],
  [
    'a tunnel',
    { to: 'default', via, encap: { kind: 'ip', id: 77, dst: '192.0.2.9', key: true, seq: true } },
    [
      rtmsg({}),
      gateway,
      attribute(
        22 | NESTED,
        attribute(1, 0, 0, 0, 0, 0, 0, 0, 77),
        attribute(2, 192, 0, 2, 9),
        attribute(6, 0, 0x0c),
      ),
      attribute(21, u16(2)),
    ],
  ],
  [
    'segments with a place for the destination, and a key',
    {
      to: '2001:db8::/32',
      dev: 7,
      encap: { kind: 'seg6', routing: { mode: 'inline', segs: ['2001:db8::5', '2001:db8::6'], hmac: 3 } },
    },
    [
      rtmsg({ family: AF_INET6, length: 32 }),
      attribute(1, doc6),
      attribute(
        22 | NESTED,
        attribute(
          1,
          s32(0),
          [0, 11, 4, 2, 2, 8, 0, 0],
          Array(16).fill(0),
          segment(6),
          segment(5),
          [5, 38, 0, 0, 0, 0, 0, 3],
          Array(32).fill(0),
        ),
      ),
      attribute(21, u16(5)),
      attribute(4, u32(7)),
    ],
  ],
  [
    'a segment of its own',
    {
      to: '2001:db8::/32',
      dev: 7,
      encap: { kind: 'seg6local', action: 'End.X', nh6: '2001:db8::5', oif: 8 },
    },
    [
      rtmsg({ family: AF_INET6, length: 32 }),
      attribute(1, doc6),
      attribute(22 | NESTED, attribute(1, u32(2)), attribute(5, segment(5)), attribute(7, u32(8))),
      attribute(21, u16(7)),
      attribute(4, u32(7)),
    ],
  ],
  [
    'a source route',
    { to: '2001:db8::/32', dev: 7, encap: { kind: 'rpl', segs: ['2001:db8::5', '2001:db8::6'] } },
    [
      rtmsg({ family: AF_INET6, length: 32 }),
      attribute(1, doc6),
      attribute(22 | NESTED, attribute(1, [0, 4, 3, 2, 0, 0, 0, 0], segment(6), segment(5))),
      attribute(21, u16(8)),
      attribute(4, u32(7)),
    ],
  ],
  [
    'a label to be exchanged',
    { to: 100, as: [200], via, dev: 7, ttlPropagate: true },
    [
      rtmsg({ family: AF_MPLS, length: 20 }),
      attribute(1, 0, 0x06, 0x41, 0),
      attribute(18, u16(AF_INET), 192, 0, 2, 254),
      attribute(19, 0, 0x0c, 0x81, 0),
      attribute(4, u32(7)),
      attribute(26, 1),
    ],
  ],
];

async function sentBy(act: (routes: Routes) => Promise<unknown>) {
  const { handle, socket } = fakeHandle();
  await act(new Routes(handle)).catch(() => {});
  return socket.sent[0]?.bytes;
}

test.each(written)('to add a route with %s', async (_what, options, payload) => {
  expect(await sentBy((routes) => routes.add(options))).toEqual(
    message(RTM_NEWROUTE, REQUEST | CREATE | EXCL, 0, ...payload),
  );
});

test('a label by its name is the same label', async () => {
  const label = (to: string | number) => sentBy((routes) => routes.add({ to, family: 'mpls', dev: 7 }));
  expect(await label('100')).toEqual(await label(100));
});

test.each([
  ['change', REPLACE],
  ['append', CREATE | APPEND],
  ['prepend', CREATE],
] as const)('to %s', async (verb, flags) => {
  expect(await sentBy((routes) => routes[verb]({ to: 'default', dev: 7 }))).toEqual(
    message(RTM_NEWROUTE, REQUEST | flags, 0, rtmsg({ scope: LINK }), attribute(4, u32(7))),
  );
});

test('to ask about a packet in all that there is to say of it', async () => {
  const query = {
    from: '192.0.2.1',
    iif: 3,
    oif: 4,
    mark: 5,
    uid: 6,
    tos: 8,
    ipproto: 'udp',
    sport: 1,
    dport: 53,
    fibmatch: true,
  } as const;
  expect(await sentBy((routes) => routes.get('198.51.100.1', query))).toEqual(
    message(
      RTM_GETROUTE,
      REQUEST,
      0,
      layout(AF_INET, 32, 32, 8, 0, 0, 0, 0, u32(0x3000)),
      attribute(1, 198, 51, 100, 1),
      attribute(2, 192, 0, 2, 1),
      attribute(3, u32(3)),
      attribute(4, u32(4)),
      attribute(16, u32(5)),
      attribute(25, u32(6)),
      attribute(27, 17),
      attribute(28, 0, 1),
      attribute(29, 0, 53),
    ),
  );
});

test('to ask about a packet with a flow label', async () => {
  expect(await sentBy((routes) => routes.get('2001:db8::1', { flowlabel: 0xabcde }))).toEqual(
    message(
      RTM_GETROUTE,
      REQUEST,
      0,
      layout(10, 128, 0, 0, 0, 0, 0, 0, u32(0)),
      attribute(1, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
      attribute(31, 0, 0x0a, 0xbc, 0xde),
    ),
  );
  const { handle } = fakeHandle();
  await expect(new Routes(handle).get('192.0.2.1', { flowlabel: 1 })).rejects.toThrow(
    'flowlabel is for a route of IPv6',
  );
});

test('to list what the kernel can tell apart', async () => {
  expect(
    await sentBy((routes) => routes.list({ type: 'unicast', protocol: 'static', cached: true, via })),
  ).toEqual(
    message(
      RTM_GETROUTE,
      REQUEST | DUMP,
      0,
      layout(AF_UNSPEC, 0, 0, 0, 0, STATIC, 0, UNICAST, u32(0x200)),
      attribute(15, u32(MAIN)),
    ),
  );
});

describe('what is read', () => {
  const read = async (...payload: Uint8Array[]) => {
    const { handle } = fakeHandle(() => message(RTM_NEWROUTE, 2, 0, ...payload));
    const [route] = await new Routes(handle).list();
    return route;
  };

  test.each(written.filter(([, { encap }]) => encap !== undefined))(
    '%s',
    async (_what, { encap }, payload) => {
      expect((await read(...payload))?.encap).toEqual(
        encap?.kind === 'ip' ? { ...encap, csum: false } : encap,
      );
    },
  );

  test('an MPLS route', async () => {
    const [, , payload] = written.at(-1) ?? [];
    expect(await read(...(payload ?? []))).toMatchObject({
      family: 'mpls',
      to: '100',
      as: [200],
      via,
      ttlPropagate: true,
    });
  });

  test('an encapsulation that is not known', async () => {
    const found = await read(rtmsg({}), attribute(22, 1, 2, 3), attribute(21, u16(99)));
    expect(found?.encap).toEqual({ kind: 99, raw: Uint8Array.of(1, 2, 3) });
  });

  test('programs, and what is traced', async () => {
    const bpf = await read(
      rtmsg({}),
      attribute(22, attribute(3, attribute(2, chars('mark'), 0))),
      attribute(21, u16(6)),
    );
    expect(bpf?.encap).toEqual({ kind: 'bpf', xmit: { name: 'mark' } });
    const trace = [0, 9, 0, 3, 0x80, 0, 0, 0];
    const ioam6 = await read(
      rtmsg({ family: AF_INET6 }),
      attribute(22, attribute(4, u32(1)), attribute(5, u32(8)), attribute(1, 1), attribute(3, trace)),
      attribute(21, u16(9)),
    );
    expect(ioam6?.encap).toEqual({
      kind: 'ioam6',
      mode: 'inline',
      freqk: 1,
      freqn: 8,
      trace: { ns: 9, type: 0x800000, size: 12 },
    });
  });

  test('what the kernel keeps of it', async () => {
    const cached = await read(
      rtmsg({ flags: 0x200 }),
      attribute(12, u32(2), u32(150), s32(60_000), s32(-113), u32(5), u32(0), u32(0), u32(0)),
    );
    expect(cached?.cache).toEqual({ users: 2, age: 1.5, expires: 600, error: 113, used: 5 });
    expect(cached?.flags).toEqual(['cloned']);
    const fresh = await read(rtmsg({}), attribute(12, Array(32).fill(0)));
    expect(fresh?.cache).toBeUndefined();
  });
});
