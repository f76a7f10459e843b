import type { Socket, SocketConstructorOpts } from 'node:net';
import { ipAddress } from '../check/ip.js';
import { checkOptions, port, signal } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { AF_INET, AF_INET6 } from '../uapi/socket.js';

/** Where a connection goes and comes from. */
export interface ConnectOptions {
  /** An IPv4 or IPv6 address: a name would be looked up outside of the namespace. */
  readonly host: string;
  readonly port: number;
  /** Source address. The kernel chooses if it is left out. */
  readonly localAddress?: string;
  /** Source port. The kernel chooses if it is left out. */
  readonly localPort?: number;
  /** Aborts the attempt with an AbortError; once connected it does nothing more. */
  readonly signal?: AbortSignal;
}

/**
 * A TCP connection out of a namespace, as a connected net.Socket.
 *
 * @throws Error ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, as of net.connect; AbortError.
 */
export async function connect(handle: Handle, options: ConnectOptions): Promise<Socket> {
  checkOptions(
    'connect',
    options,
    { host: ipAddress, port, localAddress: ipAddress, localPort: port, signal },
    ['host', 'port'],
  );
  const { host, localAddress, localPort = 0 } = options;
  options.signal?.throwIfAborted();
  const family = host.includes(':') ? AF_INET6 : AF_INET;
  const any = family === AF_INET6 ? '::' : '0.0.0.0';
  const local = localAddress ?? (localPort > 0 ? any : '');
  const [net, fd] = await Promise.all([
    import('node:net'), // not at the top: a program without sockets starts faster without it
    handle.hold(handle.native.openTcp(family, local, localPort)),
  ]);

  // The socket belongs to the namespace since it was made; net.Socket only has to use it. It must not read before
  // it is connected, which is what manualStart, an option that net itself uses, is for.
  const socket = new net.Socket({ fd, manualStart: true } as SocketConstructorOpts);
  await new Promise<void>((resolve, reject) => {
    const abort = () => socket.destroy(options.signal?.reason as Error);
    const settle = (error?: Error) => {
      options.signal?.removeEventListener('abort', abort);
      socket.removeListener('error', settle);
      socket.removeListener('connect', settle);
      if (error) reject(error);
      else resolve();
    };
    socket.once('error', settle);
    socket.once('connect', () => settle());
    options.signal?.addEventListener('abort', abort);
    if (options.signal?.aborted) abort();
    else socket.connect({ host, port: options.port });
  });
  return socket;
}
