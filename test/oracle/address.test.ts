import { describe, expect, test, vi } from 'vitest';
import type { Address } from '../../src/address/address.js';
import type { AddressOptions } from '../../src/address/options.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { PATIENCE } from '../support/patience.js';
import { vethPair } from '../support/topology.js';
import { runIn } from './tools.js';
import { ip, ipJson, ourView, theirView } from './views.js';

needs('root', 'ip', 'ipv6');
leavesNothingBehind();

const LIFETIMES = ['valid_life_time', 'preferred_life_time'];

/** Some seconds may go by between two looks. */
const SECONDS = 20;

/** Lifetimes by themselves, and the rest. */
function withoutLifetimes(addresses: readonly object[]) {
  const entries = addresses.map((address) => Object.entries(address));
  return {
    lifetimes: entries
      .flatMap((each) => each.filter(([key]) => LIFETIMES.includes(key)))
      .map(([, n]) => Number(n)),
    rest: entries.map((each) => Object.fromEntries(each.filter(([key]) => !LIFETIMES.includes(key)))),
  };
}

/** Duplicate address detection may end between the two looks: in the end they have to agree. */
const expectSameAddresses = (namespace: Namespace) =>
  vi.waitFor(async () => {
    const ours = withoutLifetimes((await ourView(namespace)).addresses);
    const theirs = withoutLifetimes(theirView(namespace).addresses);
    expect(ours.rest).toEqual(theirs.rest);
    expect(ours.lifetimes).toHaveLength(theirs.lifetimes.length);
    for (const [i, seconds] of ours.lifetimes.entries())
      expect(Math.abs(seconds - (theirs.lifetimes[i] ?? 0))).toBeLessThan(SECONDS);
  }, PATIENCE);

/** The addresses of near0 that were given to it. */
const given = (namespace: Namespace) =>
  theirView(namespace).addresses.filter(
    (address) => !('local' in address && /^(fe80|127)/.test(String(address.local))),
  );

describe('what we make, ip reads', () => {
  const made: readonly (readonly [Omit<AddressOptions, 'link'>, object])[] = [
    [{ address: '192.0.2.1/24' }, { local: '192.0.2.1', prefixlen: 24, scope: 'global', label: 'near0' }],
    [{ address: '192.0.2.1' }, { local: '192.0.2.1', prefixlen: 32 }],
    [{ address: '192.0.2.1/24', broadcast: '192.0.2.255' }, { broadcast: '192.0.2.255' }],
    [
      { address: '192.0.2.1', peer: '192.0.2.2' },
      { local: '192.0.2.1', address: '192.0.2.2', prefixlen: 32 },
    ],
    [{ address: '192.0.2.1/24', label: 'near0:x' }, { label: 'near0:x' }],
    [{ address: '192.0.2.1/24', scope: 'link' }, { scope: 'link' }],
    [{ address: '192.0.2.1/24', noprefixroute: true }, { noprefixroute: true }],
    [{ address: '192.0.2.1/24', metric: 77 }, { metric: 77 }],
    [{ address: '127.0.0.9/8' }, { local: '127.0.0.9', scope: 'host' }],
    [
      { address: '2001:db8::1/64', nodad: true },
      { local: '2001:db8::1', prefixlen: 64, nodad: true },
    ],
    [
      { address: '2001:db8::1', noprefixroute: true, nodad: true },
      { prefixlen: 128, noprefixroute: true },
    ],
    [
      { address: '2001:db8::1/64', nodad: true, home: true, mngtmpaddr: true },
      { home: true, mngtmpaddr: true },
    ],
    [
      { address: '2001:db8::1/64', nodad: true, preferredLifetime: 0 },
      { deprecated: true, preferred_life_time: 0, valid_life_time: 4294967295 },
    ],
    [{ address: '192.0.2.1/24', validLifetime: 5000, preferredLifetime: 400 }, { dynamic: true }],
    [{ address: 'ff05::77/128', autojoin: true, nodad: true }, { autojoin: true }],
    [
      { address: '2001:db8::1', peer: '2001:db8::2', nodad: true },
      { local: '2001:db8::1', address: '2001:db8::2' },
    ],
  ];

  test.each(made)('%j', async (options, expected) => {
    const { near } = await vethPair();
    await near.addresses.add({ link: 'near0', ...options });
    const all = theirView(near).addresses;
    const [address = ''] = options.address.split('/');
    expect(all.filter((found) => 'local' in found && found.local === address)).toMatchObject([expected]);
    await expectSameAddresses(near);
  });

  test('nothing of what was deleted', async () => {
    const { near } = await vethPair();
    const ids = [
      { link: 'near0', address: '192.0.2.1/24' },
      { link: 'near0', address: '192.0.2.2/25' },
      { link: 'near0', address: '198.51.100.1', peer: '198.51.100.2' },
      { link: 'near0', address: '2001:db8::1/64' },
    ];
    await Promise.all(ids.map((id) => near.addresses.add(id)));
    expect(given(near)).toHaveLength(ids.length);
    await Promise.all(ids.map((id) => near.addresses.delete(id)));
    expect(given(near)).toEqual([]);
  });
});

describe('what ip makes, we read', () => {
  const commands: readonly (readonly [command: string, Partial<Address>])[] = [
    ['192.0.2.1/24', { address: '192.0.2.1', prefixLength: 24 }],
    ['192.0.2.1/24 brd +', { broadcast: '192.0.2.255' }],
    ['192.0.2.1 peer 198.51.100.0/24', { address: '192.0.2.1', peer: '198.51.100.0', prefixLength: 24 }],
    ['192.0.2.1/24 label near0:z', { label: 'near0:z' }],
    ['192.0.2.1/24 scope host', { scope: 'host' }],
    ['192.0.2.1/24 metric 9', { metric: 9 }],
    ['192.0.2.1/24 noprefixroute', { flags: ['permanent', 'noprefixroute'] }],
    ['192.0.2.1/24 valid_lft 5000 preferred_lft 400', { flags: [], address: '192.0.2.1' }],
    ['2001:db8::1/64 nodad', { address: '2001:db8::1', flags: ['nodad', 'permanent'] }],
    ['2001:db8::1/64 nodad home', { flags: ['nodad', 'home', 'permanent'] }],
    [
      '2001:db8::1/64 nodad preferred_lft 0',
      { flags: ['nodad', 'deprecated', 'permanent'], preferredLifetime: 0 },
    ],
    ['2001:db8::1/64 nodad mngtmpaddr', { flags: ['nodad', 'permanent', 'mngtmpaddr'] }],
    ['239.1.1.77/32 autojoin', { flags: ['permanent', 'autojoin'] }],
    ['2001:db8::1 peer 2001:db8::2 nodad', { peer: '2001:db8::2', prefixLength: 128 }],
  ];

  test.each(commands)('ip address add %s', async (words, expected) => {
    const { near } = await vethPair();
    ip(near, `address add ${words} dev near0`);
    const [address] = words.split(/[ /]/);
    const all = await near.addresses.list({ link: 'near0' });
    expect(all.filter((found) => found.address === address)).toMatchObject([expected]);
    await expectSameAddresses(near);
  });

  test('a secondary address', async () => {
    const { near } = await vethPair();
    ip(near, 'address add 192.0.2.1/24 dev near0');
    ip(near, 'address add 192.0.2.2/24 dev near0');
    expect(await near.addresses.list({ family: 'inet' })).toMatchObject([
      { flags: ['permanent'] },
      { flags: ['secondary', 'permanent'] },
    ]);
    await expectSameAddresses(near);
  });

  test('how long an address is good for', async () => {
    const { near } = await vethPair();
    ip(near, 'address add 192.0.2.1/24 valid_lft 5000 preferred_lft 400 dev near0');
    const [address] = await near.addresses.list({ family: 'inet' });
    expect(address?.validLifetime).toBeGreaterThan(4990);
    expect(address?.validLifetime).toBeLessThanOrEqual(5000);
    expect(address?.preferredLifetime).toBeGreaterThan(390);
    expect(address?.preferredLifetime).toBeLessThanOrEqual(400);
  });
});

test('groups that links have joined, as ip has them', async ({ skip }) => {
  const { near } = await vethPair();
  await near.addresses.add({ link: 'near0', address: '192.0.2.1/24' });
  await near.addresses.add({ link: 'near0', address: '2001:db8::1/64', nodad: true });
  const theirs = (family: string) => {
    const [shown] = ipJson(near, `${family} maddress show dev near0`) as { maddr?: { address?: string }[] }[];
    return (shown?.maddr ?? []).flatMap(({ address }) => address ?? []).sort();
  };
  const ours = async (family: 'inet' | 'inet6') =>
    (await near.addresses.multicast({ link: 'near0', family })).map(({ address }) => address).sort();
  // The kernel joins some of them a little later.
  await vi.waitFor(async () => expect(await ours('inet6')).toEqual(theirs('-6')), PATIENCE);
  const inet = await ours('inet').catch(() => undefined);
  if (inet === undefined) skip('this kernel does not tell groups of IPv4 (Linux 6.15)');
  expect(inet).toEqual(theirs('-4'));
});

test('anycast addresses, as the kernel shows them', async () => {
  const { near } = await vethPair();
  await near.sysctl.set('net.ipv6.conf.near0.forwarding', 1);
  await near.addresses.add({ link: 'near0', address: '2001:db8::1/64', nodad: true });
  // The kernel adds that of the link-local prefix a little later.
  await vi.waitFor(async () => {
    const plain = runIn(near, ['cat', '/proc/net/anycast6']).trim().split('\n');
    const theirs = plain.map((line) => line.split(/\s+/)[2]).sort();
    const ours = (await near.addresses.anycast()).map(({ address }) => hex(address)).sort();
    expect(theirs).toContain(hex('2001:db8::'));
    expect(ours).toEqual(theirs);
  });
});

/** An IPv6 address as thirty-two digits. */
function hex(address: string): string {
  const [head = '', tail = ''] = address.split('::');
  const words = (text: string) => text.split(':').filter(Boolean);
  const zeros = Array(8 - words(head).length - words(tail).length).fill('0');
  return [...words(head), ...zeros, ...words(tail)].map((word) => word.padStart(4, '0')).join('');
}
