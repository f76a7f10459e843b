import { expect, test } from 'vitest';
import { Routes } from '../../../src/route/routes.js';
import { fakeHandle } from '../../support/fake_namespace.js';

type Verb = 'add' | 'replace' | 'delete' | 'list' | 'get';
type Case = readonly [verb: Verb, options: unknown, Error];

const good = { to: '198.51.100.0/24', dev: 'eth0' };
const prefix = (value: string) =>
  new TypeError(`to must be an address with a prefix length such as 192.0.2.1/24, not "${value}"`);
const address = (field: string, value: string) =>
  new TypeError(`${field} must be an IPv4 or IPv6 address, not ${value}`);
const types =
  '"unspec", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw"';
const tables = '"unspec", "default", "main", "local"';
const protocols = '"unspec", "redirect", "kernel", "boot", "static", "ra", "dhcp"';

const refused: readonly Case[] = [
  ['add', {}, new TypeError('routes.add needs to')],
  ['replace', { dev: 'eth0' }, new TypeError('routes.replace needs to')],
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
  ['add', { ...good, table: 'mine' }, new TypeError(`table must be one of ${tables}, not "mine"`)],
  [
    'add',
    { ...good, table: -1 },
    new RangeError('table must be a whole number from 0 to 4294967295, not -1'),
  ],
  [
    'add',
    { ...good, scope: 'universe' },
    new TypeError('scope must be one of "global", "site", "link", "host", "nowhere", not "universe"'),
  ],
  ['add', { ...good, type: 'nat' }, new TypeError(`type must be one of ${types}, not "nat"`)],
  ['add', { ...good, protocol: 'bird' }, new TypeError(`protocol must be one of ${protocols}, not "bird"`)],
  // struct rtmsg has a byte for it.
  [
    'add',
    { ...good, protocol: 256 },
    new RangeError('protocol must be a whole number from 0 to 255, not 256'),
  ],
  ['add', { ...good, onlink: 1 }, new TypeError('onlink must be true or false, not 1')],
  ['add', { ...good, family: 'ip6' }, new TypeError('family must be one of "inet", "inet6", not "ip6"')],
  [
    'add',
    { ...good, family: 'inet6' },
    new TypeError('to must be a prefix of family inet6, not "198.51.100.0/24"'),
  ],
  ['add', { ...good, gateway: '192.0.2.1' }, new TypeError('routes.add does not know the option gateway')],
  ['list', { table: 'mine' }, new TypeError(`table must be one of ${tables}, "all", not "mine"`)],
  ['list', { to: 'default' }, new TypeError('routes.list does not know the option to')],
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
