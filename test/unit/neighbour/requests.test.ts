import { expect, test } from 'vitest';
import { type NeighbourOptions, Neighbours } from '../../../src/neighbour/neighbours.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, layout, message, u16, u32 } from '../../support/layout.js';

const [REQUEST, CREATE, EXCL, REPLACE, DUMP] = [0x1, 0x400, 0x200, 0x100, 0x300];
const [RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH] = [28, 29, 30];
const [AF_UNSPEC, AF_INET, AF_INET6] = [0, 2, 10];
const [REACHABLE, STALE, PERMANENT] = [0x02, 0x04, 0x80];
const [PROXY, EXT_LEARNED, ROUTER, USE] = [0x08, 0x10, 0x80, 0x01];

/** `struct ndmsg` */
const header = ({ family = AF_INET, index = 7, state = 0, flags = 0 }) =>
  layout(family, 0, u16(0), u32(index), u16(state), flags, 0);

const lladdr = '02:00:00:00:00:09';
const hardware = attribute(2, 2, 0, 0, 0, 0, 9);
const address = attribute(1, 192, 0, 2, 9);
const address6 = attribute(1, 0x20, 0x01, 0x0d, 0xb8, Array(11).fill(0), 9);

async function sentBy(act: (neighbours: Neighbours) => Promise<unknown>) {
  const { handle, socket } = fakeHandle();
  await act(new Neighbours(handle)).catch(() => {});
  return socket.sent[0]?.bytes;
}

const written: readonly (readonly [Omit<NeighbourOptions, 'link'>, Uint8Array[]])[] = [
  [{ address: '192.0.2.9', lladdr }, [header({ state: PERMANENT }), address, hardware]],
  [
    { address: '2001:db8::9', lladdr, state: 'stale', router: true, protocol: 'static' },
    [header({ family: AF_INET6, state: STALE, flags: ROUTER }), address6, hardware, attribute(12, 4)],
  ],
  [
    { address: '192.0.2.9', lladdr, state: 'reachable', externLearn: true },
    [header({ state: REACHABLE, flags: EXT_LEARNED }), address, hardware],
  ],
  [{ address: '192.0.2.9', use: true }, [header({ flags: USE }), address]],
  [{ address: '192.0.2.9', externValid: true, state: 'none' }, [header({}), address, attribute(15, u32(4))]],
  [{ address: '192.0.2.9', managed: true }, [header({}), address, attribute(15, u32(1))]],
  [
    { address: '2001:db8::9', proxy: true },
    [header({ family: AF_INET6, state: PERMANENT, flags: PROXY }), address6],
  ],
];

test.each(written)('to add %j', async (options, payload) => {
  expect(await sentBy((neighbours) => neighbours.add({ link: 7, ...options }))).toEqual(
    message(RTM_NEWNEIGH, REQUEST | CREATE | EXCL, 0, ...payload),
  );
});

test.each([
  ['set', REPLACE],
  ['replace', CREATE | REPLACE],
] as const)('to %s one', async (verb, flags) => {
  expect(await sentBy((neighbours) => neighbours[verb]({ link: 7, address: '192.0.2.9', lladdr }))).toEqual(
    message(RTM_NEWNEIGH, REQUEST | flags, 0, header({ state: PERMANENT }), address, hardware),
  );
});

test.each([
  ['delete', RTM_DELNEIGH],
  ['get', RTM_GETNEIGH],
] as const)('to %s one, or a proxy', async (verb, type) => {
  expect(await sentBy((neighbours) => neighbours[verb]({ link: 7, address: '192.0.2.9' }))).toEqual(
    message(type, REQUEST, 0, header({}), address),
  );
  expect(
    await sentBy((neighbours) => neighbours[verb]({ link: 7, address: '2001:db8::9', proxy: true })),
  ).toEqual(message(type, REQUEST, 0, header({ family: AF_INET6, flags: PROXY }), address6));
});

test('to list them, filtered by the kernel', async () => {
  expect(await sentBy((neighbours) => neighbours.list())).toEqual(
    message(RTM_GETNEIGH, REQUEST | DUMP, 0, header({ family: AF_UNSPEC, index: 0 })),
  );
  expect(
    await sentBy((neighbours) => neighbours.list({ family: 'inet6', link: 7, master: 9, proxy: true })),
  ).toEqual(
    message(
      RTM_GETNEIGH,
      REQUEST | DUMP,
      0,
      header({ family: AF_INET6, index: 0, flags: PROXY }),
      attribute(8, u32(7)),
      attribute(9, u32(9)),
    ),
  );
});

test('one is read field by field', async () => {
  const { handle } = fakeHandle(() =>
    message(
      RTM_NEWNEIGH,
      2,
      0,
      header({ state: STALE, flags: ROUTER | EXT_LEARNED }),
      address,
      hardware,
      attribute(4, u32(3)),
      attribute(3, u32(150), u32(25), u32(1000), u32(2)),
      attribute(12, 4),
      attribute(15, u32(1)),
      attribute(99, 1),
    ),
  );
  expect(await new Neighbours(handle).list()).toEqual([
    {
      link: 7,
      family: 'inet',
      address: '192.0.2.9',
      lladdr,
      state: 'stale',
      flags: ['externLearn', 'router', 'managed'],
      protocol: 'static',
      probes: 3,
      confirmed: 1.5,
      used: 0.25,
      updated: 10,
      references: 2,
      unknown: [{ type: 99, data: Uint8Array.of(1) }],
    },
  ]);
});

const numbers = [0x00, 0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80];
const names = [
  'none',
  'incomplete',
  'reachable',
  'stale',
  'delay',
  'probe',
  'failed',
  'noarp',
  'permanent',
] as const;

test('states are written and read by their names', async () => {
  const { handle } = fakeHandle(() =>
    layout(...numbers.map((state) => message(RTM_NEWNEIGH, 2, 0, header({ state }), address))),
  );
  expect((await new Neighbours(handle).list()).map(({ state }) => state)).toEqual(names);
  for (const [i, state] of names.entries())
    expect(await sentBy((neighbours) => neighbours.add({ link: 7, address: '192.0.2.9', state }))).toEqual(
      message(RTM_NEWNEIGH, REQUEST | CREATE | EXCL, 0, header({ state: numbers[i] ?? -1 }), address),
    );
});

test('a state and a family without a name are numbers', async () => {
  const { handle } = fakeHandle(() => message(RTM_NEWNEIGH, 2, 0, header({ family: 12, state: 0x300 })));
  expect(await new Neighbours(handle).list()).toMatchObject([{ family: 12, state: 0x300, address: '' }]);
});

test('flushing leaves those that nobody has learnt', async () => {
  const told = [
    ['192.0.2.1', STALE],
    ['192.0.2.2', PERMANENT],
  ] as const;
  const messages = told.map(([text, state]) =>
    message(RTM_NEWNEIGH, 2, 0, header({ state }), attribute(1, text.split('.').map(Number))),
  );
  const answers = [layout(...messages), new Uint8Array()];
  const { handle, socket } = fakeHandle(() => answers.shift() ?? new Uint8Array());
  expect(await new Neighbours(handle).flush({ link: 7 })).toBe(1);
  expect(socket.sent.map(({ bytes }) => bytes)).toEqual([
    message(RTM_GETNEIGH, REQUEST | DUMP, 0, header({ family: AF_UNSPEC, index: 0 }), attribute(8, u32(7))),
    message(RTM_DELNEIGH, REQUEST, 0, header({}), attribute(1, 192, 0, 2, 1)),
  ]);
});

const good = { link: 'eth0', address: '192.0.2.9' };
const states = '"none", "incomplete", "reachable", "stale", "delay", "probe", "failed", "noarp", "permanent"';

const refused: readonly (readonly [
  'add' | 'set' | 'replace' | 'delete' | 'get' | 'list' | 'flush',
  object,
  Error,
])[] = [
  ['add', { link: 'eth0' }, new TypeError('neighbours.add needs address')],
  ['set', { address: '192.0.2.9' }, new TypeError('neighbours.set needs link')],
  ['delete', { ...good, lladdr }, new TypeError('neighbours.delete does not know the option lladdr')],
  ['get', { link: 'eth0' }, new TypeError('neighbours.get needs address')],
  [
    'add',
    { ...good, address: '192.0.2.9/24' },
    new TypeError('address must be an IPv4 or IPv6 address, not "192.0.2.9/24"'),
  ],
  [
    'add',
    { ...good, lladdr: 'x' },
    new TypeError('lladdr must be a MAC address such as 02:00:00:00:00:01, not "x"'),
  ],
  [
    'replace',
    { ...good, state: 'REACHABLE' },
    new TypeError(`state must be one of ${states}, not "REACHABLE"`),
  ],
  ['add', { ...good, proxy: 1 }, new TypeError('proxy must be true or false, not 1')],
  ['add', { ...good, dev: 'eth0' }, new TypeError('neighbours.add does not know the option dev')],
  ['list', { family: 'bridge' }, new TypeError('family must be one of "inet", "inet6", not "bridge"')],
  ['flush', {}, new TypeError('filter must be a filter that says something, such as { link }, not {}')],
];

test.each(refused)('neighbours.%s refuses %j before anything is sent', async (verb, options, error) => {
  const { handle, socket } = fakeHandle();
  await expect(new Neighbours(handle)[verb](options as never)).rejects.toThrow(error);
  await handle.route.idle();
  expect(socket.sent).toEqual([]);
});
