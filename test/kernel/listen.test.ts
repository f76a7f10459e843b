import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { describe, expect, test } from 'vitest';
import { HANDLE } from '../../src/handle/handle.js';
import { Namespace } from '../../src/namespace/namespace.js';
import type { ListenOptions } from '../../src/socket/listen.js';
import { leavesNothingBehind, openDescriptors } from '../support/leaks.js';
import { closedAfterTest as kept, unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { carries } from '../support/switched.js';
import { addressOf, closedAfterTest, textFrom } from '../support/tcp.js';
import { vethPair, withLoopback } from '../support/topology.js';

needs('root', 'ipv6');
leavesNothingBehind();

/** A server that says hello, for this test only. */
async function listening(namespace: Namespace, options?: ListenOptions): Promise<Server> {
  return closedAfterTest(await namespace.listen(options, (socket) => socket.end('hello')));
}

async function heard(namespace: Namespace, host: string, port: number): Promise<string> {
  return textFrom(await namespace.connect({ host, port }));
}

describe('a server', () => {
  test('listens on every address of both families unless it is told otherwise', async () => {
    const namespace = await withLoopback();
    const { address, family, port } = addressOf(await listening(namespace));
    expect([address, family]).toEqual(['::', 'IPv6']);
    expect(port).toBeGreaterThan(1023);
    expect(await heard(namespace, '127.0.0.1', port)).toBe('hello');
    expect(await heard(namespace, '::1', port)).toBe('hello');
  });

  test('listens on a link-local address, of its link', async () => {
    const { near, far } = await vethPair();
    await Promise.all([
      near.addresses.add({ link: 'near0', address: 'fe80::a/64', nodad: true }),
      far.addresses.add({ link: 'far0', address: 'fe80::b/64', nodad: true }),
    ]);
    await Promise.all([carries(near, 'near0'), carries(far, 'far0')]);
    await listening(near, { host: 'fe80::a%near0', port: 80 });
    expect(await far.probe.tcp({ host: 'fe80::a%far0', port: 80 })).toMatchObject({ state: 'open' });
    await expect(near.listen({ host: 'fe80::a%nope' })).rejects.toMatchObject({ code: 'ENODEV' });
    await expect(near.listen({ host: 'fe80::a' })).rejects.toThrow('with its link, such as fe80::1%eth0');
  });

  test('listens on a port and an address of choice', async () => {
    const namespace = await withLoopback();
    const server = await listening(namespace, { host: '127.0.0.1', port: 80 });
    expect(addressOf(server)).toEqual({ address: '127.0.0.1', family: 'IPv4', port: 80 });
    expect(await heard(namespace, '127.0.0.1', 80)).toBe('hello');
    await expect(namespace.connect({ host: '::1', port: 80 })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  test('may be for IPv6 alone', async () => {
    const namespace = await withLoopback();
    const { port } = addressOf(await listening(namespace, { host: '::', ipv6Only: true }));
    expect(await heard(namespace, '::1', port)).toBe('hello');
    await expect(namespace.connect({ host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  test('does without IPv6 where there is none', async () => {
    const namespace = await withLoopback();
    await namespace.sysctl.set('net.ipv6.conf.all.disable_ipv6', 1);
    const { port } = addressOf(await listening(namespace));
    expect(await heard(namespace, '127.0.0.1', port)).toBe('hello');
  });

  test('may be one that exists already', async () => {
    const namespace = await withLoopback();
    const server = createServer((socket) => socket.end('mine'));
    expect(await namespace.listen({ server, port: 7 })).toBe(server);
    closedAfterTest(server);
    expect(await heard(namespace, '127.0.0.1', 7)).toBe('mine');
  });

  test('has a port of its own in every namespace', async () => {
    const namespaces = await Promise.all([withLoopback(), withLoopback()]);
    await Promise.all(namespaces.map((namespace) => listening(namespace, { port: 7 })));
    for (const namespace of namespaces) expect(await heard(namespace, '127.0.0.1', 7)).toBe('hello');
  });

  test('outlives the handle of its namespace', async () => {
    const namespace = await withLoopback();
    const again = kept(await Namespace.open({ fd: namespace[HANDLE].native.fd }));
    const { port } = addressOf(await listening(namespace));
    await namespace.close();
    expect(await heard(again, '127.0.0.1', port)).toBe('hello');
  });
});

describe('a port that is taken', () => {
  test('is EADDRINUSE, with the address, and nothing stays open', async () => {
    const namespace = await withLoopback();
    await listening(namespace, { port: 80 });
    const descriptors = openDescriptors();
    await expect(namespace.listen({ port: 80 })).rejects.toMatchObject({
      name: 'SystemError',
      message: 'EADDRINUSE: bind [::]:80: address already in use',
      code: 'EADDRINUSE',
      operation: 'bind',
    });
    await expect(namespace.listen({ host: '127.0.0.1', port: 80 })).rejects.toMatchObject({
      message: 'EADDRINUSE: bind 127.0.0.1:80: address already in use',
    });
    expect(openDescriptors()).toBe(descriptors);
  });
});

describe('a signal', () => {
  test('closes the server, and leaves what is connected alone', async () => {
    const ns = await unnamed();
    await ns.links.set('lo', { up: true });
    const aborting = new AbortController();
    const server = await ns.listen({ host: '127.0.0.1', signal: aborting.signal }, (socket) => {
      socket.on('data', (data) => socket.end(data));
    });
    const { port } = server.address() as AddressInfo;
    const socket = await ns.connect({ host: '127.0.0.1', port });
    aborting.abort();
    const closed = once(server, 'close');
    await expect(ns.connect({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    socket.write('still there');
    expect(String((await once(socket, 'data'))[0])).toBe('still there');
    await closed;
  });

  test.each(['before', 'while'])(
    'that is aborted %s it is made: its reason, and nothing stays open',
    async (when) => {
      const ns = await unnamed();
      const reason = new Error('no more');
      const aborting = new AbortController();
      if (when === 'before') aborting.abort(reason);
      const listening = ns.listen({ port: 7000, signal: aborting.signal });
      aborting.abort(reason);
      await expect(listening).rejects.toBe(reason);
      (await ns.listen({ port: 7000 })).close();
    },
  );
});

test.each([null, 'f', {}])(
  'what is to be called for a connection is a function, not %s',
  async (listener) => {
    const ns = await unnamed();
    await expect(ns.listen({ port: 7000 }, listener as never)).rejects.toThrow(
      'onConnection must be a function',
    );
    (await ns.listen({ port: 7000 })).close();
  },
);

test('a server that listens already is refused, and nothing stays open', async () => {
  const namespace = await withLoopback();
  const server = await listening(namespace);
  const descriptors = openDescriptors();
  await expect(namespace.listen({ server })).rejects.toMatchObject({ code: 'ERR_SERVER_ALREADY_LISTEN' });
  await expect.poll(openDescriptors).toBe(descriptors);
});

test('an address that is not there is EADDRNOTAVAIL', async () => {
  const namespace = await withLoopback();
  await expect(namespace.listen({ host: '192.0.2.1' })).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
});

const refused: readonly (readonly [options: object, Error])[] = [
  [{ host: 'localhost' }, new TypeError('host must be an IPv4 or IPv6 address, not "localhost"')],
  [{ port: '80' }, new TypeError('port must be a number, not "80"')],
  [{ port: 65_536 }, new RangeError('port must be a whole number from 0 to 65535, not 65536')],
  [{ backlog: 0 }, new RangeError('backlog must be a whole number from 1 to 2147483647, not 0')],
  [{ ipv6Only: 1 }, new TypeError('ipv6Only must be true or false, not 1')],
  [{ server: {} }, new TypeError('server must be a net.Server, not {}')],
  [{ path: '/tmp/x' }, new TypeError('listen does not know the option path')],
];

test.each(refused)('listening on %j is refused at once', async (options, error) => {
  const namespace = await unnamed();
  await expect(namespace.listen(options)).rejects.toThrow(error);
});
