import { expect, test } from 'vitest';
import { Routes } from '../../../src/route/routes.js';
import { fakeHandle } from '../../support/fake_namespace.js';

type Verb = 'add' | 'replace' | 'delete' | 'list' | 'get' | 'flush';
type Case = readonly [verb: Verb, options: unknown, Error];

const good = { to: '198.51.100.0/24', dev: 'eth0' };
const prefix = (value: string) =>
  new TypeError(`to must be an address with a prefix length such as 192.0.2.1/24, not "${value}"`);
const address = (field: string, value: string) =>
  new TypeError(`${field} must be an IPv4 or IPv6 address, not ${value}`);
const types =
  '"unspec", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw", "nat"';
const numberOrName = (field: string, known: string, file: string, value: string) =>
  new TypeError(
    `${field} must be a number, one of ${known}, or a name from /etc/iproute2/${file}, not ${JSON.stringify(value)}`,
  );
const tables = '"unspec", "default", "main", "local"';
const scopes = '"global", "site", "link", "host", "nowhere"';

const refused: readonly Case[] = [
  ['add', {}, new TypeError('routes.add needs to')],
  ['replace', { dev: 'eth0' }, new TypeError('routes.replace needs to')],
  [
    'add',
    { to: '198.51.100.0/24' },
    new TypeError('a route of type unicast needs one of via, dev, nexthops, nhid'),
  ],
  ['delete', {}, new TypeError('routes.delete needs to')],
  ['add', { ...good, to: 'defualt' }, prefix('defualt')],
  ['delete', { ...good, to: '10/8' }, prefix('10/8')],
  [
    'add',
    { ...good, to: '198.51.100.0/40' },
    new RangeError('to must have a prefix length from 0 to 32, not "198.51.100.0/40"'),
  ],
  ['add', { ...good, via: '192.0.2.0/24' }, address('via', '"192.0.2.0/24"')],
  ['add', { ...good, source: 'me' }, address('source', '"me"')],
  ['add', { ...good, dev: '' }, new TypeError('dev must be an interface name, not an empty string')],
  [
    'add',
    { ...good, metric: -5 },
    new RangeError('metric must be a whole number from 0 to 4294967295, not -5'),
  ],
  ['add', { ...good, table: 'mine' }, numberOrName('table', tables, 'rt_tables', 'mine')],
  [
    'add',
    { ...good, table: -1 },
    new RangeError('table must be a whole number from 0 to 4294967295, not -1'),
  ],
  ['add', { ...good, table: 'a b' }, new TypeError('table must be a number or a name, not "a b"')],
  ['add', { ...good, scope: 'universe' }, numberOrName('scope', scopes, 'rt_scopes', 'universe')],
  ['add', { ...good, type: 'gone' }, new TypeError(`type must be one of ${types}, not "gone"`)],
  // struct rtmsg has a byte for it.
  [
    'add',
    { ...good, protocol: 256 },
    new RangeError('protocol must be a whole number from 0 to 255, not 256'),
  ],
  ['add', { ...good, onlink: 1 }, new TypeError('onlink must be true or false, not 1')],
  [
    'add',
    { ...good, family: 'ip6' },
    new TypeError('family must be one of "inet", "inet6", "mpls", not "ip6"'),
  ],
  [
    'add',
    { ...good, family: 'inet6' },
    new TypeError('to must be a prefix of family inet6, not "198.51.100.0/24"'),
  ],
  ['add', { ...good, gateway: '192.0.2.1' }, new TypeError('routes.add does not know the option gateway')],
  ['list', { table: 'mine' }, numberOrName('table', tables, 'rt_tables', 'mine')],
  ['list', { gateway: 'default' }, new TypeError('routes.list does not know the option gateway')],
  // What the kernel would ignore without a word.
  [
    'add',
    { ...good, pref: 'high' },
    new TypeError('pref is for routes of family inet6, and this one is of inet'),
  ],
  [
    'add',
    { to: '2001:db8::/32', dev: 'eth0', tos: 8 },
    new TypeError('tos is for routes of family inet, and this one is of inet6'),
  ],
  ['add', { ...good, as: [5] }, new TypeError('as is for routes of family mpls, and this one is of inet')],
  ['add', { to: 1_048_576 }, new RangeError('to must be a whole number from 0 to 1048575, not 1048576')],
  [
    'add',
    { ...good, source: '::1' },
    new TypeError('source must be of the IP version of the route, not "::1"'),
  ],
  [
    'add',
    { ...good, metrics: { mtu: -1 } },
    new RangeError('metrics.mtu must be a whole number from 0 to 4294967295, not -1'),
  ],
  [
    'add',
    { ...good, metrics: { mut: 1300 } },
    new TypeError('metrics does not know the option mut; did you mean "mtu"?'),
  ],
  [
    'add',
    { ...good, metrics: { lock: ['mut'] } },
    new TypeError(
      'metrics.lock[0] must be one of "mtu", "window", "rtt", "rttvar", "ssthresh", "cwnd", "advmss", "reordering", "hoplimit", "initcwnd", "rtoMin", "initrwnd", "quickack", "congctl", not "mut"',
    ),
  ],
  ['add', { to: 'default', nexthops: [] }, new TypeError('nexthops must be an array of next hops, not []')],
  [
    'add',
    { to: 'default', nexthops: [{ via: '192.0.2.1', weight: 0 }] },
    new RangeError('nexthops[0].weight must be a whole number from 1 to 256, not 0'),
  ],
  [
    'add',
    { ...good, encap: { kind: 'gre' } },
    new TypeError(
      'encap.kind must be one of "ip", "ip6", "mpls", "rpl", "seg6", "seg6local", "xfrm", not "gre"',
    ),
  ],
  ['add', { ...good, encap: { kind: 'mpls' } }, new TypeError('encap needs labels')],
  [
    'add',
    { ...good, encap: { kind: 'ip', dst: '::1' } },
    new TypeError('encap.dst must be an IPv4 address, not "::1"'),
  ],
  ['flush', {}, new TypeError('routes.flush needs table')],
  ['get', 'localhost', address('address', '"localhost"')],
  ['get', '192.0.2.0/24', address('address', '"192.0.2.0/24"')],
  ['get', undefined, address('address', 'undefined')],
];

test.each(refused)('routes.%s refuses %j before anything is sent', async (verb, options, error) => {
  const { handle, socket } = fakeHandle();
  await expect(new Routes(handle)[verb](options as never)).rejects.toThrow(error);
  await handle.route.idle();
  expect(socket.sent).toEqual([]);
});
