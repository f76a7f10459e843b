import { expect, test } from 'vitest';
import { NeighbourTables } from '../../../src/neighbour/tables.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, chars, layout, message, u16, u32, u64 } from '../../support/layout.js';

const [REQUEST, DUMP] = [0x1, 0x300];
const [RTM_NEWNEIGHTBL, RTM_GETNEIGHTBL, RTM_SETNEIGHTBL] = [64, 66, 67];
const [AF_UNSPEC, AF_INET, AF_INET6] = [0, 2, 10];
const NESTED = 0x8000;

/** `struct ndtmsg` */
const header = (family: number) => layout(family, 0, u16(0));
const name = (text: string) => attribute(1, chars(text), 0);

test('to list both tables, or one', async () => {
  const { handle, socket } = fakeHandle();
  const tables = new NeighbourTables(handle);
  await tables.list();
  await tables.list({ name: 'ndisc_cache' });
  expect(socket.sent.map(({ bytes }) => bytes)).toEqual([
    message(RTM_GETNEIGHTBL, REQUEST | DUMP, 0, header(AF_UNSPEC)),
    message(RTM_GETNEIGHTBL, REQUEST | DUMP, 0, header(AF_INET6)),
  ]);
});

test('to set what is a link’s, in milliseconds of 64 bits', async () => {
  const { handle, socket } = fakeHandle();
  await new NeighbourTables(handle).set({ name: 'arp_cache', link: 7, retransmitTime: 250, queueLength: 9 });
  expect(socket.sent[0]?.bytes).toEqual(
    message(
      RTM_SETNEIGHTBL,
      REQUEST,
      0,
      header(AF_INET),
      name('arp_cache'),
      attribute(6 | NESTED, attribute(1, u32(7)), attribute(5, u64(250n)), attribute(8, u32(9))),
    ),
  );
});

test('to set what is the whole machine’s', async () => {
  const { handle, socket } = fakeHandle();
  const options = { name: 'ndisc_cache', thresh1: 1, thresh2: 2, thresh3: 3, gcInterval: 4 } as const;
  await new NeighbourTables(handle).set(options);
  expect(socket.sent[0]?.bytes).toEqual(
    message(
      RTM_SETNEIGHTBL,
      REQUEST,
      0,
      header(AF_INET6),
      name('ndisc_cache'),
      ...[1, 2, 3].map((value) => attribute(1 + value, u32(value))),
      attribute(8, u64(4n)),
    ),
  );
});

test('one is read with its settings beside what it counts', async () => {
  const { handle } = fakeHandle(() =>
    message(
      RTM_NEWNEIGHTBL,
      2,
      0,
      header(AF_INET),
      name('arp_cache'),
      attribute(2, u32(128)),
      attribute(5, u16(4), u16(388), ...[1, 2, 3, 4, 5, 6, 7].map(u32)),
      attribute(7, ...[1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n, 11n, 12n].map(u64)),
      attribute(6, attribute(2, u32(2)), attribute(4, u64(30_000n)), attribute(77, 1)),
      attribute(99, 5),
    ),
  );
  expect(await new NeighbourTables(handle).list()).toEqual([
    {
      name: 'arp_cache',
      thresh1: 128,
      references: 2,
      baseReachableTime: 30_000,
      configuration: {
        keyLength: 4,
        entrySize: 388,
        entries: 1,
        lastFlush: 2,
        lastRandom: 3,
        hashRandom: 4,
        hashMask: 5,
        hashChainCollected: 6,
        proxyQueueLength: 7,
      },
      statistics: {
        allocations: 1n,
        destroys: 2n,
        hashGrows: 3n,
        failedResolutions: 4n,
        lookups: 5n,
        hits: 6n,
        multicastProbes: 7n,
        unicastProbes: 8n,
        periodicCollections: 9n,
        forcedCollections: 10n,
        tableFulls: 11n,
      },
      unknown: [
        { type: 99, data: Uint8Array.of(5) },
        { type: 77, data: Uint8Array.of(1) },
      ],
    },
  ]);
});

test.each([
  ['set', {}, new TypeError('neighbours.tables.set needs name')],
  ['set', { name: 'arp' }, new TypeError('name must be one of "arp_cache", "ndisc_cache", not "arp"')],
  [
    'set',
    { name: 'arp_cache', lockTime: -1 },
    new RangeError('lockTime must be a whole number from 0 to 4294967295, not -1'),
  ],
  [
    'set',
    { name: 'arp_cache', retrans: 1 },
    new TypeError('neighbours.tables.set does not know the option retrans'),
  ],
  ['list', { thresh1: 1 }, new TypeError('neighbours.tables.list does not know the option thresh1')],
] as const)('tables.%s refuses %j before anything is sent', async (verb, options, error) => {
  const { handle, socket } = fakeHandle();
  await expect(new NeighbourTables(handle)[verb](options as never)).rejects.toThrow(error);
  await handle.route.idle();
  expect(socket.sent).toEqual([]);
});
