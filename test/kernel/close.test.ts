import { describe, expect, test } from 'vitest';
import { HANDLE } from '../../src/handle/handle.js';
import { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind, openDescriptors } from '../support/leaks.js';
import { closedAfterTest, named, randomName, unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { vethPair } from '../support/topology.js';

needs('root');
leavesNothingBehind();

const closedError = { name: 'ClosedError', code: 'ERR_CLOSED' };

/** One call of every kind. */
const calls: Readonly<Record<string, (namespace: Namespace) => Promise<unknown>>> = {
  'links.list': ({ links }) => links.list(),
  'links.get': ({ links }) => links.get('lo'),
  'links.add': ({ links }) => links.add({ kind: 'veth', name: 'a', peer: { name: 'b' } }),
  'links.set': ({ links }) => links.set('lo', { up: true }),
  'links.delete': ({ links }) => links.delete('lo'),
  'addresses.list': ({ addresses }) => addresses.list(),
  'addresses.add': ({ addresses }) => addresses.add({ link: 'lo', address: '192.0.2.1' }),
  'addresses.replace': ({ addresses }) => addresses.replace({ link: 'lo', address: '192.0.2.1' }),
  'addresses.delete': ({ addresses }) => addresses.delete({ link: 'lo', address: '192.0.2.1' }),
  'routes.list': ({ routes }) => routes.list(),
  'routes.get': ({ routes }) => routes.get('192.0.2.1'),
  'routes.add': ({ routes }) => routes.add({ to: 'default', dev: 'lo' }),
  'routes.replace': ({ routes }) => routes.replace({ to: 'default', dev: 'lo' }),
  'routes.delete': ({ routes }) => routes.delete({ to: 'default' }),
  'sysctl.get': ({ sysctl }) => sysctl.get('net.ipv4.ip_forward'),
  'sysctl.set': ({ sysctl }) => sysctl.set('net.ipv4.ip_forward', 0),
  'sysctl.list': ({ sysctl }) => sysctl.list('net.ipv4.conf'),
  connect: (namespace) => namespace.connect({ host: '192.0.2.1', port: 80 }),
  listen: (namespace) => namespace.listen(),
  'nft.list': ({ nft }) => nft.list(),
  'nft.run': ({ nft }) => nft.run('add table ip a'),
  'probe.tcp': ({ probe }) => probe.tcp({ host: '127.0.0.1', port: 80 }),
  capture: (namespace) => namespace.capture('lo'),
};

/** Another handle on a namespace, for this test only. */
async function again(namespace: Namespace): Promise<Namespace> {
  return closedAfterTest(await Namespace.open({ fd: namespace[HANDLE].native.fd }));
}

describe('a closed namespace', () => {
  test.each(Object.entries(calls))('refuses %s', async (_name, call) => {
    const namespace = await unnamed();
    await namespace.close();
    await expect(call(namespace)).rejects.toMatchObject(closedError);
  });

  test('says which one it was', async () => {
    const name = randomName();
    const [one, other] = [await named(name), await unnamed()];
    await Promise.all([one.close(), other.close()]);
    await expect(one.links.list()).rejects.toThrow(`namespace "${name}" is closed`);
    await expect(other.links.list()).rejects.toThrow('the namespace is closed');
  });

  test('cannot be the target of a link', async () => {
    const [near, far] = await Promise.all([unnamed(), unnamed()]);
    await far.close();
    const peer = { name: 'b', namespace: far, up: true };
    await expect(near.links.add({ kind: 'veth', name: 'a', peer })).rejects.toMatchObject(closedError);
    await expect(near.links.set('lo', { namespace: far })).rejects.toMatchObject(closedError);
    expect(await near.links.list()).toHaveLength(1);
  });

  test('still has its name and its identity', async () => {
    const name = randomName();
    const namespace = await named(name);
    const { id } = namespace;
    await namespace.close();
    expect(namespace).toMatchObject({ name, id });
  });
});

describe('closing', () => {
  test('may be done any number of times', async () => {
    const namespace = await named();
    const closing = namespace.close();
    expect(namespace.close()).toBe(closing);
    await Promise.all([closing, namespace[Symbol.asyncDispose]()]);
    await namespace.close();
  });

  test('is what the end of a block does', async () => {
    const before = openDescriptors();
    {
      await using namespace = await Namespace.create();
      expect(openDescriptors()).toBeGreaterThan(before);
      await namespace.links.list();
    }
    expect(openDescriptors()).toBe(before);
  });

  test('gives back every descriptor', async () => {
    const before = openDescriptors();
    const namespaces = await Promise.all(Array.from({ length: 20 }, () => unnamed()));
    expect(openDescriptors()).toBeGreaterThanOrEqual(before + 20 * 2);
    await Promise.all(namespaces.map((namespace) => namespace.close()));
    expect(openDescriptors()).toBe(before);
  });

  test('lets what was issued finish', async () => {
    const namespace = await unnamed();
    const issued = [
      namespace.links.set('lo', { up: true }),
      namespace.links.get('lo'),
      namespace.sysctl.set('net.ipv4.ip_forward', 1),
      namespace.sysctl.get('net.ipv4.ip_forward'),
    ];
    const closing = namespace.close();
    expect(await Promise.all(issued)).toMatchObject([undefined, { up: true }, undefined, 1]);
    await closing;
  });

  test('lets a socket that is being opened finish', async () => {
    const namespace = await unnamed();
    const listening = namespace.listen();
    await namespace.close();
    (await listening).close();
  });

  test.each(['near', 'far'] as const)('of the %s end lets a pair that is being made be made', async (end) => {
    const [near, far] = await Promise.all([unnamed(), unnamed()]);
    // The namespaces themselves are to stay, whoever closes what.
    const [, kept] = await Promise.all([again(near), again(far)]);
    const added = near.links.add({
      kind: 'veth',
      name: 'a',
      peer: { name: 'b', namespace: far, up: true },
    });
    const closing = { near, far }[end].close();
    await Promise.all([added, closing]);
    expect(await kept.links.get('b')).toMatchObject({ up: true });
  });

  test('in any order leaves the others as they are', async () => {
    const { near, far } = await vethPair();
    await near.close();
    // The last handle of a namespace takes it along, with its end of the pair.
    await expect.poll(async () => (await far.links.list()).length).toBe(1);
    await far.close();
  });

  test('a name that somebody else has taken away is no error', async () => {
    const name = randomName();
    const namespace = await named(name);
    await Namespace.delete(name);
    await namespace.close();
  });
});
