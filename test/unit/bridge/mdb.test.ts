import { expect, test } from 'vitest';
import { Mdb } from '../../../src/bridge/mdb.js';
import type { MdbOptions } from '../../../src/bridge/mdb_options.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, layout, message, u16, u32 } from '../../support/layout.js';

const [REQUEST, CREATE, EXCL, REPLACE, DUMP, BULK] = [0x1, 0x400, 0x200, 0x100, 0x300, 0x200];
const [RTM_NEWMDB, RTM_DELMDB, RTM_GETMDB] = [84, 85, 86];
const AF_BRIDGE = 7;
const NESTED = 0x8000;

/** `struct br_port_msg` */
const header = (index: number) => layout(AF_BRIDGE, 0, u16(0), u32(index));

const INET = [239, 1, 1, 1, ...Array(12).fill(0), 0x08, 0x00];
const INET6 = [0xff, 0x0e, ...Array(13).fill(0), 7, 0x86, 0xdd];
const FRAME = [1, 2, 3, 4, 5, 6, ...Array(10).fill(0), 0, 0];

/** `struct br_mdb_entry` */
const entry = (group: number[], { port = 3, state = 0, flags = 0, vid = 0 }) =>
  layout(u32(port), state, flags, u16(vid), group, 0, 0);

async function sentBy(act: (mdb: Mdb) => Promise<unknown>) {
  const { handle, socket } = fakeHandle();
  await act(new Mdb(handle)).catch(() => {});
  return socket.sent[0]?.bytes;
}

const written: readonly (readonly [Omit<MdbOptions, 'link' | 'port'>, Uint8Array[]])[] = [
  [{ group: '239.1.1.1' }, [attribute(1, entry(INET, {}))]],
  [{ group: 'ff0e::7', state: 'permanent', vid: 5 }, [attribute(1, entry(INET6, { state: 1, vid: 5 }))]],
  [{ group: '01:02:03:04:05:06' }, [attribute(1, entry(FRAME, {}))]],
  [
    { group: '239.1.1.1', filterMode: 'include', sources: ['192.0.2.8', '192.0.2.9'], protocol: 'static' },
    [
      attribute(1, entry(INET, {})),
      attribute(
        2 | NESTED,
        attribute(
          2 | NESTED,
          attribute(1 | NESTED, attribute(1, 192, 0, 2, 8)),
          attribute(1 | NESTED, attribute(1, 192, 0, 2, 9)),
        ),
        attribute(3, 1),
        attribute(4, 4),
      ),
    ],
  ],
  [
    {
      group: '239.1.1.1',
      source: '192.0.2.7',
      dst: '198.51.100.4',
      dstPort: 4790,
      vni: 10,
      sourceVni: 11,
      via: 9,
    },
    [
      attribute(1, entry(INET, {})),
      attribute(
        2 | NESTED,
        attribute(1, 192, 0, 2, 7),
        attribute(5, 198, 51, 100, 4),
        attribute(6, u16(4790)),
        attribute(7, u32(10)),
        attribute(8, u32(9)),
        attribute(9, u32(11)),
      ),
    ],
  ],
];

test.each(written)('to add %j', async (options, payload) => {
  expect(await sentBy((mdb) => mdb.add({ link: 7, port: 3, ...options }))).toEqual(
    message(RTM_NEWMDB, REQUEST | CREATE | EXCL, 0, header(7), ...payload),
  );
});

test('to replace, to delete and to list', async () => {
  const id = { link: 7, port: 3, group: '239.1.1.1' };
  const payload = attribute(1, entry(INET, {}));
  expect(await sentBy((mdb) => mdb.replace(id))).toEqual(
    message(RTM_NEWMDB, REQUEST | CREATE | REPLACE, 0, header(7), payload),
  );
  expect(await sentBy((mdb) => mdb.delete(id))).toEqual(message(RTM_DELMDB, REQUEST, 0, header(7), payload));
  expect(await sentBy((mdb) => mdb.list())).toEqual(message(RTM_GETMDB, REQUEST | DUMP, 0, header(0)));
});

test('to ask for a group, whatever its ports', async () => {
  expect(
    await sentBy((mdb) => mdb.get({ link: 7, group: '239.1.1.1', vid: 5, source: '192.0.2.7' })),
  ).toEqual(
    message(
      RTM_GETMDB,
      REQUEST,
      0,
      header(7),
      attribute(1, entry(INET, { port: 0, vid: 5 })),
      attribute(2 | NESTED, attribute(1, 192, 0, 2, 7)),
    ),
  );
});

test('to flush all, or what matches, with no group', async () => {
  const none = Array(18).fill(0);
  expect(await sentBy((mdb) => mdb.flush({ link: 7 }))).toEqual(
    message(RTM_DELMDB, REQUEST | BULK, 0, header(7), attribute(1, entry(none, { port: 0 }))),
  );
  const filter = { link: 7, port: 3, vid: 5, state: 'permanent', protocol: 'static', vni: 10 } as const;
  expect(await sentBy((mdb) => mdb.flush(filter))).toEqual(
    message(
      RTM_DELMDB,
      REQUEST | BULK,
      0,
      header(7),
      attribute(1, entry(none, { state: 1, vid: 5 })),
      attribute(2 | NESTED, attribute(4, 4), attribute(7, u32(10)), attribute(10, 1)),
    ),
  );
});

test('ports that lead to routers are read', async () => {
  const { handle } = fakeHandle(() =>
    message(
      RTM_GETMDB,
      2,
      0,
      header(7),
      attribute(
        2,
        attribute(1, u32(3), attribute(1, u32(250)), attribute(2, 2), attribute(50, 1)),
        attribute(1, u32(4), attribute(2, 9), attribute(5, u16(10)), attribute(3, u32(100))),
      ),
    ),
  );
  expect(await new Mdb(handle).routers()).toEqual([
    { link: 7, port: 3, timer: 2.5, type: 'permanent', unknown: [{ type: 50, data: Uint8Array.of(1) }] },
    { link: 7, port: 4, type: 9, vid: 10, inetTimer: 1, unknown: [] },
  ]);
});

test('they are read group by group', async () => {
  const { handle } = fakeHandle(() =>
    message(
      RTM_GETMDB,
      2,
      0,
      header(7),
      attribute(
        1,
        attribute(
          1,
          attribute(
            1,
            entry(INET, { state: 1, flags: 2 | 8, vid: 5 }),
            attribute(1, u32(150)),
            attribute(2, attribute(1, attribute(1, 192, 0, 2, 8), attribute(2, u32(25)))),
            attribute(3, 1),
            attribute(5, 4),
            attribute(50, 1),
          ),
        ),
        attribute(1, attribute(1, entry(FRAME, { state: 9 })), attribute(1, entry(INET6, { port: 4 }))),
      ),
    ),
  );
  const found = await new Mdb(handle).list();
  expect(found).toMatchObject([
    {
      link: 7,
      port: 3,
      group: '239.1.1.1',
      vid: 5,
      state: 'permanent',
      flags: ['fastLeave', 'blocked'],
      filterMode: 'include',
      sources: [{ address: '192.0.2.8', timer: 0.25 }],
      protocol: 'static',
      timer: 1.5,
      unknown: [{ type: 50, data: Uint8Array.of(1) }],
    },
    { group: '01:02:03:04:05:06', state: 9, vid: undefined, timer: 0, sources: [] },
    { group: 'ff0e::7', port: 4, state: 'temp' },
  ]);
});

const good = { link: 'br0', port: 'p0', group: '239.1.1.1' };

test.each([
  ['add', { ...good, group: undefined }, new TypeError('bridge.mdb.add needs group')],
  [
    'add',
    { ...good, group: 'all' },
    new TypeError('group must be an IPv4, IPv6 or hardware address, not "all"'),
  ],
  [
    'replace',
    { ...good, state: 'static' },
    new TypeError('state must be one of "temp", "permanent", not "static"'),
  ],
  [
    'add',
    { ...good, sources: ['192.0.2.1', 'x'] },
    new TypeError('sources[1] must be an IPv4 or IPv6 address, not "x"'),
  ],
  ['delete', { ...good, state: 'temp' }, new TypeError('bridge.mdb.delete does not know the option state')],
  ['get', { ...good }, new TypeError('bridge.mdb.get does not know the option port')],
  ['flush', { group: '239.1.1.1' }, new TypeError('bridge.mdb.flush needs link')],
  ['list', { port: 'p0' }, new TypeError('bridge.mdb.list does not know the option port')],
] as const)('mdb.%s refuses %j before anything is sent', async (verb, options, error) => {
  const { handle, socket } = fakeHandle();
  await expect(new Mdb(handle)[verb](options as never)).rejects.toThrow(error);
  await handle.route.idle();
  expect(socket.sent).toEqual([]);
});
