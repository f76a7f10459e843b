import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import type { ListenOptions } from '../../src/socket/listen.js';

/** Where a server listens. */
export function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no address');
  return address;
}

/** Has a server closed, and everybody who is connected to it put off, when the test ends. */
export function closedAfterTest(server: Server): Server {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // a client that goes away is not what is tested
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  });
  return server;
}

/** A server that sends back what it gets, for this test only. */
export async function echo(namespace: Namespace, options?: ListenOptions): Promise<AddressInfo> {
  const server = await namespace.listen(options, (socket) => void socket.pipe(socket));
  return addressOf(closedAfterTest(server));
}

/** All that comes out of a socket until its end. */
export function textFrom(socket: Socket): Promise<string> {
  return text(socket);
}
