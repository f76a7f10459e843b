import { once } from 'node:events';
import { closeSync } from 'node:fs';
import type { Server, Socket } from 'node:net';
import {
  boolean,
  type Check,
  callback,
  checkOptions,
  integer,
  port,
  signal,
  wrongType,
} from '../check/options.js';
import { hostWithZone } from '../check/zone.js';
import { SystemError } from '../error/system_error.js';
import type { Handle } from '../handle/handle.js';
import type { NativeNamespace } from '../native/addon.js';
import { AF_INET, AF_INET6 } from '../uapi/socket.js';
import { scopeOf } from './scope.js';

/** Where a server listens. */
export interface ListenOptions {
  /** 0, the default: the kernel chooses; `server.address()` tells. */
  readonly port?: number;
  /**
   * An IPv4 or IPv6 address, a link-local one with its link: `fe80::1%eth0`; then `server.address()` fails where Node finds no
   * link of that index outside. Default: every address of both families.
   */
  readonly host?: string;
  /** Pending connections that the kernel keeps, at most net.core.somaxconn. Default 511, as net.Server. */
  readonly backlog?: number;
  /** With an IPv6 host: no IPv4 connections. Default false. */
  readonly ipv6Only?: boolean;
  /**
   * Closes the server when it is aborted, as with net.Server: what is connected stays. If it is before the server
   * listens, `listen` fails with the signal's reason.
   */
  readonly signal?: AbortSignal;
  /**
   * What is to serve: anything with net.Server's `listen({ fd })`, such as http.createServer(). Default: a new
   * net.Server.
   */
  readonly server?: Server;
}

const DEFAULT_BACKLOG = 511;

const server: Check = (field, value) => {
  if (typeof (value as Server | undefined)?.listen !== 'function')
    throw wrongType(field, value, 'a net.Server');
};

/**
 * A TCP server in a namespace, listening.
 *
 * @throws SystemError EADDRINUSE, EADDRNOTAVAIL, EACCES (a port below 1024 without CAP_NET_BIND_SERVICE).
 */
export async function listen(
  handle: Handle,
  options: ListenOptions = {},
  onConnection?: (socket: Socket) => void,
): Promise<Server> {
  checkOptions('listen', options, {
    port,
    host: hostWithZone,
    backlog: integer(1, 0x7fff_ffff),
    ipv6Only: boolean,
    signal,
    server,
  });
  if (onConnection !== undefined) callback('onConnection', onConnection);
  const { signal: aborting } = options;
  aborting?.throwIfAborted();
  const [net, fd] = await Promise.all([
    import('node:net'), // not at the top: a program without sockets starts faster without it
    open(handle, options),
  ]);
  const serving = options.server ?? net.createServer();
  const heed = aborting ? { signal: aborting } : {};
  try {
    aborting?.throwIfAborted();
    serving.listen({ fd, ...heed }, options.backlog ?? DEFAULT_BACKLOG);
  } catch (error) {
    closeSync(fd); // a server that listens already has not taken it
    throw error;
  }
  if (onConnection) serving.on('connection', onConnection);
  try {
    await once(serving, 'listening', heed);
  } catch (error) {
    throw aborting?.aborted ? aborting.reason : error;
  }
  return serving;
}

async function open(handle: Handle, options: ListenOptions): Promise<number> {
  const { host, port = 0, backlog = DEFAULT_BACKLOG, ipv6Only = false } = options;
  if (host !== undefined) {
    const [address = '', zone] = host.split('%');
    const scope = await scopeOf(handle, zone);
    const family = address.includes(':') ? AF_INET6 : AF_INET;
    return handle.open((native) => native.listenTcp(family, address, scope, port, backlog, ipv6Only));
  }
  return handle.open((native) => openEverywhere(native, port, backlog, ipv6Only));
}

async function openEverywhere(
  native: NativeNamespace,
  port: number,
  backlog: number,
  ipv6Only: boolean,
): Promise<number> {
  try {
    return await native.listenTcp(AF_INET6, '::', 0, port, backlog, ipv6Only);
  } catch (error) {
    // A kernel or a namespace without IPv6.
    const without = error instanceof SystemError && /^E(AFNOSUPPORT|ADDRNOTAVAIL)$/.test(error.code);
    if (!without || ipv6Only) throw error;
    return native.listenTcp(AF_INET, '0.0.0.0', 0, port, backlog, false);
  }
}
