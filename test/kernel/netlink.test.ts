import { describe, expect, test } from 'vitest';
import { NetlinkError } from '../../src/error/netlink_error.js';
import * as wire from '../../src/wire/index.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

const RTM_NEWLINK = 16;
const RTM_GETLINK = 18;

const link = wire.message({
  header: {
    family: wire.u8,
    pad: wire.u8,
    type: wire.u16,
    index: wire.link,
    flags: wire.u32,
    change: wire.u32,
  },
  attributes: {
    name: [3, wire.string],
    mtu: [4, wire.u32],
    info: [18, wire.attributes({ kind: [1, wire.string] })],
  },
});

describe('a request in a schema of its own', () => {
  test('writes and reads what the schema describes', async () => {
    const ns = await unnamed();
    const [made, [found]] = await Promise.all([
      ns.netlink.request({
        type: RTM_NEWLINK,
        flags: 0x600,
        body: link,
        attributes: { name: 'd0', mtu: 1400, info: { kind: 'bridge' } },
      }),
      ns.netlink.request({ type: RTM_GETLINK, body: link, header: { index: 'd0' } }),
    ]);
    expect(made).toEqual([]);
    expect(found).toMatchObject({ name: 'd0', mtu: 1400, info: { kind: 'bridge' } });
    expect(found?.unknown?.length).toBeGreaterThan(0);
  });

  test('dumps', async () => {
    const ns = await unnamed();
    await ns.links.add({ kind: 'bridge', name: 'd0' });
    const found = await ns.netlink.dump({ type: RTM_GETLINK, body: link });
    expect(found.map(({ name }) => name)).toEqual(['lo', 'd0']);
  });

  test('is refused with the attribute by its name', async () => {
    const ns = await unnamed();
    const refused = ns.netlink.request({
      type: RTM_NEWLINK,
      flags: 0x600,
      subject: 'x',
      body: link,
      attributes: { name: 'x', info: { kind: 'no such kind' } },
    });
    await expect(refused).rejects.toThrow(NetlinkError);
    await expect(refused).rejects.toMatchObject({
      code: 'EOPNOTSUPP',
      operation: 'RTM_NEWLINK',
      subject: 'x',
    });
  });

  test('is checked before anything is sent', async () => {
    const ns = await unnamed();
    const { request } = { request: ns.netlink.request.bind(ns.netlink) };
    await expect(request({ type: 3, body: link })).rejects.toThrow('type must be a whole number from 16');
    await expect(request({ type: RTM_NEWLINK, body: {} as never })).rejects.toThrow('wire.message()');
    await expect(request({ type: RTM_NEWLINK } as never)).rejects.toThrow('netlink.request needs body');
    await expect(request({ type: RTM_NEWLINK, body: link, attributes: { mtu: -1 } })).rejects.toThrow(
      'mtu must be a whole number',
    );
    await expect(
      request({ type: RTM_NEWLINK, body: link, attributes: { size: 1 } as never }),
    ).rejects.toThrow('unknown attribute size');
  });
});
