import { describe, expect, test } from 'vitest';
import { show } from '../../src/check/options.js';
import { TransactionError } from '../../src/error/transaction_error.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import type { Undoable } from '../../src/transaction/undo/index.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

async function furnished(): Promise<Namespace> {
  const ns = await unnamed();
  await Promise.all([
    ns.links.add({ kind: 'veth', name: 'v0', up: true, peer: { name: 'v1', up: true } }),
    ns.addresses.add({ link: 'v0', address: '192.0.2.1/24' }),
    ns.addresses.add({ link: 'v0', address: '192.0.2.9/24' }),
    ns.routes.add({ to: '203.0.113.0/24', via: '192.0.2.2', source: '192.0.2.9', metric: 7 }),
  ]);
  return ns;
}

/** Everything that a transaction could have touched; without what counts time. */
async function everything(ns: Namespace) {
  const [links, addresses, routes, qdiscs] = await Promise.all([
    ns.links.list(),
    ns.addresses.list(),
    ns.routes.list({ table: 'all' }),
    ns.qdiscs.list(),
  ]);
  return {
    links: links.map(
      ({ index, name, kind, up, mtu, alias, group, txQueueLength, address, master, flags }) => ({
        ...{ index, name, kind, up, mtu, alias, group, txQueueLength, address, master },
        arp: !flags.includes('NOARP'),
      }),
    ),
    // Those of IPv6 come when they come.
    addresses: addresses
      .filter(({ family }) => family === 'inet')
      .map(({ link, address, prefixLength, label, broadcast }) => ({
        link,
        address,
        prefixLength,
        label,
        broadcast,
      })),
    routes: routes
      .filter(({ family }) => family === 'inet')
      .map(({ to, via, dev, metric, table, scope, type, protocol, source }) =>
        [to, via, dev, metric, table, scope, type, protocol, source].join(' '),
      )
      .sort(),
    qdiscs: qdiscs.map(({ kind, link }) => `${link} ${kind}`),
  };
}

const breakDown = async ({ addresses }: Undoable) => {
  await addresses.add({ link: 'v0', address: '192.0.2.1/24' });
};

/** Whatever `work` does is as if it had never been when what follows it fails. */
async function leavesNoTrace(work: (tx: Undoable) => Promise<unknown>): Promise<TransactionError> {
  const ns = await furnished();
  const before = await everything(ns);
  const failed = ns.transaction(async (tx) => {
    await work(tx);
    await breakDown(tx);
  });
  const error = await failed.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(TransactionError);
  expect(error.left).toEqual([]);
  expect(error.failed).toBe('addresses.add 192.0.2.1/24');
  expect(error.cause).toMatchObject({ code: 'EEXIST' });
  expect(await everything(ns)).toEqual(before);
  return error;
}

describe('a transaction', () => {
  test('that succeeds is done, and gives what its function gives', async () => {
    const ns = await furnished();
    const result = await ns.transaction(async ({ links, addresses, routes }) => {
      await Promise.all([
        links.add({ kind: 'bridge', name: 'br0', up: true }),
        addresses.add({ link: 'br0', address: '198.51.100.1/24' }),
        routes.add({ to: '10.0.0.0/8', via: '198.51.100.2' }),
      ]);
      return 'done';
    });
    expect(result).toBe('done');
    expect((await ns.routes.get('10.1.2.3')).via).toBe('198.51.100.2');
  });

  test('undoes what was added, the last first', async () => {
    const error = await leavesNoTrace(async ({ links, addresses, routes, qdiscs }) => {
      await links.add({ kind: 'bridge', name: 'br0', up: true });
      await addresses.add({ link: 'br0', address: '198.51.100.1/24' });
      await routes.add({ to: '10.0.0.0/8', via: '198.51.100.2' });
      await qdiscs.add({ kind: 'pfifo', link: 'br0', handle: '1:' });
    });
    expect(error.undone).toEqual([
      'qdiscs.add 1:',
      'routes.add 10.0.0.0/8',
      'addresses.add 198.51.100.1/24',
      'links.add br0',
    ]);
    expect(error.message).toMatch(
      /^addresses.add 192.0.2.1\/24 failed: EEXIST: .*; undone: qdiscs.add 1:, .*, links.add br0$/,
    );
  });

  test('puts settings of a link back', () =>
    leavesNoTrace(async ({ links }) => {
      await links.set('v0', { mtu: 1400, alias: 'x', group: 4, txQueueLength: 10, arp: false });
      await links.set('v0', { address: '02:00:00:00:00:07', alias: 'y' });
    }));

  test('puts back the master of a link, and what it was to that', async () => {
    const ns = await furnished();
    const isolated = { kind: 'bridge', isolated: true } as const;
    await Promise.all([
      ns.links.add({ kind: 'bridge', name: 'br0' }),
      ns.links.add({ kind: 'bridge', name: 'br1' }),
      ns.links.set('v0', { master: 'br0', port: { ...isolated, cost: 7 } }),
    ]);
    const all = async () => {
      const { master, port, mtu } = await ns.links.get('v0');
      return { master, port, mtu };
    };
    const before = await all();
    const failed = ns.transaction(async (tx) => {
      await tx.links.set('v0', { port: { ...isolated, isolated: false } });
      await tx.links.set('v0', { master: 'br1', port: { kind: 'bridge', cost: 9, isolated: true } });
      await tx.links.set('v1', { master: 'br1', port: isolated });
      await breakDown(tx);
    });
    await expect(failed).rejects.toMatchObject({ left: [], undone: { length: 3 } });
    expect(await all()).toEqual(before);
    expect((await ns.links.get('v1')).master).toBeUndefined();
  });

  test('puts back those settings of a link that were made before one was refused', async () => {
    const ns = await furnished();
    await ns.links.add({ kind: 'bridge', name: 'br0' });
    const failed = ns.transaction(({ links }) =>
      links.set('v0', { mtu: 1400, master: 'br0', port: { kind: 'bridge', backupPort: 'v0' } }),
    );
    await expect(failed).rejects.toMatchObject({ failed: 'links.set v0', undone: [], left: [] });
    expect(await ns.links.get('v0')).toMatchObject({ mtu: 1500, master: undefined });
  });

  test('finds a link again that it has renamed', async () => {
    const ns = await furnished();
    // Before Linux 6.2 only a link that is down can be renamed.
    await ns.links.set('v0', { up: false });
    const failed = ns.transaction(async (tx) => {
      await tx.links.set('v0', { name: 'other' });
      await tx.links.set('other', { alias: 'x' });
      await tx.links.set('nobody', { alias: 'x' });
    });
    await expect(failed).rejects.toMatchObject({ failed: 'links.set nobody', left: [] });
    expect((await ns.links.get('v0')).alias).toBeUndefined();
  });

  test('puts back a route as it was', () =>
    leavesNoTrace(async ({ routes }) => {
      await routes.delete({ to: '203.0.113.0/24' });
    }));

  test('puts back a route that was replaced, and takes away one that was not', () =>
    leavesNoTrace(async ({ routes }) => {
      await routes.replace({ to: '203.0.113.0/24', via: '192.0.2.3', metric: 7 });
      await routes.replace({ to: '10.0.0.0/8', via: '192.0.2.3' });
    }));

  test('puts back a route that was changed, in its place among others, and takes away what stood beside it', () =>
    leavesNoTrace(async ({ routes }) => {
      await routes.change({ to: '203.0.113.0/24', via: '192.0.2.3', metric: 7 });
      await routes.append({ to: '203.0.113.0/24', via: '192.0.2.4', metric: 7 });
      await routes.prepend({ to: '203.0.113.0/24', via: '192.0.2.5', metric: 7 });
    }));

  test('leaves alone what was replaced by the same', () =>
    leavesNoTrace(async ({ routes, addresses }) => {
      await routes.replace({ to: '203.0.113.0/24', via: '192.0.2.2', source: '192.0.2.9', metric: 7 });
      await addresses.replace({ link: 'v0', address: '192.0.2.9/24' });
    }));

  test('puts back addresses that were flushed, or changed', () =>
    leavesNoTrace(async ({ addresses }) => {
      await addresses.replace({ link: 'v0', address: '192.0.2.9/24', metric: 5 });
      await addresses.replace({ link: 'v0', address: '198.51.100.1/24' });
      await addresses.flush({ link: 'v0', family: 'inet', flag: 'secondary' });
      await addresses.add({ link: 'v0', address: '192.0.2.9/24' });
    }));

  test('puts back a next hop that was replaced, beneath what goes by it', async () => {
    const ns = await furnished();
    await ns.nexthops.add({ id: 7, via: '192.0.2.2', dev: 'v0' });
    await ns.nexthops.add({ id: 8, group: [7] });
    await ns.routes.add({ to: '10.0.0.0/8', nhid: 8 });
    const all = () => Promise.all([ns.nexthops.list(), ns.routes.list({ family: 'inet' })]);
    const before = await all();
    const failed = ns.transaction(async (tx) => {
      await tx.nexthops.replace({ id: 7, via: '192.0.2.3', dev: 'v0' });
      await tx.nexthops.replace({ id: 9, via: '192.0.2.4', dev: 'v0' });
      await breakDown(tx);
    });
    await expect(failed).rejects.toMatchObject({
      undone: ['nexthops.replace 9', 'nexthops.replace 7'],
      left: [],
    });
    expect(await all()).toEqual(before);
  });

  test('says again what was known of neighbours', async () => {
    const ns = await furnished();
    const known = (address: string, more: object = {}) =>
      ns.neighbours.add({ link: 'v0', address, lladdr: '02:00:00:00:00:09', ...more });
    await known('192.0.2.20');
    await known('192.0.2.21', { state: 'stale', protocol: 'static' });
    await known('192.0.2.22', { state: 'noarp', externLearn: true });
    await ns.neighbours.add({ link: 'v0', address: '192.0.2.23', proxy: true });
    const all = async () => {
      const lists = await Promise.all([
        ns.neighbours.list({ family: 'inet' }),
        ns.neighbours.list({ proxy: true }),
      ]);
      return lists
        .flat()
        .map(({ address, lladdr, state, flags, protocol }) => ({ address, lladdr, state, flags, protocol }))
        .sort((a, b) => (a.address < b.address ? -1 : 1));
    };
    const before = await all();
    const lladdr = '02:00:00:00:00:0a';
    const failed = ns.transaction(async (tx) => {
      await tx.neighbours.delete({ link: 'v0', address: '192.0.2.20' });
      await tx.neighbours.set({ link: 'v0', address: '192.0.2.22', lladdr });
      await tx.neighbours.flush({ link: 'v0', family: 'inet' });
      await tx.neighbours.delete({ link: 'v0', address: '192.0.2.23', proxy: true });
      await tx.neighbours.add({ link: 'v0', address: '192.0.2.24', lladdr });
      await tx.neighbours.replace({ link: 'v0', address: '192.0.2.25', lladdr });
      await breakDown(tx);
    });
    await expect(failed).rejects.toMatchObject({
      undone: [
        'neighbours.replace 192.0.2.25',
        'neighbours.add 192.0.2.24',
        'neighbours.delete 192.0.2.23',
        'neighbours.flush v0',
        'neighbours.set 192.0.2.22',
        'neighbours.delete 192.0.2.20',
      ],
      left: [],
    });
    expect(await all()).toEqual(before);
  });

  test('puts back an address with the routes that went with it', () =>
    leavesNoTrace(async ({ addresses }) => {
      await addresses.delete({ link: 'v0', address: '192.0.2.9/24' });
    }));

  test('puts back rules and next hops, with the routes that go by them', async () => {
    const ns = await furnished();
    await ns.rules.add({ from: '192.0.2.0/24', fwmark: 3, table: 100, priority: 50 });
    await ns.nexthops.add({ id: 7, via: '192.0.2.2', dev: 'v0' });
    await ns.routes.add({ to: '10.0.0.0/8', nhid: 7 });
    const all = () => Promise.all([ns.rules.list(), ns.nexthops.list(), ns.routes.list({ family: 'inet' })]);
    const before = await all();
    const failed = ns.transaction(async (tx) => {
      await tx.rules.add({ priority: 51, table: 101 });
      await tx.rules.delete({ priority: 50 });
      await tx.nexthops.add({ id: 8, via: '192.0.2.3', dev: 'v0' });
      await tx.nexthops.delete(7);
      await breakDown(tx);
    });
    await expect(failed).rejects.toMatchObject({
      undone: ['nexthops.delete 7', 'nexthops.add 8', 'rules.delete 50', 'rules.add 51'],
      left: [],
    });
    expect(await all()).toEqual(before);
  });

  test('puts a sysctl back', async () => {
    const ns = await furnished();
    const failed = ns.transaction(async (tx) => {
      await tx.sysctl.set('net.ipv4.ip_forward', 1);
      await breakDown(tx);
    });
    await expect(failed).rejects.toThrow('undone: sysctl.set net.ipv4.ip_forward');
    expect(await ns.sysctl.get('net.ipv4.ip_forward')).toBe(0);
  });

  test('undoes steps that nobody waited for, and those before an error of its own', async () => {
    const ns = await furnished();
    const before = await everything(ns);
    const failed = ns.transaction(async ({ links }) => {
      void links.add({ kind: 'bridge', name: 'br0' });
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toMatchObject({
      message: 'the transaction failed: changed my mind; undone: links.add br0',
      failed: undefined,
      undone: ['links.add br0'],
    });
    expect(await everything(ns)).toEqual(before);
  });

  test('fails with a step even if its function looks away', async () => {
    const ns = await furnished();
    const failed = ns.transaction(async (tx) => {
      await tx.routes.add({ to: '10.0.0.0/8', via: '192.0.2.2' });
      await breakDown(tx).catch(() => {});
    });
    await expect(failed).rejects.toMatchObject({ undone: ['routes.add 10.0.0.0/8'] });
  });

  test('says what could not be undone', async () => {
    const ns = await furnished();
    const failed = ns.transaction(async (tx) => {
      await tx.routes.add({ to: '10.0.0.0/8', via: '192.0.2.2' });
      await ns.routes.delete({ to: '10.0.0.0/8' });
      await breakDown(tx);
    });
    await expect(failed).rejects.toMatchObject({
      undone: [],
      left: [{ step: 'routes.add 10.0.0.0/8', error: { code: 'ESRCH' } }],
    });
  });

  test('refuses what has no inverse before anything is sent', async () => {
    const ns = await furnished();
    const before = await everything(ns);
    // As from JavaScript: their types leave out what has no inverse.
    const refused = (work: (tx: Namespace) => Promise<unknown>) =>
      ns.transaction(work as never).catch(({ cause }) => String(cause));
    expect(await refused(({ links }) => links.delete('v0'))).toBe(
      'TypeError: links.delete: cannot be part of a transaction: what is on a link goes with it',
    );
    expect(await refused(({ links }) => links.set('v0', { operState: 'DOWN' }))).toContain('operState');
    expect(await refused(({ links }) => links.add({ kind: 'bridge', name: 'br%d' }))).toContain('br%d');
    expect(await refused(({ qdiscs }) => qdiscs.delete({ link: 'v0' }))).toContain('goes with it');
    expect(await everything(ns)).toEqual(before);
  });

  test('has verbs that resolve to what they do elsewhere', async () => {
    const ns = await furnished();
    await ns.links.set('lo', { up: true });
    await ns.transaction(async ({ addresses, nexthops }) => {
      expect(await nexthops.add({ id: 7, blackhole: true })).toBe(7);
      // The other one is of the same network, and goes with it.
      expect(await addresses.flush({ link: 'v0', family: 'inet' })).toBe(1);
    });
  });

  test('leaves out of its types what has no inverse', async () => {
    const ns = await unnamed();
    // @ts-expect-error: what is on a link goes with it
    await expect(ns.transaction(({ links }) => links.delete('lo'))).rejects.toThrow('goes with it');
    // @ts-expect-error: tables have no inverse
    await expect(ns.transaction(async ({ nft }) => nft.run(''))).rejects.toThrow();
  });

  test.each([undefined, null, 5, {}])('%s is no work', async (work) => {
    const ns = await unnamed();
    await expect(ns.transaction(work as never)).rejects.toThrow(
      new TypeError(`work must be a function, not ${show(work)}`),
    );
  });

  test('is over when its function is', async () => {
    const ns = await furnished();
    const kept = await ns.transaction(async (tx) => tx);
    await expect(kept.links.add({ kind: 'bridge', name: 'br0' })).rejects.toThrow('the transaction is over');
  });
});
