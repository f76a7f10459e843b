import { once } from 'node:events';
import type { Socket, SocketConstructorOpts } from 'node:net';
import { ipAddress } from '../check/ip.js';
import { checkOptions, port, signal, wrongType } from '../check/options.js';
import { hostWithZone } from '../check/zone.js';
import type { Handle } from '../handle/handle.js';

import { AF_INET, AF_INET6 } from '../uapi/socket.js';
import { scopeOf } from './scope.js';

/** Where a connection goes and comes from. */
export interface ConnectOptions {
  /**
   * An IPv4 or IPv6 address, a link-local one with its link: `fe80::1%eth0`; then Node cannot say what `remoteAddress` and
   * the like are, since it looks for the link outside. No name, which would be looked up outside as well.
   */
  readonly host: string;
  readonly port: number;
  /** Source address. The kernel chooses if it is left out. */
  readonly localAddress?: string;
  /** Source port. The kernel chooses if it is left out. */
  readonly localPort?: number;
  /** Aborts the attempt, which fails with the signal's reason; once connected it does nothing more. */
  readonly signal?: AbortSignal;
}

/**
 * A TCP connection out of a namespace, as a connected net.Socket.
 *
 * @throws Error ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, as of net.connect; AbortError; SystemError
 * EADDRINUSE, EADDRNOTAVAIL, EACCES of the source address and port.
 */
export async function connect(handle: Handle, options: ConnectOptions): Promise<Socket> {
  checkOptions(
    'connect',
    options,
    { host: hostWithZone, port, localAddress: ipAddress, localPort: port, signal },
    ['host', 'port'],
  );
  const { localAddress, localPort = 0, signal: aborting } = options;
  const [host = '', zone] = options.host.split('%');
  const inet6 = host.includes(':');
  if (localAddress !== undefined && localAddress.includes(':') !== inet6)
    throw wrongType('localAddress', localAddress, 'of the IP version of host');
  aborting?.throwIfAborted();
  const local = localAddress ?? (localPort === 0 ? '' : inet6 ? '::' : '0.0.0.0');
  const [net, fd] = await Promise.all([
    import('node:net'), // not at the top: a program without sockets starts faster without it
    scopeOf(handle, zone).then((scope) =>
      handle.open((native) => native.openTcp(inet6 ? AF_INET6 : AF_INET, local, localPort, scope)),
    ),
  ]);

  // The socket belongs to the namespace since it was made; net.Socket only has to use it. It must not read before
  // it is connected, which is what manualStart, an option that net itself uses, is for.
  const socket = new net.Socket({ fd, manualStart: true } as SocketConstructorOpts);
  try {
    socket.connect({ host, port: options.port });
    await once(socket, 'connect', aborting ? { signal: aborting } : {});
  } catch (error) {
    socket.destroy();
    throw aborting?.aborted ? aborting.reason : error;
  }
  return socket;
}
