import { describe, expect, test } from 'vitest';
import type { RouteOptions } from '../../../src/route/options.js';
import { Routes } from '../../../src/route/routes.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, layout, message, u16, u32 } from '../../support/layout.js';

// linux/netlink.h, linux/rtnetlink.h, sys/socket.h
const REQUEST = 0x1;
const [CREATE, EXCL, REPLACE, DUMP] = [0x400, 0x200, 0x100, 0x300];
const [RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE] = [24, 25, 26];
const [AF_UNSPEC, AF_INET, AF_INET6] = [0, 2, 10];
const [RTA_DST, RTA_OIF, RTA_GATEWAY, RTA_PRIORITY, RTA_PREFSRC, RTA_TABLE, RTA_VIA] = [
  1, 4, 5, 6, 7, 15, 18,
];
const MAIN = 254;
const [BOOT, STATIC] = [3, 4];
const [GLOBAL, LINK, HOST, NOWHERE] = [0, 253, 254, 255];
const [UNICAST, LOCAL, BLACKHOLE] = [1, 2, 6];

/** `struct rtmsg` */
const rtmsg = ({
  family = AF_INET,
  length = 0,
  table = MAIN,
  protocol = BOOT,
  scope = LINK,
  type = UNICAST,
  flags = 0,
}) => layout(family, length, 0, 0, table, protocol, scope, type, u32(flags));

const doc6 = [0x20, 0x01, 0x0d, 0xb8, ...Array(12).fill(0)];
const gateway = attribute(RTA_GATEWAY, 192, 0, 2, 254);

async function sentBy(act: (routes: Routes) => Promise<unknown>) {
  const { handle, socket } = fakeHandle();
  await act(new Routes(handle)).catch(() => {}); // an answer is more than the fake has
  return socket.sent[0]?.bytes;
}

interface Written {
  readonly name: string;
  readonly options: RouteOptions;
  readonly payload: readonly Uint8Array[];
}

const written: readonly Written[] = [
  {
    name: 'the default route',
    options: { to: 'default', via: '192.0.2.254' },
    payload: [rtmsg({ scope: GLOBAL }), gateway],
  },
  {
    name: 'a prefix on a link',
    options: { to: '198.51.100.0/24', dev: 7 },
    payload: [rtmsg({ length: 24 }), attribute(RTA_DST, 198, 51, 100, 0), attribute(RTA_OIF, u32(7))],
  },
  {
    name: 'a host',
    options: { to: '198.51.100.9', dev: 7 },
    payload: [rtmsg({ length: 32 }), attribute(RTA_DST, 198, 51, 100, 9), attribute(RTA_OIF, u32(7))],
  },
  {
    name: 'all addresses, which is the default route by another name',
    options: { to: '0.0.0.0/0', dev: 7 },
    payload: [rtmsg({}), attribute(RTA_OIF, u32(7))],
  },
  {
    name: 'an IPv6 prefix',
    options: { to: '2001:db8::/32', dev: 7 },
    payload: [
      rtmsg({ family: AF_INET6, length: 32, scope: GLOBAL }),
      attribute(RTA_DST, doc6),
      attribute(RTA_OIF, u32(7)),
    ],
  },
  {
    name: 'the IPv6 default route, known by its gateway',
    options: { to: 'default', via: '2001:db8::' },
    payload: [rtmsg({ family: AF_INET6, scope: GLOBAL }), attribute(RTA_GATEWAY, doc6)],
  },
  {
    name: 'the IPv6 default route, known by its family',
    options: { to: 'default', family: 'inet6', dev: 7 },
    payload: [rtmsg({ family: AF_INET6, scope: GLOBAL }), attribute(RTA_OIF, u32(7))],
  },
  {
    name: 'an IPv4 prefix by way of an IPv6 gateway',
    options: { to: '198.51.100.0/24', via: '2001:db8::', dev: 7 },
    payload: [
      rtmsg({ length: 24, scope: GLOBAL }),
      attribute(RTA_DST, 198, 51, 100, 0),
      attribute(RTA_VIA, u16(AF_INET6), doc6),
      attribute(RTA_OIF, u32(7)),
    ],
  },
  {
    name: 'a route with everything',
    options: {
      to: '198.51.100.0/24',
      via: '192.0.2.254',
      dev: 7,
      metric: 100,
      table: 'local',
      scope: 'host',
      type: 'local',
      protocol: 'static',
      source: '192.0.2.1',
      onlink: true,
    },
    payload: [
      rtmsg({ length: 24, table: 255, protocol: STATIC, scope: HOST, type: LOCAL, flags: 4 }),
      attribute(RTA_DST, 198, 51, 100, 0),
      gateway,
      attribute(RTA_OIF, u32(7)),
      attribute(RTA_PRIORITY, u32(100)),
      attribute(RTA_PREFSRC, 192, 0, 2, 1),
    ],
  },
  {
    name: 'a route in a table whose number takes more than a byte',
    options: { to: 'default', via: '192.0.2.254', table: 1000 },
    payload: [rtmsg({ scope: GLOBAL, table: 0 }), gateway, attribute(RTA_TABLE, u32(1000))],
  },
  {
    name: 'a local address, whose scope is the host and whose table is local',
    options: { to: '198.51.100.9', type: 'local', dev: 1 },
    payload: [
      rtmsg({ length: 32, scope: HOST, type: LOCAL, table: 255 }),
      attribute(RTA_DST, 198, 51, 100, 9),
      attribute(RTA_OIF, u32(1)),
    ],
  },
  {
    name: 'a black hole',
    options: { to: '198.51.100.0/24', type: 'blackhole', protocol: 77 },
    payload: [
      rtmsg({ length: 24, scope: GLOBAL, type: BLACKHOLE, protocol: 77 }),
      attribute(RTA_DST, 198, 51, 100, 0),
    ],
  },
];

describe('what is sent', () => {
  test.each(written)('to add $name', async ({ options, payload }) => {
    expect(await sentBy((routes) => routes.add(options))).toEqual(
      message(RTM_NEWROUTE, REQUEST | CREATE | EXCL, 0, ...payload),
    );
  });

  test.each(written)('to replace $name', async ({ options, payload }) => {
    expect(await sentBy((routes) => routes.replace(options))).toEqual(
      message(RTM_NEWROUTE, REQUEST | CREATE | REPLACE, 0, ...payload),
    );
  });

  test('to delete a route leaves open what is not said', async () => {
    expect(await sentBy((routes) => routes.delete({ to: '198.51.100.0/24' }))).toEqual(
      message(
        RTM_DELROUTE,
        REQUEST,
        0,
        rtmsg({ length: 24, protocol: 0, scope: NOWHERE, type: 0 }),
        attribute(RTA_DST, 198, 51, 100, 0),
      ),
    );
  });

  test('to delete an MPLS route names the one type and the one scope that there are', async () => {
    const AF_MPLS = 28;
    expect(await sentBy((routes) => routes.delete({ family: 'mpls', to: 100 }))).toEqual(
      message(
        RTM_DELROUTE,
        REQUEST,
        0,
        rtmsg({ family: AF_MPLS, length: 20, protocol: 0, scope: GLOBAL }),
        attribute(RTA_DST, 0, 0x06, 0x41, 0),
      ),
    );
  });

  test('to delete one route among several says all that is said', async () => {
    const options = {
      to: 'default',
      metric: 5,
      type: 'unicast',
      scope: 'link',
      protocol: 'boot',
      dev: 7,
    } as const;
    expect(await sentBy((routes) => routes.delete(options))).toEqual(
      message(
        RTM_DELROUTE,
        REQUEST,
        0,
        rtmsg({}),
        attribute(RTA_OIF, u32(7)),
        attribute(RTA_PRIORITY, u32(5)),
      ),
    );
  });

  test('to ask for the way to an address', async () => {
    const RTM_F_LOOKUP_TABLE = 0x1000;
    const header = layout(AF_INET, 32, 0, 0, 0, 0, 0, 0, u32(RTM_F_LOOKUP_TABLE));
    expect(await sentBy((routes) => routes.get('192.0.2.9'))).toEqual(
      message(RTM_GETROUTE, REQUEST, 0, header, attribute(RTA_DST, 192, 0, 2, 9)),
    );
  });

  test('to ask for the way to an IPv6 address', async () => {
    const header = layout(AF_INET6, 128, 0, 0, 0, 0, 0, 0, u32(0));
    expect(await sentBy((routes) => routes.get('2001:db8::'))).toEqual(
      message(RTM_GETROUTE, REQUEST, 0, header, attribute(RTA_DST, doc6)),
    );
  });

  const anything = (family: number) => layout(family, 0, 0, 0, 0, 0, 0, 0, u32(0));
  test.each([
    [{}, [anything(AF_UNSPEC), attribute(RTA_TABLE, u32(MAIN))]],
    [{ table: 'all' }, [anything(AF_UNSPEC)]],
    [{ table: 'local', family: 'inet' }, [anything(AF_INET), attribute(RTA_TABLE, u32(255))]],
    [
      { table: 1000, family: 'inet6', dev: 7 },
      [anything(AF_INET6), attribute(RTA_TABLE, u32(1000)), attribute(RTA_OIF, u32(7))],
    ],
  ] as const)('to list those that match %j', async (filter, payload) => {
    expect(await sentBy((routes) => routes.list(filter))).toEqual(
      message(RTM_GETROUTE, REQUEST | DUMP, 0, ...payload),
    );
  });
});
