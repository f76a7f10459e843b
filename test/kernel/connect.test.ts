import { once } from 'node:events';
import { connect as connectHere } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import type { ConnectOptions } from '../../src/socket/connect.js';
import { leavesNothingBehind, openDescriptors } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { echo, textFrom } from '../support/tcp.js';
import { addressedPair, withLoopback } from '../support/topology.js';

needs('root', 'ipv6');
leavesNothingBehind();

/** A connection, for this test only. */
async function connected(namespace: Namespace, options: ConnectOptions) {
  const socket = await namespace.connect(options);
  onTestFinished(() => void socket.destroy());
  return socket;
}

describe.each([
  ['IPv4', '192.0.2.1', '192.0.2.2'],
  ['IPv6', '2001:db8::1', '2001:db8::2'],
])('over %s, a connection', (_version, near, far) => {
  test('leads from one namespace to another, and carries text both ways', async () => {
    const pair = await addressedPair();
    const { port } = await echo(pair.far);
    const socket = await connected(pair.near, { host: far, port });
    expect(socket).toMatchObject({ remoteAddress: far, remotePort: port, localAddress: near });
    socket.end('there and back');
    expect(await textFrom(socket)).toBe('there and back');
  });

  test('may come from an address and a port of choice', async () => {
    const pair = await addressedPair();
    const { port } = await echo(pair.far);
    const socket = await connected(pair.near, { host: far, port, localAddress: near, localPort: 40_000 });
    expect(socket).toMatchObject({ localAddress: near, localPort: 40_000 });
  });

  test('may come from a port of choice and any address', async () => {
    const pair = await addressedPair();
    const { port } = await echo(pair.far);
    const socket = await connected(pair.near, { host: far, port, localPort: 40_001 });
    expect(socket).toMatchObject({ localAddress: near, localPort: 40_001 });
  });

  test('is refused where nobody listens', async () => {
    const { near: from } = await addressedPair();
    await expect(from.connect({ host: far, port: 1 })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      syscall: 'connect',
      address: far,
      port: 1,
    });
  });
});

test('data that arrives before anybody reads is not lost', async () => {
  const namespace = await withLoopback();
  const server = await namespace.listen({ host: '127.0.0.1' }, (socket) => socket.end('early'));
  onTestFinished(() => void server.close());
  const socket = await connected(namespace, { host: '127.0.0.1', port: portOf(server) });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await textFrom(socket)).toBe('early');
});

function portOf(server: { address(): unknown }): number {
  return (server.address() as { port: number }).port;
}

test('a large body arrives whole', async () => {
  const namespace = await withLoopback();
  const { port } = await echo(namespace);
  const socket = await connected(namespace, { host: '127.0.0.1', port });
  const text = 'x'.repeat(1_000_000);
  socket.end(text);
  expect((await textFrom(socket)) === text).toBe(true);
});

test('a connection outlives the handle of its namespace', async () => {
  const namespace = await withLoopback();
  const { port } = await echo(namespace);
  const socket = await connected(namespace, { host: '127.0.0.1', port });
  await namespace.close();
  socket.end('still here');
  expect(await textFrom(socket)).toBe('still here');
});

test('what listens in a namespace is not reached from outside of it', async () => {
  const { port } = await echo(await withLoopback());
  const socket = connectHere({ host: '127.0.0.1', port });
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
});

describe('an attempt that is aborted', () => {
  /** Nobody answers there: the address is on the link, but not taken. */
  const nowhere = { host: '192.0.2.77', port: 9 };

  test('before it begins fails with the reason, and opens nothing', async () => {
    const { near } = await addressedPair();
    const descriptors = openDescriptors();
    const signal = AbortSignal.abort();
    await expect(near.connect({ ...nowhere, signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(openDescriptors()).toBe(descriptors);
  });

  test('while it waits fails with the reason, and closes its socket', async () => {
    const { near } = await addressedPair();
    const descriptors = openDescriptors();
    const controller = new AbortController();
    const attempt = near.connect({ ...nowhere, signal: controller.signal });
    setTimeout(() => controller.abort(), 30);
    await expect(attempt).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(openDescriptors).toBe(descriptors);
  });

  test.each([new Error('mine'), 'a word', null])('fails even if its reason is %j', async (reason) => {
    const { near } = await addressedPair();
    const controller = new AbortController();
    const attempt = near.connect({ ...nowhere, signal: controller.signal });
    setTimeout(() => controller.abort(reason), 30);
    await expect(attempt).rejects.toBe(reason);
  });

  test('by a timeout says so', async () => {
    const { near } = await addressedPair();
    const attempt = near.connect({ ...nowhere, signal: AbortSignal.timeout(30) });
    await expect(attempt).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('after it has succeeded lives on', async () => {
    const namespace = await withLoopback();
    const { port } = await echo(namespace);
    const controller = new AbortController();
    const { signal } = controller;
    const socket = await connected(namespace, { host: '127.0.0.1', port, signal });
    controller.abort();
    socket.end('still here');
    expect(await textFrom(socket)).toBe('still here');
  });
});

test('a link-local address is reached by its link', async () => {
  const { near, far } = await addressedPair();
  await near.addresses.add({ link: 'near0', address: 'fe80::a/64', nodad: true });
  await far.addresses.add({ link: 'far0', address: 'fe80::b/64', nodad: true });
  await near.links.set('lo', { up: true }); // another link, so that it matters which one it is
  const { port } = await echo(far);
  const localAddress = 'fe80::a';
  const socket = await connected(near, { host: 'fe80::b%near0', port, localAddress, localPort: 4242 });
  socket.end('across');
  expect(await textFrom(socket)).toBe('across');
  await expect(near.connect({ host: 'fe80::b', port })).rejects.toThrow('such as fe80::1%eth0');
  await expect(near.connect({ host: 'fe80::b%nope', port })).rejects.toMatchObject({ code: 'ENODEV' });
});

describe('what cannot be reached', () => {
  test('is ENETUNREACH without a route', async () => {
    const { near } = await addressedPair();
    await expect(near.connect({ host: '203.0.113.1', port: 80 })).rejects.toMatchObject({
      code: 'ENETUNREACH',
    });
  });

  test('is EADDRNOTAVAIL from an address that is not there', async () => {
    const { near } = await addressedPair();
    const options = { host: '192.0.2.2', port: 80, localAddress: '192.0.2.99' };
    await expect(near.connect(options)).rejects.toMatchObject({
      name: 'SystemError',
      code: 'EADDRNOTAVAIL',
      operation: 'bind',
    });
  });

  const refused: readonly (readonly [options: object, Error])[] = [
    [{ host: 'localhost', port: 80 }, new TypeError('host must be an IPv4 or IPv6 address, not "localhost"')],
    [{ host: '192.0.2.1' }, new TypeError('connect needs port')],
    [{ port: 80 }, new TypeError('connect needs host')],
    [{ host: '::', port: -1 }, new RangeError('port must be a whole number from 0 to 65535, not -1')],
    [
      { host: '::', port: 80, localPort: 70_000 },
      new RangeError('localPort must be a whole number from 0 to 65535, not 70000'),
    ],
    [{ host: '::', port: 80, signal: 5 }, new TypeError('signal must be an AbortSignal, not 5')],
    [{ host: '::', port: 80, timeout: 5 }, new TypeError('connect does not know the option timeout')],
    [
      { host: '192.0.2.1', port: 80, localAddress: '::1' },
      new TypeError('localAddress must be of the IP version of host, not "::1"'),
    ],
  ];

  test.each(refused)('is %j, which is refused at once', async (options, error) => {
    const namespace = await withLoopback();
    await expect(namespace.connect(options as never)).rejects.toThrow(error);
  });
});
