import { expect, test } from 'vitest';
import { Nexthops } from '../../../src/nexthop/nexthops.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, layout, message, u16, u32, u64 } from '../../support/layout.js';

const [REQUEST, CREATE, EXCL, REPLACE, ECHO, DUMP] = [0x1, 0x400, 0x200, 0x100, 0x8, 0x300];
const [RTM_NEWNEXTHOP, RTM_DELNEXTHOP, RTM_GETNEXTHOP, RTM_GETNEXTHOPBUCKET] = [104, 105, 106, 118];
const [AF_UNSPEC, AF_INET, AF_INET6] = [0, 2, 10];
const NESTED = 0x8000;

/** `struct nhmsg` */
const nhmsg = (family: number, protocol = 0, flags = 0) => layout(family, 0, protocol, 0, u32(flags));

async function sentBy(act: (nexthops: Nexthops) => Promise<unknown>) {
  const { handle, socket } = fakeHandle();
  await act(new Nexthops(handle)).catch(() => {}); // an answer is more than the fake has
  return socket.sent[0]?.bytes;
}

test('to add a next hop', async () => {
  expect(
    await sentBy((nexthops) =>
      nexthops.add({ id: 7, via: '192.0.2.1', dev: 3, onlink: true, protocol: 'static' }),
    ),
  ).toEqual(
    message(
      RTM_NEWNEXTHOP,
      REQUEST | CREATE | EXCL,
      0,
      nhmsg(AF_INET, 4, 4),
      attribute(1, u32(7)),
      attribute(5, u32(3)),
      attribute(6, 192, 0, 2, 1),
    ),
  );
});

test('to add one whose id the kernel chooses, and tells', async () => {
  expect(await sentBy((nexthops) => nexthops.add({ blackhole: true, family: 'inet6' }))).toEqual(
    message(RTM_NEWNEXTHOP, REQUEST | CREATE | EXCL | ECHO, 0, nhmsg(AF_INET6), attribute(4)),
  );
});

test('to replace a resilient group', async () => {
  const group = {
    id: 9,
    group: [1, { id: 2, weight: 300 }],
    type: 'resilient',
    buckets: 8,
    idleTimer: 1.5,
  } as const;
  expect(await sentBy((nexthops) => nexthops.replace(group))).toEqual(
    message(
      RTM_NEWNEXTHOP,
      REQUEST | CREATE | REPLACE,
      0,
      nhmsg(AF_UNSPEC),
      attribute(1, u32(9)),
      // 299 is 43 and 256.
      attribute(2, u32(1), 0, 0, 0, 0, u32(2), 43, 1, 0, 0),
      attribute(3, u16(1)),
      attribute(12 | NESTED, attribute(1, u16(8)), attribute(2, u32(150))),
    ),
  );
});

test('to delete one, and to list', async () => {
  expect(await sentBy((nexthops) => nexthops.delete(7))).toEqual(
    message(RTM_DELNEXTHOP, REQUEST, 0, nhmsg(AF_UNSPEC), attribute(1, u32(7))),
  );
  expect(await sentBy((nexthops) => nexthops.list({ groups: true, master: 4 }))).toEqual(
    message(RTM_GETNEXTHOP, REQUEST | DUMP, 0, nhmsg(AF_UNSPEC), attribute(10, u32(4)), attribute(9)),
  );
  expect(await sentBy((nexthops) => nexthops.buckets({ id: 9, nhid: 2 }))).toEqual(
    message(
      RTM_GETNEXTHOPBUCKET,
      REQUEST | DUMP,
      0,
      nhmsg(AF_UNSPEC),
      attribute(1, u32(9)),
      attribute(13 | NESTED, attribute(3, u32(2))),
    ),
  );
});

test('a group and a bucket are read', async () => {
  const group = layout(
    nhmsg(AF_UNSPEC, 12),
    attribute(1, u32(9)),
    attribute(2, u32(1), 0, 0, 0, 0, u32(2), 43, 1, 0, 0),
    attribute(3, u16(1)),
    attribute(12, attribute(1, u16(8)), attribute(3, u32(250)), attribute(4, u64(100n))),
    attribute(99, 5),
  );
  const { handle } = fakeHandle(() => message(RTM_NEWNEXTHOP, 2, 0, group));
  expect(await new Nexthops(handle).list()).toEqual([
    {
      id: 9,
      family: 'unspec',
      type: 'resilient',
      group: [
        { id: 1, weight: 1 },
        { id: 2, weight: 300 },
      ],
      buckets: 8,
      unbalancedTimer: 2.5,
      unbalancedTime: 1,
      scope: 'global',
      protocol: 'bird',
      flags: [],
      unknown: [{ type: 99, data: Uint8Array.of(5) }],
    },
  ]);
});

const refused: readonly (readonly [verb: 'add' | 'replace' | 'list', options: unknown, Error])[] = [
  ['add', { id: 0 }, new RangeError('id must be a whole number from 1 to 4294967295, not 0')],
  ['replace', { via: '192.0.2.1' }, new TypeError('nexthops.replace needs id')],
  ['add', { group: [] }, new TypeError('group must be an array of ids, not []')],
  ['add', { group: [{ weight: 1 }] }, new TypeError('group[0] needs id')],
  [
    'add',
    { group: [{ id: 1, weight: 0 }] },
    new RangeError('group[0].weight must be a whole number from 1 to 65536, not 0'),
  ],
  ['add', { group: [1], buckets: 4 }, new TypeError('buckets is for a group of type resilient')],
  ['add', { type: 'mpath' }, new TypeError('type is for a group')],
  ['add', { via: '::1', family: 'inet' }, new TypeError('via must be an address of family inet, not "::1"')],
  ['add', { gateway: '::1' }, new TypeError('nexthops.add does not know the option gateway')],
  ['list', { id: 1 }, new TypeError('nexthops.list does not know the option id')],
];

test.each(refused)('nexthops.%s refuses %j before anything is sent', async (verb, options, error) => {
  const { handle, socket } = fakeHandle();
  const nexthops = new Nexthops(handle);
  await expect((async () => nexthops[verb](options as never))()).rejects.toThrow(error);
  await handle.route.idle();
  expect(socket.sent).toEqual([]);
});
