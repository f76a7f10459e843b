import { describe, expect, test } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

/** A namespace with the veth pair a and b in it. */
async function withPair(): Promise<Namespace> {
  const namespace = await unnamed();
  await namespace.links.add({ kind: 'veth', name: 'a', peer: { name: 'b' } });
  return namespace;
}

describe('links', () => {
  test('start with loopback', async () => {
    const namespace = await unnamed();
    expect(await namespace.links.get('lo')).toMatchObject({
      index: 1,
      name: 'lo',
      kind: undefined,
      up: false,
      flags: ['LOOPBACK'],
      mtu: 65_536,
      address: '00:00:00:00:00:00',
      operState: 'DOWN',
    });
  });

  test('are found by name and by index', async () => {
    const namespace = await withPair();
    const byName = await namespace.links.get('a');
    expect(await namespace.links.get(byName.index)).toEqual(byName);
  });

  test('are listed, all or those of a kind', async () => {
    const namespace = await withPair();
    const names = async (kind?: string) =>
      (await namespace.links.list(kind === undefined ? {} : { kind })).map(({ name }) => name).sort();
    expect(await names()).toEqual(['a', 'b', 'lo']);
    expect(await names('veth')).toEqual(['a', 'b']);
    expect(await names('no such kind')).toEqual([]);
  });
});

test('counters are told if they are asked for', async () => {
  const namespace = await withPair();
  const counted = { rxPackets: 0n, txBytes: 0n };
  expect((await namespace.links.get('a')).stats).toBeUndefined();
  expect((await namespace.links.get('a', { stats: true })).stats).toMatchObject(counted);
  const [lo] = await namespace.links.list();
  expect(lo?.stats).toBeUndefined();
  expect((await namespace.links.list({ stats: true }))[0]?.stats).toMatchObject(counted);
});

describe('a link is changed', () => {
  test('up and down', async () => {
    const namespace = await unnamed();
    await namespace.links.set('lo', { up: true });
    expect(await namespace.links.get('lo')).toMatchObject({
      up: true,
      flags: ['LOOPBACK', 'UP', 'LOWER_UP', 'RUNNING'],
    });
    await namespace.links.set('lo', { up: false });
    expect(await namespace.links.get('lo')).toMatchObject({ up: false, flags: ['LOOPBACK'] });
  });

  test('in name, MTU, address, alias, queue length and group, all at once', async () => {
    const namespace = await withPair();
    const { index } = await namespace.links.get('a');
    await namespace.links.set('a', {
      name: 'c',
      mtu: 1300,
      address: '02:00:00:00:00:09',
      alias: 'to the world',
      txQueueLength: 50,
      group: 7,
    });
    expect(await namespace.links.get(index)).toMatchObject({
      name: 'c',
      mtu: 1300,
      address: '02:00:00:00:00:09',
      alias: 'to the world',
      txQueueLength: 50,
      group: 7,
    });
  });

  test('by its index just as by its name', async () => {
    const namespace = await withPair();
    const { index } = await namespace.links.get('a');
    await namespace.links.set(index, { mtu: 1300 });
    expect(await namespace.links.get('a')).toMatchObject({ mtu: 1300 });
  });

  describe('in its master, and what it is to that, in one call', () => {
    const isolated = { kind: 'bridge', isolated: true, cost: 7 } as const;
    const port = async (ns: Namespace, link: string | number) => {
      const found = await ns.links.get(link);
      return { master: found.master, port: found.port };
    };
    const bridges = async () => {
      const ns = await unnamed();
      const index = { one: 100, two: 200 };
      await Promise.all([
        ns.links.add({ kind: 'bridge', name: 'one', index: index.one }),
        ns.links.add({ kind: 'bridge', name: 'two', index: index.two }),
        ns.links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1' } }),
        ns.links.altNames.add('v0', 'a-name-too-long-to-be-a-first-one'),
      ]);
      return { ns, index };
    };

    test.each(['v0', 'a-name-too-long-to-be-a-first-one'])('by its name %s', async (name) => {
      const { ns, index } = await bridges();
      await ns.links.set(name, { master: 'one', port: isolated, mtu: 1400, name: 'renamed' });
      expect(await port(ns, 'renamed')).toMatchObject({ master: index.one, port: isolated });
      await ns.links.set('renamed', { master: 'two', port: { kind: 'bridge', cost: 9 } });
      expect(await port(ns, 'renamed')).toMatchObject({
        master: index.two,
        port: { isolated: false, cost: 9 },
      });
      expect((await ns.links.get('renamed')).mtu).toBe(1400);
    });

    test('and stays what it was to the one before if there is no such master', async () => {
      const { ns, index } = await bridges();
      await ns.links.set('v0', { master: 'one' });
      const refused = ns.links.set('v0', { master: 'nobody', port: isolated });
      await expect(refused).rejects.toMatchObject({ code: 'ENODEV' });
      expect(await port(ns, 'v0')).toMatchObject({ master: index.one, port: { isolated: false } });
    });

    test('and is told which of both was refused', async () => {
      const { ns, index } = await bridges();
      const refused = ns.links.set('v0', {
        master: 'one',
        port: { kind: 'bridge', backupNexthop: 1, backupPort: 'v0' },
      });
      await expect(refused).rejects.toThrow('RTM_NEWLINK v0: all but port is set; port: ');
      expect((await ns.links.get('v0')).master).toBe(index.one);
    });
  });

  test('not at all by an empty set of changes', async () => {
    const namespace = await withPair();
    const before = await namespace.links.get('a');
    await namespace.links.set('a', {});
    expect(await namespace.links.get('a')).toEqual(before);
  });

  test('by being moved to another namespace, whose requests find it there', async () => {
    const [namespace, target] = await Promise.all([withPair(), unnamed()]);
    const [, found] = await Promise.all([
      namespace.links.set('a', { namespace: target, name: 'moved' }),
      target.links.get('moved'),
    ]);
    expect(found).toMatchObject({ name: 'moved', kind: 'veth', up: false });
    await expect(namespace.links.get('a')).rejects.toMatchObject({ code: 'ENODEV' });
  });

  test('but not by being moved to a namespace that is not there', async () => {
    const namespace = await withPair();
    await expect(namespace.links.set('a', { namespace: { name: 'nope' } })).rejects.toMatchObject({
      name: 'SystemError',
      code: 'ENOENT',
      operation: 'open',
      subject: '/run/netns/nope',
    });
  });
});

test('a link that was deleted is gone', async () => {
  const namespace = await withPair();
  await namespace.links.delete('a');
  expect(await namespace.links.list({ kind: 'veth' })).toEqual([]);
});

test('links of a group are deleted at once, and no others', async () => {
  const namespace = await withPair();
  const bridges = ['br0', 'br1', 'br2'];
  await Promise.all(
    bridges.map((name, n) => namespace.links.add({ kind: 'bridge', name, group: n === 2 ? 8 : 7 })),
  );
  await namespace.links.flush({ group: 7 });
  expect((await namespace.links.list()).map(({ name }) => name).sort()).toEqual(['a', 'b', 'br2', 'lo']);
  await expect(namespace.links.flush({ group: 7 })).rejects.toMatchObject({ code: 'ENODEV' });
});

describe('a link that is not there', () => {
  const error = {
    name: 'NetlinkError',
    code: 'ENODEV',
    extack: 'no link named "nope"',
    subject: 'nope',
  };

  test('is an error that says its name', async () => {
    const { links } = await unnamed();
    await expect(links.get('nope')).rejects.toMatchObject({ ...error, operation: 'RTM_GETLINK' });
    await expect(links.set('nope', { up: true })).rejects.toMatchObject({
      ...error,
      operation: 'RTM_SETLINK',
    });
    await expect(links.delete('nope')).rejects.toMatchObject({ ...error, operation: 'RTM_DELLINK' });
  });

  test('is an error that says its index', async () => {
    const { links } = await unnamed();
    await expect(links.get(4711)).rejects.toMatchObject({ code: 'ENODEV', subject: '4711' });
  });
});

test('further names of a link', async () => {
  const ns = await unnamed();
  await ns.links.add({ kind: 'veth', name: 'eth0', peer: { name: 'eth1' } });
  const long = `enp0s31f6-${'x'.repeat(100)}`;
  await ns.links.altNames.add('eth0', 'first', long);
  const { index } = await ns.links.get('eth0');
  for (const name of ['first', long])
    expect(await ns.links.get(name)).toMatchObject({ index, name: 'eth0', altNames: ['first', long] });
  await ns.links.set(long, { mtu: 1400 });
  await ns.addresses.add({ link: 'first', address: '192.0.2.1/24' });
  expect((await ns.links.get(index)).mtu).toBe(1400);
  await expect(ns.links.altNames.add('eth1', 'first')).rejects.toMatchObject({ code: 'EEXIST' });
  await ns.links.altNames.delete('first', 'first');
  expect((await ns.links.get(index)).altNames).toEqual([long]);
  await expect(ns.links.altNames.delete(long, 'first')).rejects.toMatchObject({ code: 'ENOENT' });
  await ns.links.delete(long);
  await expect(ns.links.get(index)).rejects.toMatchObject({ code: 'ENODEV' });
});
