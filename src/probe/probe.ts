import { ipAddress } from '../check/ip.js';
import { checkOptions, integer, signal, wrongType } from '../check/options.js';
import { hostWithZone } from '../check/zone.js';
import type { Handle } from '../handle/handle.js';
import type { NativeTcpProbeSocket } from '../native/addon.js';
import { AF_INET, AF_INET6 } from '../uapi/socket.js';
import { judgeRefusal, SynExchange } from './syn_exchange.js';
import type { TcpVerdict } from './verdict.js';

/** Whom to probe, from where, and how patiently. */
export interface TcpProbeOptions {
  /**
   * An IPv4 or IPv6 address: a name would be looked up outside of the namespace. A link-local one needs its link:
   * `fe80::1%eth0`.
   */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** How long to wait for an answer to each SYN, in ms. Default 1000. */
  readonly timeout?: number;
  /**
   * How many SYNs more may follow the first. Default 3: four seconds in all, because Linux takes three to find out
   * that the next hop does not answer, which is another verdict than silence.
   */
  readonly retries?: number;
  /** An address of the namespace. Default: the one that routing gives. */
  readonly sourceAddress?: string;
  /** 1 to 65535. Default: a free one that the kernel chooses. */
  readonly sourcePort?: number;
  /** Ends the probe with the signal's reason, an AbortError. */
  readonly signal?: AbortSignal;
}

/** Asks other hosts, from inside a namespace, what they answer. */
export class Probe {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Finds out whether a TCP port is open, without connecting: `nmap -sS`. Needs CAP_NET_RAW.
   *
   * A SYN with the options of an ordinary one goes out of a raw socket, from a port that stays reserved until the
   * verdict. The kernel knows of no connection behind it: as soon as a SYN and ACK comes back, it answers with a
   * reset, so that nothing half open is left at the far end and no application there notices.
   *
   * @throws TypeError, RangeError for options, before anything is sent; SystemError EADDRNOTAVAIL (sourceAddress),
   *   EADDRINUSE (sourcePort), EPERM; the signal's reason.
   */
  async tcp(options: TcpProbeOptions): Promise<TcpVerdict> {
    const { address, zone, port, timeout, retries, source, sourcePort } = checkTcp(options);
    options.signal?.throwIfAborted();
    const family = address.includes(':') ? AF_INET6 : AF_INET;
    let socket: NativeTcpProbeSocket;
    try {
      socket = await this.#handle.open((native) =>
        native.openTcpProbe(family, address, zone, port, source, sourcePort),
      );
    } catch (error) {
      return judgeRefusal(error, 0);
    }
    try {
      const exchange = new SynExchange(socket, { address, port }, options.signal);
      return await exchange.run({ timeout, attempts: retries + 1 });
    } finally {
      socket.close();
    }
  }
}

function checkTcp(options: TcpProbeOptions) {
  const port = integer(1, 65_535);
  checkOptions(
    'probe.tcp',
    options,
    {
      host: hostWithZone,
      port,
      timeout: integer(1, 3_600_000),
      retries: integer(0, 100),
      sourceAddress: ipAddress,
      sourcePort: port,
      signal,
    },
    ['host', 'port'],
  );
  const { timeout = 1000, retries = 3, sourceAddress: source = '', sourcePort = 0 } = options;
  const [address = '', zone = ''] = options.host.split('%');
  if (source !== '' && source.includes(':') !== address.includes(':')) {
    throw wrongType('sourceAddress', source, 'of the IP version of host');
  }
  return { address, zone, port: options.port, timeout, retries, source, sourcePort };
}
