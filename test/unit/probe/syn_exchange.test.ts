import { describe, expect, test } from 'vitest';
import { SystemError } from '../../../src/error/system_error.js';
import type { NativeTcpProbeSocket } from '../../../src/native/addon.js';
import { parseIp } from '../../../src/packet/address.js';
import { encodeTcp, Tcp, type TcpFields } from '../../../src/packet/tcp.js';
import { judgeRefusal, SynExchange } from '../../../src/probe/syn_exchange.js';
import { LITTLE_ENDIAN } from '../../../src/wire/endian.js';

const SOURCE = '192.0.2.1';
const TARGET = { address: '192.0.2.2', port: 443 };

interface Reply {
  readonly segment: Uint8Array;
  readonly errno?: number;
  readonly icmp?: readonly [origin: number, type: number, code: number, from: string];
}

/** As native/core/tcp_probe_socket.h lays records out. */
function record({ segment, errno = 0, icmp }: Reply, timestamp: bigint): Uint8Array {
  const [origin, type, code, from] = icmp ?? [0, 0, 0, TARGET.address];
  const bytes = new Uint8Array(40 + Math.ceil(segment.length / 8) * 8);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, timestamp, LITTLE_ENDIAN);
  view.setUint32(8, segment.length, LITTLE_ENDIAN);
  view.setUint32(12, errno, LITTLE_ENDIAN);
  bytes.set([origin, type, code, 57, ...(parseIp(from) ?? [])], 20);
  bytes.set(segment, 40);
  return bytes;
}

/** A socket that answers each SYN as it is told to; attempt n is sent at n seconds, answered 5 ms later. */
class FakeSocket implements NativeTcpProbeSocket {
  readonly source = SOURCE;
  readonly sourcePort = 40_000;
  readonly sent: Tcp[] = [];
  readonly #answer: (syn: Tcp, attempt: number) => Reply[];
  #arrived: Uint8Array[] = [];
  #callback: (() => void) | undefined;

  constructor(answer: (syn: Tcp, attempt: number) => Reply[]) {
    this.#answer = answer;
  }

  send(segment: Uint8Array): bigint {
    const syn = new Tcp(segment);
    const at = BigInt(this.sent.push(syn)) * 1_000_000_000n;
    const replies = this.#answer(syn, this.sent.length);
    if (replies.length > 0) {
      this.#arrived.push(...replies.map((reply) => record(reply, at + 5_000_000n)));
      setImmediate(() => this.#callback?.());
    }
    return at;
  }

  wait(callback: () => void): void {
    this.#callback = () => {
      this.#callback = undefined;
      callback();
    };
    if (this.#arrived.length > 0) setImmediate(() => this.#callback?.());
  }

  take(): ArrayBuffer {
    const bytes = Uint8Array.from(this.#arrived.flatMap((part) => [...part]));
    this.#arrived = [];
    return bytes.buffer;
  }

  close(): void {
    this.#callback = undefined;
  }
}

/** What comes back from the target, by default a SYN and ACK that fit. */
function reply(syn: Tcp, fields: Partial<TcpFields> = {}): Reply {
  const ends = { source: TARGET.address, destination: SOURCE, sourcePort: 443, destinationPort: 40_000 };
  const acknowledgement = (syn.sequence + 1) >>> 0;
  return {
    segment: encodeTcp({
      ...ends,
      sequence: 9,
      acknowledgement,
      flags: ['syn', 'ack'],
      window: 1000,
      ...fields,
    }),
  };
}

function exchange(answer: (syn: Tcp, attempt: number) => Reply[], signal?: AbortSignal) {
  const socket = new FakeSocket(answer);
  const verdict = new SynExchange(socket, TARGET, signal).run({ timeout: 30, attempts: 3 });
  return { socket, verdict };
}

const timestampOf = (syn: Tcp) =>
  syn.options.find((option) => option.kind === 'timestamps')?.value ?? Number.NaN;

describe('a SYN exchange', () => {
  test('is open after SYN and ACK', async () => {
    const options = [{ kind: 'mss', value: 1400 }] as const;
    const { verdict, socket } = exchange((syn) => [reply(syn, { options })]);
    expect(await verdict).toEqual({
      state: 'open',
      attempts: 1,
      rtt: 5,
      address: TARGET.address,
      ttl: 57,
      window: 1000,
      options,
    });
    expect(socket.sent[0]).toMatchObject({ sourcePort: 40_000, destinationPort: 443, flags: 2 });
  });

  test('is closed after a reset', async () => {
    const { verdict } = exchange((syn) => [reply(syn, { flags: ['rst', 'ack'], window: 0 })]);
    expect(await verdict).toMatchObject({ state: 'closed', attempts: 1, rtt: 5, window: 0 });
  });

  test('is filtered after silence', async () => {
    const { verdict, socket } = exchange(() => []);
    expect(await verdict).toEqual({ state: 'filtered', attempts: 3 });
    expect(new Set(socket.sent.map(({ sequence }) => sequence)).size).toBe(1);
    expect(new Set(socket.sent.map(timestampOf)).size).toBe(3);
  });

  test('counts the time from the SYN whose timestamp is echoed', async () => {
    const first: Tcp[] = [];
    const { verdict } = exchange((syn, attempt) => {
      first.push(syn);
      const echo = timestampOf(first[0] ?? syn);
      return attempt < 3 ? [] : [reply(syn, { options: [{ kind: 'timestamps', value: 1, echo }] })];
    });
    expect(await verdict).toMatchObject({ state: 'open', attempts: 3, rtt: 2005 });
  });

  test.each<[string, Partial<TcpFields>]>([
    ['another port', { destinationPort: 40_001 }],
    ['another target port', { sourcePort: 444 }],
    ['another acknowledgement', { acknowledgement: 1 }],
    ['no acknowledgement', { flags: ['syn'] }],
    ['a reset of nothing', { flags: ['rst'] }],
    ['a plain ACK', { flags: ['ack'] }],
  ])('is not decided by %s', async (_what, fields) => {
    const { verdict } = exchange((syn) => [reply(syn, fields)]);
    expect(await verdict).toEqual({ state: 'filtered', attempts: 3 });
  });

  test('is not decided by half a header', async () => {
    const { verdict } = exchange((syn) => [{ segment: reply(syn).segment.subarray(0, 19) }]);
    expect(await verdict).toEqual({ state: 'filtered', attempts: 3 });
  });

  test('is unreachable after an ICMP error that quotes its SYN', async () => {
    const { verdict } = exchange((syn) => [
      { segment: syn.bytes.subarray(0, 8), errno: 113, icmp: [2, 3, 13, '203.0.113.9'] },
    ]);
    expect(await verdict).toEqual({
      state: 'unreachable',
      attempts: 1,
      error: 'EHOSTUNREACH',
      icmp: { protocol: 'icmp', type: 3, code: 13, from: '203.0.113.9' },
    });
  });

  test('is unreachable after an error of this host itself', async () => {
    const { verdict } = exchange((syn) => [
      { segment: syn.bytes.subarray(0, 8), errno: 113, icmp: [1, 0, 0, '0.0.0.0'] },
    ]);
    expect(await verdict).toEqual({ state: 'unreachable', attempts: 1, error: 'EHOSTUNREACH' });
  });

  test.each([
    ['another port', 1],
    ['another target port', 3],
    ['another segment', 7],
  ])('is not decided by an ICMP error about %s', async (_what, at) => {
    const { verdict } = exchange((syn) => {
      const quoted = Uint8Array.from(syn.bytes.subarray(0, 8));
      quoted[at] = (quoted[at] ?? 0) ^ 1;
      return [{ segment: quoted, errno: 113, icmp: [2, 3, 1, '203.0.113.9'] }];
    });
    expect(await verdict).toEqual({ state: 'filtered', attempts: 3 });
  });

  test('takes the first answer that decides', async () => {
    const { verdict } = exchange((syn) => [
      reply(syn, { flags: ['ack'] }),
      reply(syn),
      reply(syn, { flags: ['rst', 'ack'] }),
    ]);
    expect(await verdict).toMatchObject({ state: 'open' });
  });

  test('ends when its signal says so', async () => {
    const controller = new AbortController();
    const { verdict } = exchange(() => [], controller.signal);
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(verdict).rejects.toThrow('enough');
  });
});

describe('a refusal', () => {
  const refusal = (errno: number, operation: string) => new SystemError(errno, operation, TARGET.address);

  test('is a verdict where it is about the target', () => {
    expect(judgeRefusal(refusal(101, 'connect'), 0)).toEqual({
      state: 'unreachable',
      attempts: 0,
      error: 'ENETUNREACH',
    });
    expect(judgeRefusal(refusal(113, 'send'), 2)).toEqual({
      state: 'unreachable',
      attempts: 2,
      error: 'EHOSTUNREACH',
    });
    expect(judgeRefusal(refusal(1, 'send'), 1)).toEqual({ state: 'filtered', attempts: 1, error: 'EPERM' });
  });

  test('is an error where it is not', () => {
    for (const error of [
      refusal(1, 'socket'),
      refusal(98, 'bind'),
      refusal(90, 'send'),
      new Error('other'),
    ]) {
      expect(() => judgeRefusal(error, 0)).toThrow(error);
    }
  });
});
