import { expect, test } from 'vitest';
import { Addresses } from '../../../src/address/addresses.js';
import { fakeHandle } from '../../support/fake_namespace.js';

type Verb = 'add' | 'replace' | 'delete' | 'list' | 'flush' | 'multicast' | 'anycast' | 'settled';
type Case = readonly [verb: Verb, options: object, Error];

const good = { link: 'eth0', address: '192.0.2.1/24' };
const scopes = '"global", "site", "link", "host", "nowhere"';

const refused: readonly Case[] = [
  ['add', { address: '192.0.2.1' }, new TypeError('addresses.add needs link')],
  ['add', { link: 'eth0' }, new TypeError('addresses.add needs address')],
  ['replace', {}, new TypeError('addresses.replace needs link')],
  ['delete', { link: 'eth0' }, new TypeError('addresses.delete needs address')],
  [
    'add',
    { ...good, link: 'a b' },
    new TypeError('link must be an interface name without "/", ":" or blanks, not "a b"'),
  ],
  ['add', { ...good, link: -1 }, new RangeError('link must be a whole number from 1 to 2147483647, not -1')],
  [
    'add',
    { ...good, address: '192.0.2.1/33' },
    new RangeError('address must have a prefix length from 0 to 32, not "192.0.2.1/33"'),
  ],
  [
    'delete',
    { ...good, address: 'localhost' },
    new TypeError('address must be an address with a prefix length such as 192.0.2.1/24, not "localhost"'),
  ],
  [
    'add',
    { ...good, peer: '192.0.2.0/24' },
    new TypeError('peer must be an IPv4 or IPv6 address, not "192.0.2.0/24"'),
  ],
  ['delete', { ...good, peer: 'x' }, new TypeError('peer must be an IPv4 or IPv6 address, not "x"')],
  ['add', { ...good, broadcast: '+' }, new TypeError('broadcast must be an IPv4 or IPv6 address, not "+"')],
  ['add', { ...good, scope: 'world' }, new TypeError(`scope must be one of ${scopes}, not "world"`)],
  ['add', { ...good, label: 5 }, new TypeError('label must be a string, not 5')],
  ['add', { ...good, nodad: 1 }, new TypeError('nodad must be true or false, not 1')],
  ['add', { ...good, noprefixroute: 'no' }, new TypeError('noprefixroute must be true or false, not "no"')],
  [
    'add',
    { ...good, metric: -1 },
    new RangeError('metric must be a whole number from 0 to 4294967295, not -1'),
  ],
  [
    'add',
    { ...good, home: true },
    new TypeError('home must be left out: it is for IPv6 addresses, not true'),
  ],
  ['replace', { ...good, optimistic: 1 }, new TypeError('optimistic must be true or false, not 1')],
  [
    'add',
    { ...good, address: '::2/64', label: 'eth0' },
    new TypeError('label must be left out: it is for IPv4 addresses, not "eth0"'),
  ],
  [
    'add',
    { ...good, address: '::2/64', broadcast: '192.0.2.255' },
    new TypeError('broadcast must be left out: it is for IPv4 addresses, not "192.0.2.255"'),
  ],
  [
    'add',
    { ...good, validLifetime: 0 },
    new RangeError('validLifetime must be a whole number from 1 to 4294967294, not 0'),
  ],
  [
    'add',
    { ...good, preferredLifetime: 1.5 },
    new RangeError('preferredLifetime must be a whole number from 0 to 4294967294, not 1.5'),
  ],
  [
    'replace',
    { ...good, validLifetime: 5, preferredLifetime: 6 },
    new RangeError('preferredLifetime must be at most validLifetime, 5, not 6'),
  ],
  [
    'add',
    { ...good, protocol: 'static' },
    new TypeError('protocol must be one of "unspec", "kernel_lo", "kernel_ra", "kernel_ll", not "static"'),
  ],
  ['flush', {}, new TypeError('filter must be a filter that says something, such as { link }, not {}')],
  ['list', { flag: 'dynamic' }, new TypeError('flag must be one of "secondary", "nodad"')],
  ['multicast', { scope: 'link' }, new TypeError('addresses.multicast does not know the option scope')],
  ['anycast', { family: 'inet' }, new TypeError('addresses.anycast does not know the option family')],
  ['settled', { family: 'inet6' }, new TypeError('addresses.settled does not know the option family')],
  ['add', { ...good, dev: 'eth0' }, new TypeError('addresses.add does not know the option dev')],
  ['list', { family: 'inet5' }, new TypeError('family must be one of "inet", "inet6", not "inet5"')],
  ['list', { address: '::' }, new TypeError('addresses.list does not know the option address')],
];

test.each(refused)('addresses.%s refuses %j before anything is sent', async (verb, options, error) => {
  const { handle, socket } = fakeHandle();
  await expect(new Addresses(handle)[verb](options as never)).rejects.toThrow(
    error.message.startsWith('flag') ? error.message : error,
  );
  await handle.route.idle();
  expect(socket.sent).toEqual([]);
});
