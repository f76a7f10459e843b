import { describe, expect, test } from 'vitest';
import { LINK_KINDS } from '../../../src/link/kinds/index.js';
import { Links } from '../../../src/link/links.js';
import { fakeHandle } from '../../support/fake_namespace.js';

type Case = readonly [options: object, Error];

const u32 = (field: string, value: unknown) =>
  new RangeError(`${field} must be a whole number from 0 to 4294967295, not ${value}`);
const mac = (field: string, value: string) =>
  new TypeError(`${field} must be a MAC address such as 02:00:00:00:00:01, not "${value}"`);
const blank = (field: string, value: string) =>
  new TypeError(`${field} must be an interface name without "/", ":" or blanks, not "${value}"`);
const long = 'a'.repeat(16);

/** Nothing of what is refused here reaches the kernel. */
async function expectRefused(act: (links: Links) => Promise<unknown>, error: Error) {
  const { handle, socket } = fakeHandle();
  await expect(act(new Links(handle))).rejects.toThrow(error);
  await handle.route.idle();
  expect(socket.sent).toEqual([]);
}

describe('links.add', () => {
  const add = { kind: 'veth', name: 'a', peer: { name: 'b' } };
  const kinds = Object.keys(LINK_KINDS)
    .map((kind) => JSON.stringify(kind))
    .join(', ');
  const noKind = (kind: string) => new TypeError(`kind must be one of ${kinds}, not ${kind}`);

  const refused: readonly Case[] = [
    [{ ...add, kind: 'nope' }, noKind('"nope"')],
    [{ ...add, kind: 'constructor' }, noKind('"constructor"')],
    [{ name: 'a' }, noKind('undefined')],
    [{ kind: 'veth', peer: { name: 'b' } }, new TypeError('links.add needs name')],
    [{ kind: 'veth', name: 'a' }, new TypeError('links.add needs peer')],
    [{ ...add, name: '' }, new TypeError('name must be an interface name, not an empty string')],
    [{ ...add, name: long }, new RangeError(`name must be at most 15 bytes long, not "${long}"`)],
    [{ ...add, name: 'a/b' }, blank('name', 'a/b')],
    [{ ...add, name: 'a b' }, blank('name', 'a b')],
    [{ ...add, index: 0 }, new RangeError('index must be a whole number from 1 to 2147483647, not 0')],
    [{ ...add, address: 'zz' }, mac('address', 'zz')],
    [{ ...add, mtu: -1 }, u32('mtu', -1)],
    [{ ...add, mtu: '1500' }, new TypeError('mtu must be a number, not "1500"')],
    [{ ...add, up: 1 }, new TypeError('up must be true or false, not 1')],
    [{ ...add, color: 1 }, new TypeError('links.add does not know the option color')],
    [{ ...add, peer: 'b' }, new TypeError('peer takes an object, not "b"')],
    [{ ...add, peer: {} }, new TypeError('peer needs name')],
    [
      { ...add, peer: { name: long } },
      new RangeError(`peer.name must be at most 15 bytes long, not "${long}"`),
    ],
    [{ ...add, peer: { name: 'b', address: 'zz' } }, mac('peer.address', 'zz')],
    [{ ...add, peer: { name: 'b', mtu: 2 ** 32 } }, u32('peer.mtu', 2 ** 32)],
    [{ ...add, peer: { name: 'b', color: 1 } }, new TypeError('peer does not know the option color')],
    [
      { ...add, peer: { name: 'b', namespace: 'wan' } },
      new TypeError('peer.namespace must be a Namespace, not "wan"'),
    ],
  ];

  test.each(refused)('refuses %j', async (options, error) => {
    await expectRefused((links) => links.add(options as never), error);
  });

  test.each([undefined, null])('refuses %j', async (options) => {
    await expectRefused((links) => links.add(options as never), noKind('undefined'));
  });
});

describe('links.set', () => {
  const refused: readonly Case[] = [
    [{ mtu: -1 }, u32('mtu', -1)],
    [{ name: 'a:b' }, blank('name', 'a:b')],
    [{ up: 'yes' }, new TypeError('up must be true or false, not "yes"')],
    [{ address: '02:00' }, mac('address', '02:00')],
    [{ alias: 5 }, new TypeError('alias must be a string, not 5')],
    [{ txQueueLength: 1.5 }, u32('txQueueLength', 1.5)],
    [{ group: -1 }, u32('group', -1)],
    [{ namespace: 'wan' }, new TypeError('namespace must be a Namespace, not "wan"')],
    [{ namespace: null }, new TypeError('namespace must be a Namespace, not null')],
    [{ foo: 1 }, new TypeError('links.set does not know the option foo')],
    [{ master: null, port: { kind: 'bridge' } }, new TypeError('port needs a master, and master is null')],
  ];

  test.each(refused)('refuses %j', async (changes, error) => {
    await expectRefused((links) => links.set('lo', changes), error);
  });
});

describe('the link that is meant', () => {
  const refused: readonly (readonly [link: unknown, Error])[] = [
    ['', new TypeError('link must be an interface name, not an empty string')],
    ['a b', blank('link', 'a b')],
    [0, new RangeError('link must be a whole number from 1 to 2147483647, not 0')],
    [undefined, new TypeError('link must be an interface name, not undefined')],
    [{ name: 'lo' }, new TypeError("link must be an interface name, not { name: 'lo' }")],
  ];

  test.each(refused)('is not %j', async (link, error) => {
    await expectRefused((links) => links.get(link as never), error);
    await expectRefused((links) => links.set(link as never, {}), error);
    await expectRefused((links) => links.delete(link as never), error);
  });
});

test('links.list refuses what it does not know', async () => {
  await expectRefused(
    (links) => links.list({ kind: 5 } as never),
    new TypeError('kind must be a string, not 5'),
  );
  await expectRefused(
    (links) => links.list({ up: true } as never),
    new TypeError('links.list does not know the option up'),
  );
});
