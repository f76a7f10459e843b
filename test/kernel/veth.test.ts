import { describe, expect, test } from 'vitest';
import { HANDLE } from '../../src/handle/handle.js';
import { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { closedAfterTest, unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

const pair = () => Promise.all([unnamed(), unnamed()]);

/** The other end is up as well. The operational state would say so, too, but only some time later. */
const raised = { up: true, flags: expect.arrayContaining(['UP', 'LOWER_UP']) };

describe('a veth pair', () => {
  test('is made in place: each end where it belongs, with its index, address, MTU and state', async () => {
    const [near, far] = await pair();
    await near.links.add({
      kind: 'veth',
      name: 'near0',
      index: 100,
      address: '02:00:00:00:00:01',
      mtu: 1400,
      up: true,
      peer: { name: 'far0', index: 200, address: '02:00:00:00:00:02', mtu: 1400, up: true, namespace: far },
    });
    expect(await near.links.get('near0')).toMatchObject({
      index: 100,
      kind: 'veth',
      address: '02:00:00:00:00:01',
      mtu: 1400,
      ...raised,
      link: 200,
    });
    expect(await far.links.get('far0')).toMatchObject({
      index: 200,
      kind: 'veth',
      address: '02:00:00:00:00:02',
      mtu: 1400,
      ...raised,
      link: 100,
    });
    expect(await near.links.list({ kind: 'veth' })).toHaveLength(1);
    expect(await far.links.list({ kind: 'veth' })).toHaveLength(1);
  });

  test('may have both ends in one namespace', async () => {
    const namespace = await unnamed();
    await namespace.links.add({ kind: 'veth', name: 'a', up: true, peer: { name: 'b', up: true } });
    const [a, b] = await Promise.all([namespace.links.get('a'), namespace.links.get('b')]);
    expect([a.link, b.link]).toEqual([b.index, a.index]);
    expect([a, b]).toMatchObject([raised, raised]);
    expect(a.linkNamespaceId).toBeUndefined();
  });

  test('tells by a namespace id that its peer is elsewhere', async () => {
    const [near, far] = await pair();
    await near.links.add({ kind: 'veth', name: 'a', peer: { name: 'b', namespace: far } });
    expect((await near.links.get('a')).linkNamespaceId).toEqual(expect.any(Number));
  });

  test('is down, with addresses and an MTU of the kernel, unless something else is said', async () => {
    const namespace = await unnamed();
    await namespace.links.add({ kind: 'veth', name: 'a', peer: { name: 'b' } });
    for (const name of ['a', 'b']) {
      const link = await namespace.links.get(name);
      expect(link).toMatchObject({ up: false, mtu: 1500, minMtu: 68, operState: 'DOWN' });
      expect(link.address).toMatch(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
    }
  });

  test('takes numbers for %d in its names', async () => {
    const namespace = await unnamed();
    const add = () => namespace.links.add({ kind: 'veth', name: 'a%d', peer: { name: 'b%d' } });
    await Promise.all([add(), add()]);
    const names = (await namespace.links.list()).map(({ name }) => name).sort();
    expect(names).toEqual(['a0', 'a1', 'b0', 'b1', 'lo']);
  });

  test('goes as a whole when either end is deleted', async () => {
    const [near, far] = await pair();
    await near.links.add({ kind: 'veth', name: 'a', peer: { name: 'b', namespace: far } });
    await far.links.delete('b');
    expect(await near.links.list()).toHaveLength(1);
    expect(await far.links.list()).toHaveLength(1);
  });
});

describe('a veth pair that cannot be made', () => {
  test('because a name is taken at the near end leaves nothing at the far one', async () => {
    const [near, far] = await pair();
    await near.links.add({ kind: 'veth', name: 'a', peer: { name: 'b' } });
    const add = near.links.add({ kind: 'veth', name: 'a', peer: { name: 'c', namespace: far, up: true } });
    await expect(add).rejects.toMatchObject({ code: 'EEXIST', operation: 'RTM_NEWLINK', subject: 'a' });
    expect(await far.links.list()).toHaveLength(1);
  });

  test('because a name is taken at the far end leaves nothing at the near one', async () => {
    const [near, far] = await pair();
    await far.links.add({ kind: 'veth', name: 'b', peer: { name: 'c' } });
    const add = near.links.add({ kind: 'veth', name: 'a', peer: { name: 'b', namespace: far, up: true } });
    await expect(add).rejects.toMatchObject({ code: 'EEXIST', operation: 'RTM_NEWLINK', subject: 'a' });
    expect(await near.links.list()).toHaveLength(1);
  });

  test('because its far end cannot be raised is taken away again', async () => {
    const [near, far] = await pair();
    const thief = closedAfterTest(await Namespace.open({ fd: far[HANDLE].native.fd }));
    const elsewhere = await unnamed();

    // The far end is made and, before its turn to be raised comes, moved away by somebody else.
    let release = () => {};
    far[HANDLE].route.waitFor(new Promise<void>((resolve) => (release = resolve)));
    const add = near.links.add({ kind: 'veth', name: 'a', peer: { name: 'b', namespace: far, up: true } });
    const refused = expect(add).rejects.toMatchObject({
      code: 'ENODEV',
      operation: 'RTM_SETLINK',
      subject: 'b',
    });
    await near.links.list();
    await thief.links.set('b', { namespace: elsewhere });
    release();
    await refused;

    for (const { links } of [near, far, elsewhere]) expect(await links.list()).toHaveLength(1);
  });

  test('because nobody could tell which link is to be raised is refused at once', async () => {
    const { links } = await unnamed();
    const add = links.add({ kind: 'veth', name: 'a', peer: { name: 'b%d', up: true } });
    await expect(add).rejects.toThrow(
      new TypeError('peer.up needs indexes where the kernel chooses names, a and b%d'),
    );
    await links.add({ kind: 'veth', name: 'a', index: 40, peer: { name: 'b%d', index: 50, up: true } });
    expect(await links.get('b0')).toMatchObject({ index: 50, up: true });
  });

  test('because the kernel would ignore the index of its far end is refused at once', async () => {
    const { links } = await unnamed();
    const add = links.add({ kind: 'veth', name: 'a', peer: { name: 'b', index: 50 } });
    await expect(add).rejects.toThrow(
      new TypeError('peer.index needs index: the kernel heeds it only if both ends have one'),
    );
  });
});
