import { describe, expect, test } from 'vitest';
import { HANDLE } from '../../src/handle/handle.js';
import { change, deletion } from '../../src/link/requests.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { addressOf, closedAfterTest } from '../support/tcp.js';
import { vethPair } from '../support/topology.js';

needs('root');
leavesNothingBehind();

const trio = () => Promise.all([unnamed(), unnamed(), unnamed()]);

describe('requests', () => {
  test('of a whole topology may be issued in one tick', async () => {
    const [lan, router, wan] = await trio();
    await Promise.all([
      lan.links.set('lo', { up: true }),
      lan.links.add({
        kind: 'veth',
        name: 'lan0',
        up: true,
        peer: { name: 'gw0', namespace: router, up: true },
      }),
      lan.addresses.add({ link: 'lan0', address: '192.0.2.1/24' }),
      lan.routes.add({ to: 'default', via: '192.0.2.254' }),
      wan.links.add({
        kind: 'veth',
        name: 'wan0',
        up: true,
        peer: { name: 'gw1', namespace: router, up: true },
      }),
      wan.addresses.add({ link: 'wan0', address: '203.0.113.1/24' }),
      wan.routes.add({ to: 'default', via: '203.0.113.254' }),
      router.addresses.add({ link: 'gw0', address: '192.0.2.254/24' }),
      router.addresses.add({ link: 'gw1', address: '203.0.113.254/24' }),
      router.routes.add({ to: '198.51.100.0/24', via: '203.0.113.1' }),
    ]);
    expect(await lan.routes.get('198.51.100.1')).toMatchObject({ via: '192.0.2.254', source: '192.0.2.1' });
    expect(await router.routes.get('198.51.100.1')).toMatchObject({ via: '203.0.113.1' });
    // Which of the two was first is for lan and wan to race for.
    const links = (await router.links.list()).map(({ name, up }) => `${name} ${up ? 'up' : 'down'}`);
    expect(links.sort()).toEqual(['gw0 up', 'gw1 up', 'lo down']);
  });

  test('a sysctl of a link may be set in the tick in which the link is made', async () => {
    const ns = await unnamed();
    const key = 'net.ipv4.conf.dot.ted.forwarding';
    await Promise.all([
      ns.links.add({ kind: 'veth', name: 'dot.ted', peer: { name: 'other0' } }),
      ns.sysctl.set(key, 1),
    ]);
    expect(await ns.sysctl.get(key)).toBe(1);
  });

  test('on one handle see what those before them did, answers included', async () => {
    const { near } = await vethPair();
    const add = (n: number) => near.addresses.add({ link: 'near0', address: `192.0.2.${n}/24` });
    const count = async () => (await near.addresses.list({ link: 'near0', family: 'inet' })).length;
    const counts = await Promise.all([count(), add(1), count(), add(2), add(3), count()]);
    expect(counts.filter((result) => result !== undefined)).toEqual([0, 1, 3]);
  });

  test('name a link as it is called at that moment', async () => {
    const { near } = await vethPair();
    await near.links.set('near0', { up: false }); // before Linux 6.2 no link has another name while it is up
    await Promise.all([
      near.links.set('near0', { name: 'a' }),
      near.addresses.add({ link: 'a', address: '192.0.2.1/24' }),
      near.links.set('a', { name: 'b' }),
      near.addresses.add({ link: 'b', address: '192.0.2.2/24' }),
      expect(near.addresses.add({ link: 'a', address: '192.0.2.3/24' })).rejects.toMatchObject({
        code: 'ENODEV',
      }),
    ]);
    expect(await near.addresses.list({ link: 'b', family: 'inet' })).toHaveLength(2);
  });

  test('to a far namespace wait for the link that is being made into it', async () => {
    const [near, far] = await trio();
    const [, link] = await Promise.all([
      near.links.add({ kind: 'veth', name: 'a', peer: { name: 'b', namespace: far } }),
      far.links.get('b'),
    ]);
    expect(link).toMatchObject({ name: 'b', up: false });
  });

  test('to a far namespace go on when that link could not be made', async () => {
    const [near, far] = await trio();
    const [added, listed] = await Promise.allSettled([
      near.links.add({ kind: 'veth', name: 'lo', peer: { name: 'b', namespace: far, up: true } }),
      far.links.list(),
    ]);
    expect(added).toMatchObject({ reason: { code: 'EEXIST', subject: 'lo' } });
    expect(listed).toMatchObject({ value: [{ name: 'lo' }] });
  });

  test('to a namespace between others depend each on its own link', async () => {
    const [one, other, hub] = await trio();
    const joined = (from: typeof one, name: string, far: string) => [
      from.links.add({ kind: 'veth', name, up: true, peer: { name: far, namespace: hub, up: true } }),
      hub.addresses.add({ link: far, address: '192.0.2.1/24' }),
    ];
    const results = await Promise.allSettled([...joined(one, 'a', 'b'), ...joined(other, 'lo', 'c')]);
    expect(results).toMatchObject([
      { status: 'fulfilled' },
      { status: 'fulfilled' },
      { reason: { code: 'EEXIST', operation: 'RTM_NEWLINK', subject: 'lo' } },
      { reason: { code: 'ENODEV', operation: 'RTM_NEWADDR' } },
    ]);
    expect((await hub.links.list()).map(({ name, up }) => [name, up])).toEqual([
      ['lo', false],
      ['b', true],
    ]);
  });

  test('that hang on one of another namespace are not sent if that fails', async () => {
    const [near, far] = await trio();
    const { answer, waiting } = near[HANDLE].route.issue(deletion('nowhere'));
    const raised = far[HANDLE].route.requestAfter(
      answer,
      change('lo', { up: true }, undefined, undefined),
      waiting,
    );
    const results = await Promise.allSettled([answer, raised]);
    expect(results).toMatchObject([
      { reason: { code: 'ENODEV', operation: 'RTM_DELLINK' } },
      { reason: { code: 'ENODEV', operation: 'RTM_DELLINK' } },
    ]);
    expect(await far.links.get('lo')).toMatchObject({ up: false });
  });

  test('make what a socket needs that is opened in the same tick', async () => {
    const namespace = await unnamed();
    const [, , server] = await Promise.all([
      namespace.links.set('lo', { up: true }),
      namespace.addresses.add({ link: 'lo', address: '192.0.2.1' }),
      namespace.listen({ host: '192.0.2.1' }),
    ]);
    closedAfterTest(server);
    expect(addressOf(server).address).toBe('192.0.2.1');
  });

  test('cross between namespaces without waiting for each other in a circle', async () => {
    const [one, other, third] = await trio();
    const add = (from: typeof one, to: typeof one, n: number) =>
      from.links.add({
        kind: 'veth',
        name: `a${n}`,
        up: true,
        peer: { name: `b${n}`, namespace: to, up: true },
      });
    const namespaces = [one, other, third];
    const all = namespaces.flatMap((from, i) => namespaces.map((to, j) => add(from, to, i * 3 + j)));
    await Promise.all(all);
    for (const { links } of namespaces) {
      const veths = await links.list({ kind: 'veth' });
      expect(veths).toHaveLength(6);
      expect(veths.every(({ flags }) => flags.includes('UP') && flags.includes('LOWER_UP'))).toBe(true);
    }
  });
});
