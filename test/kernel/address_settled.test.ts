import { describe, expect, test } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { type Pair, vethPair } from '../support/topology.js';

needs('root', 'ipv6');
leavesNothingBehind();

const id = { link: 'near0', address: '2001:db8::1/64' };

/** A pair whose near end looks for duplicates for a tenth of a second instead of one or two. */
async function impatient(): Promise<Pair> {
  const pair = await vethPair();
  await pair.near.neighbours.tables.set({ name: 'ndisc_cache', link: 'near0', retransmitTime: 100 });
  return pair;
}

const flagsOf = async ({ addresses }: Namespace) =>
  (await addresses.list({ link: 'near0' })).find(({ address }) => address === '2001:db8::1')?.flags;

describe('an address settles', () => {
  test('once nobody else has answered for it', async () => {
    const { near } = await impatient();
    await near.addresses.add(id);
    expect(await flagsOf(near)).toContain('tentative');
    await near.addresses.settled({ link: 'near0', address: '2001:db8::1' });
    expect(await flagsOf(near)).toEqual(['permanent']);
    await near.listen({ host: '2001:db8::1', port: 0 }).then((server) => server.close());
  });

  test('also if it is asked for in the same breath, and with all others of a namespace', async () => {
    const { near } = await impatient();
    const added = near.addresses.add(id);
    await near.addresses.settled(id, { timeout: 10_000 });
    await added;
    await near.addresses.settled();
    expect(await near.addresses.list({ flag: 'tentative' })).toEqual([]);
  });

  test('at once if it need not be looked for', async () => {
    const { near } = await vethPair();
    await near.addresses.add({ ...id, nodad: true });
    await near.addresses.add({ link: 'near0', address: '192.0.2.1/24' });
    await near.addresses.settled(id, { timeout: 500 });
    await near.addresses.settled({ address: '192.0.2.1' }, { timeout: 500 });
  });

  test('as failed if somebody else has it', async () => {
    const { near, far } = await vethPair();
    await far.addresses.add({ link: 'far0', address: '2001:db8::1/64', nodad: true });
    await near.addresses.add(id);
    const failure = {
      code: 'EADDRINUSE',
      message:
        'EADDRINUSE: duplicate address detection 2001:db8::1: somebody else on the link has it (dadfailed)',
    };
    await expect(near.addresses.settled(id)).rejects.toMatchObject(failure);
    expect(await flagsOf(near)).toEqual(expect.arrayContaining(['dadfailed', 'tentative']));
    await expect(near.addresses.settled({ link: 'near0' })).rejects.toMatchObject(failure);
  });

  test('as failed also if it does not outlive that', async () => {
    const { near, far } = await vethPair();
    await far.addresses.add({ link: 'far0', address: '2001:db8::1/64', nodad: true });
    await near.addresses.add({ ...id, validLifetime: 1000 });
    // It may be gone before anybody asks about it.
    await expect(near.addresses.settled(id)).rejects.toThrow(/^(EADDRINUSE|EADDRNOTAVAIL): duplicate/);
    expect(await flagsOf(near)).toBeUndefined();
  });
});

describe('waiting for it ends', () => {
  /** Without a carrier nobody can be asked. */
  async function never(): Promise<Namespace> {
    const ns = await unnamed();
    await ns.links.add({ kind: 'veth', name: 'near0', up: true, peer: { name: 'far0' } });
    await ns.addresses.add(id);
    return ns;
  }

  test('with its time', async () => {
    const ns = await never();
    await expect(ns.addresses.settled(id, { timeout: 50 })).rejects.toMatchObject({
      code: 'ETIMEDOUT',
      message: 'ETIMEDOUT: duplicate address detection 2001:db8::1: it goes on after 50 ms',
    });
  });

  test('with the signal', async () => {
    const ns = await never();
    const controller = new AbortController();
    const waiting = ns.addresses.settled(id, { signal: controller.signal, timeout: 60_000 });
    setTimeout(() => controller.abort(), 20);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(ns.addresses.settled(id, { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('with the address', async () => {
    const ns = await never();
    const waiting = ns.addresses.settled(id);
    setTimeout(() => ns.addresses.delete(id), 20);
    await expect(waiting).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
    await expect(ns.addresses.settled(id)).rejects.toMatchObject({
      code: 'EADDRNOTAVAIL',
      message: expect.stringContaining('no link has it'),
    });
    await expect(ns.addresses.settled({ link: 'nope' })).rejects.toMatchObject({ code: 'ENODEV' });
  });

  test('with the namespace', async () => {
    const ns = await never();
    const waiting = ns.addresses.settled(id);
    setTimeout(() => ns.close(), 20);
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });
});
