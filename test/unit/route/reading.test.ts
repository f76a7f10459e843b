import { expect, test } from 'vitest';
import { Routes } from '../../../src/route/routes.js';
import { fakeHandle } from '../../support/fake_namespace.js';
import { attribute, layout, message, u16, u32 } from '../../support/layout.js';

const RTM_NEWROUTE = 24;
const [AF_INET, AF_INET6] = [2, 10];
const doc6 = [0x20, 0x01, 0x0d, 0xb8, ...Array(12).fill(0)];

async function read(...payload: Uint8Array[]) {
  const { handle } = fakeHandle(() => message(RTM_NEWROUTE, 2, 0, ...payload));
  const [route] = await new Routes(handle).list();
  return route;
}

test('a route is read field by field', async () => {
  const header = layout(AF_INET, 24, 16, 8, 255, 2, 253, 1, u32(0x15)); // dead, onlink, linkdown
  const found = await read(
    header,
    attribute(1, 198, 51, 100, 0), // RTA_DST
    attribute(2, 203, 0, 0, 0), // RTA_SRC
    attribute(4, u32(7)), // RTA_OIF
    attribute(5, 192, 0, 2, 254), // RTA_GATEWAY
    attribute(6, u32(100)), // RTA_PRIORITY
    attribute(7, 192, 0, 2, 1), // RTA_PREFSRC
    attribute(8, attribute(2, u32(1300)), attribute(1, u32(0b100)), attribute(4, u32(36)), attribute(99, 7)), // RTA_METRICS
    attribute(9, u16(16), 0x10, 2, u32(9), attribute(5, 192, 0, 2, 3)), // RTA_MULTIPATH
    attribute(15, u32(254)), // RTA_TABLE
    attribute(30, u32(9)), // RTA_NH_ID
    attribute(11, u32(0x50006)), // RTA_FLOW
    attribute(200, 1),
  );
  expect(found).toEqual({
    family: 'inet',
    to: '198.51.100.0/24',
    from: '203.0.0.0/16',
    via: '192.0.2.254',
    dev: 7,
    metric: 100,
    table: 'main',
    scope: 'link',
    type: 'unicast',
    protocol: 'kernel',
    source: '192.0.2.1',
    tos: 8,
    flags: ['dead', 'onlink', 'linkdown'],
    nexthops: [{ via: '192.0.2.3', dev: 9, weight: 3, flags: ['linkdown'] }],
    metrics: { mtu: 1300, lock: ['mtu'], rtt: 4.5, unknown: [{ type: 99, data: Uint8Array.of(7) }] },
    nhid: 9,
    realms: { from: 5, to: 6 },
    unknown: [{ type: 200, data: Uint8Array.of(1) }],
  });
});

test('a default route has no destination', async () => {
  const found = await read(layout(AF_INET6, 0, 0, 0, 254, 9, 0, 1, u32(0)), attribute(5, doc6));
  expect(found).toMatchObject({ family: 'inet6', to: 'default', via: '2001:db8::', protocol: 'ra' });
});

test('a gateway of the other family is read from its own attribute', async () => {
  const found = await read(
    layout(AF_INET, 0, 0, 0, 254, 3, 0, 1, u32(0)),
    attribute(18, u16(AF_INET6), doc6),
  );
  expect(found).toMatchObject({ family: 'inet', via: '2001:db8::' });
});

test('what has no name is a number', async () => {
  const found = await read(layout(AF_INET, 0, 0, 0, 77, 88, 99, 111, u32(0)));
  expect(found).toMatchObject({ table: 77, protocol: 88, scope: 99, type: 111 });
});

test('a table beyond 255 is read from its attribute', async () => {
  const found = await read(layout(AF_INET, 0, 0, 0, 252, 3, 0, 1, u32(0)), attribute(15, u32(1000)));
  expect(found).toMatchObject({ table: 1000 });
});

test('no answer at all is an error, not a route', async () => {
  const { handle } = fakeHandle();
  await expect(new Routes(handle).get('192.0.2.1')).rejects.toThrow(TypeError);
});

test.each(['2001:DB8::', '2001:db8:0:0::0'])('a gateway is known however it is written: %s', async (via) => {
  const answer = message(
    24,
    0,
    0,
    layout(AF_INET, 0, 0, 0, 254, 3, 0, 1, u32(0)),
    attribute(18, u16(AF_INET6), doc6),
    attribute(7, 192, 0, 2, 1),
  );
  const { handle } = fakeHandle(() => answer);
  const routes = new Routes(handle);
  expect(await routes.list({ via })).toMatchObject([{ via: '2001:db8::', source: '192.0.2.1' }]);
  expect(await routes.list({ via: '2001:db8::1' })).toEqual([]);
});
