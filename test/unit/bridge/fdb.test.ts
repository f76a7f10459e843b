import { expect, test } from 'vitest';
import { Fdb, type FdbOptions } from '../../../src/bridge/fdb.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, layout, message, u16, u32 } from '../../support/layout.js';

const [REQUEST, CREATE, EXCL, REPLACE, APPEND, BULK, DUMP] = [0x1, 0x400, 0x200, 0x100, 0x800, 0x200, 0x300];
const [RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH] = [28, 29, 30];
const AF_BRIDGE = 7;
const [REACHABLE, STALE, NOARP, PERMANENT] = [0x02, 0x04, 0x40, 0x80];
const [SELF, MASTER, EXT_LEARNED, STICKY] = [0x02, 0x04, 0x10, 0x40];

/** `struct ndmsg` */
const header = ({ index = 7, state = 0, flags = 0 }) =>
  layout(AF_BRIDGE, 0, u16(0), u32(index), u16(state), flags, 0);

const lladdr = '02:00:00:00:00:09';
const hardware = attribute(2, 2, 0, 0, 0, 0, 9);

async function sentBy(act: (fdb: Fdb) => Promise<unknown>) {
  const { handle, socket } = fakeHandle();
  await act(new Fdb(handle)).catch(() => {});
  return socket.sent[0]?.bytes;
}

const written: readonly (readonly [Omit<FdbOptions, 'link' | 'lladdr'>, Uint8Array[]])[] = [
  [{}, [header({ state: PERMANENT, flags: SELF }), hardware]],
  [
    { master: true, state: 'static', vlan: 5, sticky: true },
    [header({ state: NOARP | REACHABLE, flags: MASTER | STICKY }), hardware, attribute(5, u16(5))],
  ],
  [
    { master: true, self: true, state: 'dynamic', externLearn: true },
    [header({ state: REACHABLE, flags: SELF | MASTER | EXT_LEARNED }), hardware],
  ],
  [
    { dst: '198.51.100.1', port: 4790, vni: 20, sourceVni: 21, via: 3 },
    [
      header({ state: PERMANENT, flags: SELF }),
      hardware,
      attribute(1, 198, 51, 100, 1),
      attribute(6, 0x12, 0xb6),
      attribute(7, u32(20)),
      attribute(11, u32(21)),
      attribute(8, u32(3)),
    ],
  ],
  [{ nexthop: 12 }, [header({ state: PERMANENT, flags: SELF }), hardware, attribute(13, u32(12))]],
];

test.each(written)('to add %j', async (options, payload) => {
  expect(await sentBy((fdb) => fdb.add({ link: 7, lladdr, ...options }))).toEqual(
    message(RTM_NEWNEIGH, REQUEST | CREATE | EXCL, 0, ...payload),
  );
});

test.each([
  ['append', CREATE | APPEND],
  ['replace', CREATE | REPLACE],
] as const)('to %s one', async (verb, flags) => {
  expect(await sentBy((fdb) => fdb[verb]({ link: 7, lladdr }))).toEqual(
    message(RTM_NEWNEIGH, REQUEST | flags, 0, header({ state: PERMANENT, flags: SELF }), hardware),
  );
});

test('to delete one, as one that stays: drivers without learning want it so; and to get one', async () => {
  expect(await sentBy((fdb) => fdb.delete({ link: 7, lladdr, master: true, vlan: 5 }))).toEqual(
    message(
      RTM_DELNEIGH,
      REQUEST,
      0,
      header({ state: PERMANENT, flags: MASTER }),
      hardware,
      attribute(5, u16(5)),
    ),
  );
  expect(await sentBy((fdb) => fdb.get({ link: 7, lladdr, vni: 9 }))).toEqual(
    message(RTM_GETNEIGH, REQUEST, 0, header({ flags: SELF }), hardware, attribute(7, u32(9))),
  );
});

test('to list them, filtered by the kernel', async () => {
  expect(await sentBy((fdb) => fdb.list({ link: 7, master: 9 }))).toEqual(
    message(
      RTM_GETNEIGH,
      REQUEST | DUMP,
      0,
      header({ index: 0 }),
      attribute(8, u32(7)),
      attribute(9, u32(9)),
    ),
  );
});

test('to flush says which bits of state and flags count', async () => {
  expect(
    await sentBy((fdb) =>
      fdb.flush({ link: 7, brport: 3, vlan: 5, state: 'static', sticky: false, externLearn: true }),
    ),
  ).toEqual(
    message(
      RTM_DELNEIGH,
      REQUEST | BULK,
      0,
      header({ state: NOARP, flags: SELF | EXT_LEARNED }),
      attribute(8, u32(3)),
      attribute(5, u16(5)),
      attribute(16, u16(NOARP | PERMANENT)),
      attribute(17, STICKY | EXT_LEARNED),
    ),
  );
});

test('what somebody made is known by the flag that means something else elsewhere', async () => {
  const [USE, OFFLOADED] = [1, 32];
  expect(await sentBy((fdb) => fdb.flush({ link: 7, addedByUser: false, offloaded: true }))).toEqual(
    message(
      RTM_DELNEIGH,
      REQUEST | BULK,
      0,
      header({ flags: SELF | OFFLOADED }),
      attribute(17, USE | OFFLOADED),
    ),
  );
});

test('one is read field by field', async () => {
  const { handle } = fakeHandle(() =>
    message(
      RTM_NEWNEIGH,
      2,
      0,
      header({ state: STALE, flags: MASTER }),
      hardware,
      attribute(9, u32(4)),
      attribute(5, u16(10)),
      attribute(3, u32(100), u32(250), u32(300), u32(0)),
      attribute(1, 0x20, 0x01, 0x0d, 0xb8, Array(11).fill(0), 9),
      attribute(6, 0x12, 0xb5),
      attribute(7, u32(20)),
      attribute(11, u32(21)),
      attribute(8, u32(3)),
      attribute(13, u32(12)),
      attribute(10, u32(1)),
      attribute(15, u32(2)),
      attribute(14, 0),
    ),
  );
  expect(await new Fdb(handle).list()).toEqual([
    {
      link: 7,
      lladdr,
      state: 'stale',
      flags: ['master', 'locked'],
      master: 4,
      vlan: 10,
      dst: '2001:db8::9',
      port: 4789,
      vni: 20,
      sourceVni: 21,
      via: 3,
      nexthop: 12,
      linkNamespaceId: 1,
      used: 2.5,
      updated: 3,
      unknown: [{ type: 14, data: Uint8Array.of(0) }],
    },
  ]);
});

test.each([
  [PERMANENT, 'permanent'],
  [NOARP, 'static'],
  [NOARP | REACHABLE, 'static'],
  [REACHABLE, 'dynamic'],
  [REACHABLE | STALE, 'stale'],
  [0, 0],
])('state %d is %s', async (state, name) => {
  const { handle } = fakeHandle(() => message(RTM_NEWNEIGH, 2, 0, header({ state }), hardware));
  expect(await new Fdb(handle).list()).toMatchObject([{ state: name }]);
});

const good = { link: 'eth0', lladdr };

const refused: readonly (readonly ['add' | 'append' | 'delete' | 'get' | 'list' | 'flush', object, Error])[] =
  [
    ['add', { link: 'eth0' }, new TypeError('bridge.fdb.add needs lladdr')],
    ['append', { lladdr }, new TypeError('bridge.fdb.append needs link')],
    [
      'delete',
      { ...good, state: 'static' },
      new TypeError('bridge.fdb.delete does not know the option state'),
    ],
    ['get', { ...good, dst: '192.0.2.1' }, new TypeError('bridge.fdb.get does not know the option dst')],
    ['add', { ...good, vlan: 4095 }, new RangeError('vlan must be a whole number from 1 to 4094, not 4095')],
    [
      'add',
      { ...good, vni: 2 ** 24 },
      new RangeError('vni must be a whole number from 0 to 16777215, not 16777216'),
    ],
    [
      'add',
      { ...good, state: 'stale' },
      new TypeError('state must be one of "permanent", "static", "dynamic", not "stale"'),
    ],
    ['list', { brport: 'x' }, new TypeError('bridge.fdb.list does not know the option brport')],
    ['flush', {}, new TypeError('bridge.fdb.flush needs link')],
  ];

test.each(refused)('fdb.%s refuses %j before anything is sent', async (verb, options, error) => {
  const { handle, socket } = fakeHandle();
  await expect(new Fdb(handle)[verb](options as never)).rejects.toThrow(error);
  await handle.route.idle();
  expect(socket.sent).toEqual([]);
});
