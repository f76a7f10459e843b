import { describe, expect, test, vi } from 'vitest';
import type { Link } from '../../src/link/link.js';
import type { LinkChanges } from '../../src/link/links.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { PATIENCE } from '../support/patience.js';
import { vethPair } from '../support/topology.js';
import { ip, ipJson, ourView, theirView } from './views.js';

needs('root', 'ip');
leavesNothingBehind();

/** The kernel reports some states a little later than it takes them: what differs at first has to agree in the end. */
const expectSameLinks = (...namespaces: Namespace[]) =>
  vi.waitFor(async () => {
    for (const namespace of namespaces)
      expect((await ourView(namespace)).links).toEqual(theirView(namespace).links);
  }, PATIENCE);

describe('what we make, ip reads', () => {
  test('a veth pair across two namespaces', async () => {
    const [near, far] = await Promise.all([unnamed(), unnamed()]);
    await near.links.add({
      kind: 'veth',
      name: 'near0',
      index: 50,
      address: '02:00:00:00:00:01',
      mtu: 1400,
      up: true,
      peer: { name: 'far0', index: 60, address: '02:00:00:00:00:02', mtu: 1300, namespace: far, up: true },
    });
    expect(ipJson(near, 'link show near0')).toMatchObject([
      {
        ifindex: 50,
        address: '02:00:00:00:00:01',
        mtu: 1400,
        linkinfo: { info_kind: 'veth' },
        link_index: 60,
        flags: expect.arrayContaining(['UP', 'LOWER_UP']),
      },
    ]);
    expect(ipJson(far, 'link show far0')).toMatchObject([
      {
        ifindex: 60,
        address: '02:00:00:00:00:02',
        mtu: 1300,
        link_index: 50,
        flags: expect.arrayContaining(['UP', 'LOWER_UP']),
      },
    ]);
    await expectSameLinks(near, far);
  });

  const changes: readonly (readonly [LinkChanges, object])[] = [
    [{ up: false }, { flags: ['BROADCAST', 'MULTICAST'], operstate: 'DOWN' }],
    [{ name: 'other' }, { ifname: 'other' }],
    [{ mtu: 1280 }, { mtu: 1280 }],
    [{ address: '02:00:00:00:00:77' }, { address: '02:00:00:00:00:77' }],
    [{ alias: 'to the world' }, { ifalias: 'to the world' }],
    [{ txQueueLength: 9 }, { txqlen: 9 }],
    [{ group: 7 }, { group: '7' }],
  ];

  test.each(changes)('a link set to %j', async (change, expected) => {
    const { near } = await vethPair();
    const { index } = await near.links.get('near0');
    if (change.name !== undefined) await near.links.set('near0', { up: false }); // older kernels want it so
    await near.links.set('near0', change);
    const [, link] = ipJson(near, 'link show');
    expect(link).toMatchObject({ ifindex: index, ...expected });
    await expectSameLinks(near);
  });

  test('a link that was moved', async () => {
    const [{ near }, elsewhere] = [await vethPair(), await unnamed()];
    await near.links.set('near0', { namespace: elsewhere, name: 'moved' });
    expect(ipJson(near, 'link show')).toHaveLength(1);
    expect(ipJson(elsewhere, 'link show')).toMatchObject([{ ifname: 'lo' }, { ifname: 'moved' }]);
  });

  test('a link that was deleted', async () => {
    const { near, far } = await vethPair();
    await near.links.delete('near0');
    expect(ipJson(near, 'link show')).toHaveLength(1);
    expect(ipJson(far, 'link show')).toHaveLength(1);
  });
});

describe('what ip makes, we read', () => {
  const commands: readonly (readonly [command: string, Partial<Link>])[] = [
    ['link set e0 up', { up: true }],
    ['link set e0 mtu 1400', { mtu: 1400 }],
    ['link set e0 address 02:00:00:00:00:77', { address: '02:00:00:00:00:77' }],
    ['link set e0 alias words', { alias: 'words' }],
    ['link set e0 txqueuelen 77', { txQueueLength: 77 }],
    ['link set e0 group 5', { group: 5 }],
    ['link set e0 promisc on', { promiscuity: 1 }],
    ['link set e0 arp off', { flags: ['BROADCAST', 'MULTICAST', 'NOARP'] }],
    ['link set e0 multicast off', { flags: ['BROADCAST'] }],
    ['link property add dev e0 altname uplink altname wan', { altNames: ['uplink', 'wan'] }],
  ];

  test.each(commands)('ip %s', async (command, expected) => {
    const namespace = await unnamed();
    ip(namespace, 'link add e0 numtxqueues 3 type veth peer name e1');
    ip(namespace, command);
    expect(await namespace.links.get('e0')).toMatchObject({ kind: 'veth', txQueues: 3, ...expected });
    await expectSameLinks(namespace);
  });

  test('a fresh namespace', async () => {
    await expectSameLinks(await unnamed());
  });

  test('both ends up, or only one', async () => {
    const namespace = await unnamed();
    ip(namespace, 'link add e0 type veth peer name e1');
    ip(namespace, 'link set lo up');
    ip(namespace, 'link set e0 up');
    expect(await namespace.links.get('e0')).toMatchObject({
      up: true,
      flags: expect.not.arrayContaining(['LOWER_UP']),
    });
    await expectSameLinks(namespace);
    ip(namespace, 'link set e1 up');
    expect(await namespace.links.get('e0')).toMatchObject({ flags: expect.arrayContaining(['LOWER_UP']) });
    await expectSameLinks(namespace);
  });
});
