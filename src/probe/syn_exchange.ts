import { describeErrno, SystemError } from '../error/system_error.js';
import type { NativeTcpProbeSocket } from '../native/addon.js';
import { encodeSyn } from '../packet/syn.js';
import { Tcp } from '../packet/tcp.js';
import { SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6 } from '../uapi/errqueue.js';
import { decodeReceived, type Received } from './received.js';
import type { IcmpReport, TcpVerdict } from './verdict.js';

export interface SynTarget {
  readonly address: string;
  readonly port: number;
}

/** How often to try, and how long to wait each time. */
export interface SynPatience {
  /** In ms. */
  readonly timeout: number;
  readonly attempts: number;
}

/** What this host itself can have against sending: no route, a prohibiting or black-hole route, a link that is down. */
const REFUSALS: ReadonlySet<string> = new Set([
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EACCES',
  'EINVAL',
]);

/** The verdict on a send or connect that this host refused; any other error is thrown again. */
export function judgeRefusal(error: unknown, attempts: number): TcpVerdict {
  if (!(error instanceof SystemError) || !/^(connect|send)$/.test(error.operation)) throw error;
  if (REFUSALS.has(error.code)) return { state: 'unreachable', attempts, error: error.code };
  // What a drop in an output hook of netfilter looks like from here.
  if (error.code === 'EPERM') return { state: 'filtered', attempts, error: error.code };
  throw error;
}

/** One probe under way: SYNs from one port, and what comes back for them. */
export class SynExchange {
  readonly #socket: NativeTcpProbeSocket;
  readonly #target: SynTarget;
  readonly #signal: AbortSignal | undefined;
  /** The same in each attempt, as in a retransmission; the timestamp option tells the attempts apart. */
  readonly #sequence = randomWord();
  readonly #clock = randomWord();
  /** When each attempt was sent, in nanoseconds since 1970. */
  readonly #sent: bigint[] = [];
  #ready: (() => void) | undefined;
  #waiting = false;

  constructor(socket: NativeTcpProbeSocket, target: SynTarget, signal: AbortSignal | undefined) {
    this.#socket = socket;
    this.#target = target;
    this.#signal = signal;
  }

  /** @throws the signal's reason if it is aborted. */
  async run({ timeout, attempts }: SynPatience): Promise<TcpVerdict> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      this.#signal?.throwIfAborted();
      try {
        this.#sent.push(this.#socket.send(this.#syn(attempt)));
      } catch (error) {
        return judgeRefusal(error, attempt + 1);
      }
      const verdict = await this.#answer(performance.now() + timeout);
      if (verdict) return verdict;
    }
    return { state: 'filtered', attempts };
  }

  #syn(attempt: number): Uint8Array {
    return encodeSyn({
      source: this.#socket.source,
      destination: this.#target.address,
      sourcePort: this.#socket.sourcePort,
      destinationPort: this.#target.port,
      sequence: this.#sequence,
      timestamp: (this.#clock + attempt) >>> 0,
    });
  }

  /** What decides the probe, if it comes before the deadline. */
  async #answer(deadline: number): Promise<TcpVerdict | undefined> {
    const addressLength = this.#target.address.includes(':') ? 16 : 4;
    while (await this.#readable(deadline - performance.now())) {
      for (const received of decodeReceived(this.#socket.take(), addressLength)) {
        const verdict = received.errno === 0 ? this.#judgeSegment(received) : this.#judgeError(received);
        if (verdict) return verdict;
      }
    }
    return undefined;
  }

  #judgeSegment({ segment, timestamp, from, hops }: Received): TcpVerdict | undefined {
    const tcp = new Tcp(segment);
    const ours = tcp.sourcePort === this.#target.port && tcp.destinationPort === this.#socket.sourcePort;
    const answers = tcp.ack && tcp.acknowledgement === (this.#sequence + 1) >>> 0;
    if (tcp.defect || !ours || !answers || !(tcp.syn || tcp.rst)) return undefined;

    const { window, options } = tcp;
    const echoed = options.find((option) => option.kind === 'timestamps')?.echo;
    const attempt = echoed === undefined ? -1 : (echoed - this.#clock) >>> 0;
    const sent = this.#sent[attempt] ?? this.#sent.at(-1) ?? timestamp;
    const rtt = Math.max(0, Number(timestamp - sent) / 1e6);
    const state = tcp.rst ? 'closed' : 'open';
    return { state, attempts: this.#sent.length, rtt, address: from, ttl: hops, window, options };
  }

  /** Errors reach every raw socket of the same ends, so the quoted ports and number must be ours. */
  #judgeError(received: Received): TcpVerdict | undefined {
    const { sourcePort, destinationPort, sequence } = new Tcp(received.segment);
    const ours = sourcePort === this.#socket.sourcePort && destinationPort === this.#target.port;
    if (!ours || sequence !== this.#sequence) return undefined;
    const { code: error } = describeErrno(received.errno);
    const icmp = icmpReport(received);
    return { state: 'unreachable', attempts: this.#sent.length, error, ...(icmp && { icmp }) };
  }

  /** Whether something arrived within so many ms. */
  async #readable(ms: number): Promise<boolean> {
    this.#signal?.throwIfAborted();
    if (!this.#waiting) {
      this.#waiting = true;
      this.#socket.wait(() => {
        this.#waiting = false;
        this.#ready?.();
      });
    }
    return await new Promise<boolean>((resolve, reject) => {
      const settle = (done: () => void) => () => {
        clearTimeout(timer);
        this.#ready = undefined;
        this.#signal?.removeEventListener('abort', abort);
        done();
      };
      const timer = setTimeout(
        settle(() => resolve(false)),
        Math.max(0, ms),
      );
      const abort = settle(() => reject(this.#signal?.reason));
      this.#ready = settle(() => resolve(true));
      this.#signal?.addEventListener('abort', abort);
    });
  }
}

function icmpReport({ origin, type, code, from }: Received): IcmpReport | undefined {
  if (origin === SO_EE_ORIGIN_ICMP) return { protocol: 'icmp', type, code, from };
  return origin === SO_EE_ORIGIN_ICMP6 ? { protocol: 'icmpv6', type, code, from } : undefined;
}

/** Not to be guessed from outside. The global is loaded at its first use, which importing node:crypto is not. */
function randomWord(): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return word;
}
