import { describe, expect, test } from 'vitest';
import { Addresses } from '../../../src/address/addresses.js';
import type { AddressOptions } from '../../../src/address/options.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, chars, layout, message, u32 } from '../../support/layout.js';

// linux/netlink.h, linux/rtnetlink.h, linux/if_addr.h, sys/socket.h
const REQUEST = 0x1;
const [CREATE, EXCL, REPLACE, DUMP] = [0x400, 0x200, 0x100, 0x300];
const [RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR] = [20, 21, 22];
const [AF_UNSPEC, AF_INET, AF_INET6] = [0, 2, 10];
const [GLOBAL, LINK, HOST] = [0, 253, 254];
const [IFA_MULTICAST, IFA_ANYCAST, IFA_CACHEINFO, IFA_PROTO] = [7, 5, 6, 11];
const [RTM_GETMULTICAST, RTM_GETANYCAST] = [58, 62];
const [IFA_ADDRESS, IFA_LOCAL, IFA_LABEL, IFA_BROADCAST, IFA_FLAGS, IFA_RT_PRIORITY] = [1, 2, 3, 4, 8, 9];

/** `struct ifaddrmsg` */
const ifaddrmsg = (family: number, length: number, scope = GLOBAL, index = 7) =>
  layout(family, length, 0, scope, u32(index));
const near = [192, 0, 2, 1];
const doc6 = [0x20, 0x01, 0x0d, 0xb8, ...Array(11).fill(0), 1];

async function sentBy(act: (addresses: Addresses) => Promise<unknown>) {
  const { handle, socket } = fakeHandle();
  await act(new Addresses(handle));
  return socket.sent[0]?.bytes;
}

interface Written {
  readonly name: string;
  readonly options: Omit<AddressOptions, 'link'>;
  readonly payload: readonly Uint8Array[];
}

const written: readonly Written[] = [
  {
    name: 'an IPv4 address with its prefix',
    options: { address: '192.0.2.1/24' },
    payload: [ifaddrmsg(AF_INET, 24), attribute(IFA_LOCAL, near), attribute(IFA_ADDRESS, near)],
  },
  {
    name: 'an IPv6 address that stands alone',
    options: { address: '2001:db8::1' },
    payload: [ifaddrmsg(AF_INET6, 128), attribute(IFA_LOCAL, doc6), attribute(IFA_ADDRESS, doc6)],
  },
  {
    name: 'a loopback address, whose scope is the host',
    options: { address: '127.0.0.2/8' },
    payload: [
      ifaddrmsg(AF_INET, 8, HOST),
      attribute(IFA_LOCAL, 127, 0, 0, 2),
      attribute(IFA_ADDRESS, 127, 0, 0, 2),
    ],
  },
  {
    name: 'an address with everything',
    options: {
      address: '192.0.2.1/24',
      peer: '192.0.2.2',
      broadcast: '192.0.2.255',
      scope: 'link',
      label: 'eth0:a',
      nodad: true,
      noprefixroute: true,
      metric: 5,
    },
    payload: [
      ifaddrmsg(AF_INET, 24, LINK),
      attribute(IFA_LOCAL, near),
      attribute(IFA_ADDRESS, 192, 0, 2, 2),
      attribute(IFA_BROADCAST, 192, 0, 2, 255),
      attribute(IFA_LABEL, chars('eth0:a'), 0),
      attribute(IFA_FLAGS, u32(0x202)), // IFA_F_NODAD | IFA_F_NOPREFIXROUTE
      attribute(IFA_RT_PRIORITY, u32(5)),
    ],
  },
  {
    name: 'an IPv6 address with all that can be said of one',
    options: {
      address: '2001:db8::1/64',
      optimistic: true,
      home: true,
      mngtmpaddr: true,
      autojoin: true,
      validLifetime: 3600,
      preferredLifetime: 600,
      protocol: 'kernel_ra',
    },
    payload: [
      ifaddrmsg(AF_INET6, 64),
      attribute(IFA_LOCAL, doc6),
      attribute(IFA_ADDRESS, doc6),
      attribute(IFA_CACHEINFO, u32(600), u32(3600), u32(0), u32(0)),
      attribute(IFA_FLAGS, u32(0x514)), // OPTIMISTIC | HOMEADDRESS | MANAGETEMPADDR | MCAUTOJOIN
      attribute(IFA_PROTO, 2),
    ],
  },
  {
    name: 'an address that stays, and is deprecated from the start',
    options: { address: '192.0.2.1/24', preferredLifetime: 0, protocol: 99 },
    payload: [
      ifaddrmsg(AF_INET, 24),
      attribute(IFA_LOCAL, near),
      attribute(IFA_ADDRESS, near),
      attribute(IFA_CACHEINFO, u32(0), u32(0xffff_ffff), u32(0), u32(0)),
      attribute(IFA_PROTO, 99),
    ],
  },
  {
    name: 'an address that is preferred as long as it is there',
    options: { address: '192.0.2.1/24', validLifetime: 60 },
    payload: [
      ifaddrmsg(AF_INET, 24),
      attribute(IFA_LOCAL, near),
      attribute(IFA_ADDRESS, near),
      attribute(IFA_CACHEINFO, u32(60), u32(60), u32(0), u32(0)),
    ],
  },
];

describe('what is sent', () => {
  test.each(written)('to add $name', async ({ options, payload }) => {
    expect(await sentBy((addresses) => addresses.add({ link: 7, ...options }))).toEqual(
      message(RTM_NEWADDR, REQUEST | CREATE | EXCL, 0, ...payload),
    );
  });

  test.each(written)('to replace $name', async ({ options, payload }) => {
    expect(await sentBy((addresses) => addresses.replace({ link: 7, ...options }))).toEqual(
      message(RTM_NEWADDR, REQUEST | CREATE | REPLACE, 0, ...payload),
    );
  });

  test('to delete an address', async () => {
    expect(await sentBy((addresses) => addresses.delete({ link: 7, address: '192.0.2.1/24' }))).toEqual(
      message(
        RTM_DELADDR,
        REQUEST,
        0,
        ifaddrmsg(AF_INET, 24),
        attribute(IFA_LOCAL, near),
        attribute(IFA_ADDRESS, near),
      ),
    );
  });

  test('to delete one of a point-to-point link', async () => {
    const id = { link: 7, address: '192.0.2.1', peer: '192.0.2.2' };
    expect(await sentBy((addresses) => addresses.delete(id))).toEqual(
      message(
        RTM_DELADDR,
        REQUEST,
        0,
        ifaddrmsg(AF_INET, 32),
        attribute(IFA_LOCAL, near),
        attribute(IFA_ADDRESS, 192, 0, 2, 2),
      ),
    );
  });

  test.each([
    [{}, ifaddrmsg(AF_UNSPEC, 0, GLOBAL, 0)],
    [{ family: 'inet' }, ifaddrmsg(AF_INET, 0, GLOBAL, 0)],
    [{ family: 'inet6', link: 7 }, ifaddrmsg(AF_INET6, 0, GLOBAL, 7)],
  ] as const)('to list those that match %j', async (filter, header) => {
    expect(await sentBy((addresses) => addresses.list(filter))).toEqual(
      message(RTM_GETADDR, REQUEST | DUMP, 0, header),
    );
  });
});

describe('groups', () => {
  test('are asked for family by family, in one batch', async () => {
    const inet = message(RTM_GETMULTICAST, REQUEST | DUMP, 0, ifaddrmsg(AF_INET, 0, GLOBAL, 7));
    const inet6 = message(RTM_GETMULTICAST, REQUEST | DUMP, 0, ifaddrmsg(AF_INET6, 0, GLOBAL, 7));
    expect(await sentBy((addresses) => addresses.multicast({ link: 7 }))).toEqual(layout(inet6, inet));
    expect(await sentBy((addresses) => addresses.multicast({ family: 'inet6', link: 7 }))).toEqual(inet6);
    expect(await sentBy((addresses) => addresses.anycast())).toEqual(
      message(RTM_GETANYCAST, REQUEST | DUMP, 0, ifaddrmsg(AF_INET6, 0, GLOBAL, 0)),
    );
  });

  test('are read', async () => {
    const group = message(
      RTM_GETMULTICAST,
      2,
      0,
      layout(AF_INET, 32, 0x80, GLOBAL, u32(7)),
      attribute(IFA_MULTICAST, 224, 0, 0, 1),
      attribute(IFA_CACHEINFO, u32(1), u32(2), u32(3), u32(4)),
    );
    const anycast = message(
      RTM_GETANYCAST,
      2,
      0,
      layout(AF_INET6, 128, 0x80, GLOBAL, u32(7)),
      attribute(IFA_ANYCAST, doc6),
      attribute(77, 1),
    );
    const answers = [group, anycast];
    const { handle } = fakeHandle(() => answers.shift() ?? new Uint8Array());
    const addresses = new Addresses(handle);
    expect(await addresses.multicast({ family: 'inet6' })).toEqual([
      { link: 7, family: 'inet', address: '224.0.0.1', scope: 'global', unknown: [] },
    ]);
    expect(await addresses.anycast()).toEqual([
      {
        link: 7,
        family: 'inet6',
        address: '2001:db8::1',
        scope: 'global',
        unknown: [{ type: 77, data: Uint8Array.of(1) }],
      },
    ]);
  });
});

describe('what is read', () => {
  const cacheInfo = (preferred: number, valid: number) =>
    attribute(6, u32(preferred), u32(valid), u32(0), u32(0));

  test('is an address field by field', async () => {
    const answer = message(
      RTM_NEWADDR,
      2,
      0,
      layout(AF_INET, 24, 0x80, GLOBAL, u32(7)),
      attribute(IFA_ADDRESS, 192, 0, 2, 2),
      attribute(IFA_LOCAL, near),
      attribute(IFA_BROADCAST, 192, 0, 2, 255),
      attribute(IFA_LABEL, chars('eth0'), 0),
      attribute(IFA_FLAGS, u32(0x280)), // IFA_F_NOPREFIXROUTE | IFA_F_PERMANENT
      attribute(IFA_RT_PRIORITY, u32(9)),
      cacheInfo(600, 0xffff_ffff),
      attribute(11, 3), // IFA_PROTO
      attribute(77, 3),
    );
    const { handle } = fakeHandle(() => answer);
    expect(await new Addresses(handle).list()).toEqual([
      {
        link: 7,
        family: 'inet',
        address: '192.0.2.1',
        prefixLength: 24,
        peer: '192.0.2.2',
        broadcast: '192.0.2.255',
        scope: 'global',
        label: 'eth0',
        flags: ['permanent', 'noprefixroute'],
        validLifetime: Number.POSITIVE_INFINITY,
        preferredLifetime: 600,
        metric: 9,
        protocol: 'kernel_ll',
        unknown: [{ type: 77, data: Uint8Array.of(3) }],
      },
    ]);
  });

  test('is temporary where an IPv4 address is secondary', async () => {
    const both = [AF_INET, AF_INET6].map((family) =>
      message(RTM_NEWADDR, 2, 0, layout(family, 32, 0x01, GLOBAL, u32(7)), attribute(IFA_FLAGS, u32(0xc01))),
    );
    const { handle } = fakeHandle(() => layout(...both));
    expect((await new Addresses(handle).list()).map(({ flags }) => flags)).toEqual([
      ['secondary', 'autojoin', 'stable-privacy'],
      ['temporary', 'autojoin', 'stable-privacy'],
    ]);
    expect(await new Addresses(handle).list({ flag: 'temporary' })).toMatchObject([{ family: 'inet6' }]);
  });

  test('takes what IPv6 leaves out', async () => {
    const header = layout(AF_INET6, 64, 0xc0, 77, u32(7));
    const answer = message(RTM_NEWADDR, 2, 0, header, attribute(IFA_ADDRESS, doc6));
    const { handle } = fakeHandle(() => answer);
    expect(await new Addresses(handle).list()).toMatchObject([
      {
        family: 'inet6',
        address: '2001:db8::1',
        peer: undefined,
        scope: 77,
        flags: ['tentative', 'permanent'],
        validLifetime: Number.POSITIVE_INFINITY,
      },
    ]);
  });
});
