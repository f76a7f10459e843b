import { describe, expect, test } from 'vitest';
import { NetlinkError } from '../../src/error/netlink_error.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import * as wire from '../../src/wire/index.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

// linux/ethtool_netlink.h
const ETHTOOL_MSG_LINKINFO_GET = 2;
const ETHTOOL_MSG_LINKSTATE_GET = 6;
const ETHTOOL_MSG_WOL_SET = 10;

const ETHTOOL_MSG_FEATURES_SET = 12;
const ETHTOOL_MSG_FEATURES_NTF = 13;

const header = wire.attributes({ index: [1, wire.link], name: [2, wire.string], flags: [3, wire.u32] });
const linkState = wire.generic({ attributes: { header: [1, header], link: [2, wire.u8] } });

describe('families', () => {
  test('are found by name, with their commands and groups', async () => {
    const ns = await unnamed();
    const controller = await ns.genetlink.family('nlctrl');
    expect(controller).toMatchObject({ name: 'nlctrl', id: 16, version: 2, headerSize: 0 });
    expect(controller.operations).toContainEqual({ command: 3, flags: ['do', 'dump', 'policy'] });
    expect(controller.groups.map(({ name }) => name)).toEqual(['notify']);
  });

  test('are listed', async () => {
    const ns = await unnamed();
    const all = await ns.genetlink.families();
    expect(all).toContainEqual(await ns.genetlink.family('nlctrl'));
    expect(all).toContainEqual(await ns.genetlink.family('ethtool'));
  });

  test('say what they take', async () => {
    const ns = await unnamed();
    const { operations, policies } = await ns.genetlink.policy('nlctrl');
    const policy = operations.get(3)?.do ?? Number.NaN;
    expect(policies.get(policy)?.get(1)).toMatchObject({ type: 'u16', least: 0n, most: 0xffffn });
    expect(policies.get(policy)?.get(2)).toMatchObject({ type: 'nul_string', mostLength: 15 });
  });

  test('that are not there are an error that says so', async () => {
    const ns = await unnamed();
    await expect(ns.genetlink.family('no such')).rejects.toMatchObject({
      code: 'ENOENT',
      message: expect.stringContaining('no such generic netlink family'),
    });
  });
});

describe('a request in a schema of its own', () => {
  test('is about a link that was made in the same tick', async () => {
    const ns = await unnamed();
    const [, found] = await Promise.all([
      ns.links.add({ kind: 'veth', name: 'a', up: true, peer: { name: 'b', up: true } }),
      ns.genetlink.request({
        family: 'ethtool',
        command: ETHTOOL_MSG_LINKSTATE_GET,
        body: linkState,
        attributes: { header: { name: 'a' } },
      }),
      ns.links.delete('a'),
    ]);
    expect(found).toMatchObject([{ command: ETHTOOL_MSG_LINKSTATE_GET, header: { name: 'a' }, link: 1 }]);
  });

  test('may name a link where its index is wanted', async () => {
    const ns = await unnamed();
    const [found] = await ns.genetlink.request({
      family: 'ethtool',
      command: ETHTOOL_MSG_LINKSTATE_GET,
      body: linkState,
      attributes: { header: { index: 'lo' } },
    });
    expect(found?.header).toEqual({ index: 1, name: 'lo' });
    const nobody = ns.genetlink.request({
      family: 'ethtool',
      command: ETHTOOL_MSG_LINKSTATE_GET,
      body: linkState,
      attributes: { header: { index: 'nobody' } },
    });
    await expect(nobody).rejects.toMatchObject({ code: 'ENODEV', extack: 'no link named "nobody"' });
  });

  test('dumps', async () => {
    const ns = await unnamed();
    await ns.links.add({ kind: 'veth', name: 'a', peer: { name: 'b' } });
    const found = await ns.genetlink.dump({
      family: 'ethtool',
      command: ETHTOOL_MSG_LINKSTATE_GET,
      body: linkState,
      attributes: { header: {} },
    });
    expect(found.map((each) => each.header?.name).sort()).toEqual(['a', 'b', 'lo']);
  });

  test('is refused with the attribute by its name', async () => {
    const ns = await unnamed();
    const refused = ns.genetlink.request({
      family: 'ethtool',
      command: ETHTOOL_MSG_LINKINFO_GET,
      subject: 'lo',
      body: linkState,
      attributes: { header: { name: 'lo', flags: 0x8000_0000 } },
    });
    await expect(refused).rejects.toThrow(NetlinkError);
    await expect(refused).rejects.toMatchObject({
      operation: 'ethtool command 2',
      subject: 'lo',
      attribute: 'header.flags',
    });
  });

  test('that the driver does not know is refused', async () => {
    const ns = await unnamed();
    const refused = ns.genetlink.request({
      family: 'ethtool',
      command: ETHTOOL_MSG_WOL_SET,
      body: linkState,
      attributes: { header: { name: 'lo' } },
    });
    await expect(refused).rejects.toMatchObject({ code: 'EOPNOTSUPP' });
  });

  test('after the namespace was closed is refused', async () => {
    const ns = await unnamed();
    await ns.genetlink.families();
    await ns.close();
    await expect(ns.genetlink.families()).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });
});

describe('what a family tells', () => {
  const bit = wire.attributes({ index: [1, wire.u32], name: [2, wire.string], value: [3, wire.flag] });
  const bits = wire.attributes({ noMask: [1, wire.flag], size: [2, wire.u32], bits: [3, wire.list(1, bit)] });
  const features = wire.generic({
    attributes: { header: [1, header], wanted: [3, bits], active: [4, bits] },
  });
  const monitor = { family: 'ethtool', group: 'monitor', body: features } as const;

  /** Turns a feature of the link on or off, which is told. */
  const setGso = (ns: Namespace, on: boolean) =>
    ns.genetlink.request({
      family: 'ethtool',
      command: ETHTOOL_MSG_FEATURES_SET,
      body: features,
      attributes: {
        header: { name: 'a' },
        wanted: { bits: [{ name: 'tx-generic-segmentation', ...(on ? { value: true } : {}) }] },
      },
    });

  async function withLink(): Promise<Namespace> {
    const ns = await unnamed();
    await ns.links.add({ kind: 'veth', name: 'a', peer: { name: 'b' } });
    return ns;
  }

  test('arrives as it happens', async () => {
    const ns = await withLink();
    const told = ns.genetlink.listen(monitor);
    await told.ready;
    await setGso(ns, false);
    await setGso(ns, true);
    const seen: unknown[] = [];
    for await (const { command, header: link } of told) {
      seen.push([command, link?.name]);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual(Array(2).fill([ETHTOOL_MSG_FEATURES_NTF, 'a']));
  });

  test('ends with the signal, close() and the namespace', async () => {
    const ns = await withLink();
    const abort = new AbortController();
    const next = (told: AsyncIterable<unknown>) => told[Symbol.asyncIterator]().next();
    const aborted = next(ns.genetlink.listen({ ...monitor, signal: abort.signal }));
    const told = ns.genetlink.listen(monitor);
    const closed = next(told);
    const left = next(ns.genetlink.listen(monitor));
    await told.ready;
    abort.abort();
    await expect(aborted).rejects.toThrow('aborted');
    await told.close();
    expect(await closed).toEqual({ done: true, value: undefined });
    await ns.close();
    expect(await left).toEqual({ done: true, value: undefined });
    await expect(next(ns.genetlink.listen(monitor))).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });

  test('cannot be had of a group or family that is not there', async () => {
    const ns = await unnamed();
    await expect(ns.genetlink.listen({ ...monitor, group: 'none' }).ready).rejects.toThrow(
      'group must be one of "monitor", not "none"',
    );
    await expect(ns.genetlink.listen({ ...monitor, family: 'no such' }).ready).rejects.toMatchObject({
      code: 'ENOENT',
    });
    expect(() => ns.genetlink.listen({ ...monitor, grup: 1 } as never)).toThrow('the option grup');
  });
});
