import { describe, expect, test, vi } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { vethPair, withLoopback } from '../support/topology.js';

needs('root', 'ipv6');
leavesNothingBehind();

/** The addresses of a link that the kernel did not give it by itself. */
async function ours({ near }: Awaited<ReturnType<typeof vethPair>>, family?: 'inet' | 'inet6') {
  const all = await near.addresses.list({ link: 'near0', ...(family ? { family } : {}) });
  return all.filter(({ address }) => !address.startsWith('fe80:'));
}

describe('an IPv4 address', () => {
  test('has its prefix, the scope of the world, and the name of its link', async () => {
    const pair = await vethPair();
    const { index } = await pair.near.links.get('near0');
    await pair.near.addresses.add({ link: 'near0', address: '192.0.2.1/24' });
    expect(await ours(pair, 'inet')).toEqual([
      {
        link: index,
        family: 'inet',
        address: '192.0.2.1',
        prefixLength: 24,
        peer: undefined,
        broadcast: undefined,
        scope: 'global',
        label: 'near0',
        flags: ['permanent'],
        validLifetime: Number.POSITIVE_INFINITY,
        preferredLifetime: Number.POSITIVE_INFINITY,
        metric: undefined,
        unknown: [],
      },
    ]);
  });

  test('may have a broadcast address, a label, a scope and a metric', async () => {
    const pair = await vethPair();
    await pair.near.addresses.add({
      link: 'near0',
      address: '192.0.2.1/24',
      broadcast: '192.0.2.255',
      label: 'near0:a',
      scope: 'link',
      metric: 50,
    });
    expect(await ours(pair, 'inet')).toMatchObject([
      { broadcast: '192.0.2.255', label: 'near0:a', scope: 'link', metric: 50 },
    ]);
    expect(await pair.near.routes.list({ family: 'inet' })).toMatchObject([
      { to: '192.0.2.0/24', metric: 50 },
    ]);
  });

  test('may stand alone', async () => {
    const pair = await vethPair();
    await pair.near.addresses.add({ link: 'near0', address: '192.0.2.1' });
    expect(await ours(pair, 'inet')).toMatchObject([{ address: '192.0.2.1', prefixLength: 32 }]);
  });

  test('may come without a route', async () => {
    const pair = await vethPair();
    await pair.near.addresses.add({ link: 'near0', address: '192.0.2.1/24', noprefixroute: true });
    expect(await ours(pair, 'inet')).toMatchObject([{ flags: ['permanent', 'noprefixroute'] }]);
    expect(await pair.near.routes.list({ family: 'inet' })).toEqual([]);
  });

  test('may have a peer, which has to be told to delete it', async () => {
    const pair = await vethPair();
    const { addresses } = pair.near;
    await addresses.add({ link: 'near0', address: '192.0.2.1', peer: '198.51.100.1' });
    expect(await ours(pair, 'inet')).toMatchObject([{ address: '192.0.2.1', peer: '198.51.100.1' }]);
    const id = { link: 'near0', address: '192.0.2.1' };
    await expect(addresses.delete(id)).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
    await addresses.delete({ ...id, peer: '198.51.100.1' });
    expect(await ours(pair, 'inet')).toEqual([]);
  });

  test('is a secondary one behind another of its prefix', async () => {
    const pair = await vethPair();
    const add = (address: string) => pair.near.addresses.add({ link: 'near0', address });
    await Promise.all(['192.0.2.1/24', '192.0.2.2/24', '192.0.2.3/25'].map(add));
    const flags = (await ours(pair, 'inet')).map(({ address, flags }) => [address, flags]);
    expect(Object.fromEntries(flags)).toEqual({
      '192.0.2.1': ['permanent'],
      '192.0.2.2': ['secondary', 'permanent'],
      '192.0.2.3': ['permanent'],
    });
  });
});

describe('an IPv6 address', () => {
  test('has its prefix, and no label', async () => {
    const pair = await vethPair();
    await pair.near.addresses.add({ link: 'near0', address: '2001:db8::1/64', nodad: true });
    expect(await ours(pair, 'inet6')).toMatchObject([
      {
        family: 'inet6',
        address: '2001:db8::1',
        prefixLength: 64,
        scope: 'global',
        label: undefined,
        flags: ['nodad', 'permanent'],
      },
    ]);
  });

  test('is tentative at first unless duplicates are not looked for', async () => {
    const pair = await vethPair();
    await Promise.all([
      pair.near.addresses.add({ link: 'near0', address: '2001:db8::1/64' }),
      pair.near.addresses.add({ link: 'near0', address: '2001:db8::2/64', nodad: true }),
    ]);
    const tentative = (await ours(pair, 'inet6')).map(({ address, flags }) => [
      address,
      flags.includes('tentative'),
    ]);
    expect(Object.fromEntries(tentative)).toEqual({ '2001:db8::1': true, '2001:db8::2': false });
  });
});

test('loopback addresses are of the host', async () => {
  const { addresses } = await withLoopback();
  await addresses.add({ link: 'lo', address: '127.0.0.5/8' });
  expect(await addresses.list()).toMatchObject([
    { address: '127.0.0.1', scope: 'host' },
    { address: '127.0.0.5', scope: 'host' },
    { address: '::1', scope: 'host', family: 'inet6' },
  ]);
});

describe('addresses', () => {
  test('are listed by link and by family', async () => {
    const pair = await vethPair();
    const { addresses } = pair.near;
    await pair.near.links.set('lo', { up: true });
    await Promise.all([
      addresses.add({ link: 'near0', address: '192.0.2.1/24' }),
      addresses.add({ link: 'near0', address: '2001:db8::1/64', nodad: true }),
    ]);
    const listed = async (filter: Parameters<typeof addresses.list>[0]) =>
      (await addresses.list(filter))
        .map(({ address }) => address)
        .filter((text) => !text.startsWith('fe80:'));
    expect(await listed({})).toEqual(['127.0.0.1', '192.0.2.1', '::1', '2001:db8::1']);
    expect(await listed({ link: 'near0' })).toEqual(['192.0.2.1', '2001:db8::1']);
    expect(await listed({ link: 1 })).toEqual(['127.0.0.1', '::1']);
    expect(await listed({ family: 'inet6' })).toEqual(['::1', '2001:db8::1']);
    expect(await listed({ family: 'inet', link: 'lo' })).toEqual(['127.0.0.1']);
    await expect(addresses.list({ link: 'nope' })).rejects.toMatchObject({ code: 'ENODEV' });
  });

  test('are deleted by themselves and their prefix length', async () => {
    const pair = await vethPair();
    const id = { link: 'near0', address: '192.0.2.1/24' };
    await pair.near.addresses.add(id);
    await expect(pair.near.addresses.delete({ ...id, address: '192.0.2.1/25' })).rejects.toMatchObject({
      code: 'EADDRNOTAVAIL',
      operation: 'RTM_DELADDR',
      subject: '192.0.2.1/25',
    });
    await pair.near.addresses.delete(id);
    expect(await ours(pair, 'inet')).toEqual([]);
  });

  test.each(['192.0.2.1/24', '2001:db8::1/64'])('that are there already are EEXIST: %s', async (address) => {
    const { addresses } = (await vethPair()).near;
    const add = () => addresses.add({ link: 'near0', address, nodad: true });
    await add();
    await expect(add()).rejects.toMatchObject({
      name: 'NetlinkError',
      code: 'EEXIST',
      operation: 'RTM_NEWADDR',
      subject: address,
    });
  });

  test('that are replaced are made if need be, and changed if they are there', async () => {
    const pair = await vethPair();
    const { addresses } = pair.near;
    await addresses.replace({ link: 'near0', address: '192.0.2.1/24' });
    await addresses.replace({ link: 'near0', address: '192.0.2.1/24', metric: 9 });
    expect(await ours(pair, 'inet')).toMatchObject([{ address: '192.0.2.1', metric: 9 }]);
  });
});

describe('what is said of an address', () => {
  test('is changed as a whole', async () => {
    const pair = await vethPair();
    const { addresses } = pair.near;
    const id = { link: 'near0', address: '2001:db8::1/64', nodad: true };
    await addresses.add({ ...id, validLifetime: 5000, preferredLifetime: 400, home: true });
    const [first] = await ours(pair, 'inet6');
    expect(first?.flags).toEqual(['nodad', 'home']);
    expect(first?.validLifetime).toBeGreaterThan(4990);
    expect(first?.preferredLifetime).toBeLessThanOrEqual(400);
    await addresses.replace({ ...id, metric: 9 });
    expect(await ours(pair, 'inet6')).toMatchObject([
      {
        flags: ['nodad', 'permanent'],
        metric: 9,
        validLifetime: Number.POSITIVE_INFINITY,
        preferredLifetime: Number.POSITIVE_INFINITY,
      },
    ]);
  });

  test.each(['192.0.2.1/24', '2001:db8::1/64'])('is for how long, and then it goes: %s', async (address) => {
    const pair = await vethPair();
    const { near } = pair;
    await using state = near.state();
    await state.ready;
    await near.addresses.add({ link: 'near0', address, nodad: true, validLifetime: 1 });
    const has = () => [...state.addresses.values()].some((each) => address.startsWith(`${each.address}/`));
    await state.until(has);
    await state.until(() => !has(), { signal: AbortSignal.timeout(10_000) });
  });

  test('is deprecated from the start if it is preferred for no time', async () => {
    const pair = await vethPair();
    await pair.near.addresses.add({ link: 'near0', address: '192.0.2.1/24', preferredLifetime: 0 });
    expect(await ours(pair, 'inet')).toMatchObject([{ flags: ['deprecated', 'permanent'] }]);
  });

  test('is who gave it', async ({ skip }) => {
    const pair = await vethPair();
    const { addresses, links } = pair.near;
    await links.set('lo', { up: true });
    await addresses.add({ link: 'near0', address: '192.0.2.1/24', protocol: 77 });
    await addresses.add({ link: 'near0', address: '2001:db8::1/64', nodad: true, protocol: 'kernel_ra' });
    const [inet] = await ours(pair, 'inet');
    skip(inet?.protocol === undefined, 'this kernel does not keep who gave an address (Linux 5.18)');
    expect(inet?.protocol).toBe(77);
    expect(await ours(pair, 'inet6')).toMatchObject([{ protocol: 'kernel_ra' }]);
    await vi.waitFor(async () => {
      const found = await addresses.list({ family: 'inet6' });
      const byScope = Object.fromEntries(found.map(({ scope, protocol }) => [scope, protocol]));
      expect(byScope).toMatchObject({ host: 'kernel_lo', link: 'kernel_ll' });
    });
  });
});

test('addresses are flushed by link, family, scope and flag', async () => {
  const pair = await vethPair();
  const { addresses } = pair.near;
  const give = (address: string, more: object = {}) => addresses.add({ link: 'near0', address, ...more });
  await Promise.all([
    give('192.0.2.1/24'),
    give('192.0.2.2/24'),
    give('198.51.100.1', { peer: '198.51.100.2', scope: 'link' }),
    give('2001:db8::1/64', { nodad: true, preferredLifetime: 0 }),
    give('2001:db8::2/64', { nodad: true }),
  ]);
  const left = async () => (await ours(pair)).map(({ address }) => address).sort();
  expect(await addresses.flush({ link: 'near0', flag: 'deprecated' })).toBe(1);
  expect(await addresses.flush({ family: 'inet', scope: 'link' })).toBe(1);
  expect(await left()).toEqual(['192.0.2.1', '192.0.2.2', '2001:db8::2']);
  // The second one goes with the first, or by itself.
  expect(await addresses.flush({ link: 'near0', family: 'inet' })).toBeGreaterThan(0);
  expect(await left()).toEqual(['2001:db8::2']);
  expect(await addresses.flush({ link: 'lo', family: 'inet' })).toBe(0);
});

describe('groups', () => {
  test('are joined by links, for both IP versions', async ({ skip }) => {
    const { near } = await vethPair();
    const { index } = await near.links.get('near0');
    await near.addresses.add({ link: 'near0', address: '192.0.2.1/24' });
    const inet6 = await near.addresses.multicast({ link: 'near0', family: 'inet6' });
    expect(inet6).toContainEqual({
      link: index,
      family: 'inet6',
      address: 'ff02::1',
      scope: 'global',
      unknown: [],
    });
    const all = await near.addresses.multicast({ link: 'near0' });
    const inet = all.filter(({ family }) => family === 'inet');
    skip(inet.length === 0, 'this kernel does not tell groups of IPv4 (Linux 6.15)');
    expect(inet).toMatchObject([{ link: index, address: '224.0.0.1' }]);
    expect(await near.addresses.multicast({ link: 'near0', family: 'inet' })).toEqual(inet);
  });

  test('and anycast addresses, by routers', async () => {
    const { near } = await vethPair();
    const { index } = await near.links.get('near0');
    await near.addresses.add({ link: 'near0', address: '2001:db8::1/64', nodad: true });
    await near.sysctl.set('net.ipv6.conf.near0.forwarding', 1);
    const found = await near.addresses.anycast({ link: 'near0' });
    // The address of all routers of the subnet.
    expect(found).toContainEqual(
      expect.objectContaining({ link: index, address: '2001:db8::', family: 'inet6' }),
    );
  });
});
