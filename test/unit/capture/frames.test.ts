import { describe, expect, test } from 'vitest';
import { Frame } from '../../../src/capture/frame.js';
import { decodeFrames } from '../../../src/capture/frames.js';
import { Printer } from '../../../src/packet/print/printer.js';
import { LITTLE_ENDIAN } from '../../../src/wire/endian.js';
import { frames as samples } from '../packet/frames.js';

interface Raw {
  timestamp: bigint;
  bytes: Uint8Array;
  length: number;
  ifindex: number;
  hardware: number;
  type: number;
}

/** As native/core/packet_socket.h lays records out. */
function batch(...raws: Raw[]): ArrayBuffer {
  const parts = raws.map(({ timestamp, bytes, length, ifindex, hardware, type }) => {
    const record = new Uint8Array(24 + Math.ceil(bytes.length / 8) * 8);
    const view = new DataView(record.buffer);
    view.setBigUint64(0, timestamp, LITTLE_ENDIAN);
    view.setUint32(8, bytes.length, LITTLE_ENDIAN);
    view.setUint32(12, length, LITTLE_ENDIAN);
    view.setUint32(16, ifindex, LITTLE_ENDIAN);
    view.setUint16(20, hardware, LITTLE_ENDIAN);
    view.setUint8(22, type);
    record.set(bytes, 24);
    return record;
  });
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined.buffer;
}

const [, request = new Uint8Array()] = samples[0] ?? [];
const raw: Raw = {
  timestamp: 1_700_000_000_123_456_789n,
  bytes: request,
  length: 42,
  ifindex: 3,
  hardware: 1,
  type: 4,
};

describe('frames', () => {
  test('come out of a batch as they went in', () => {
    const cut = request.subarray(0, 17);
    const [first, second, ...more] = decodeFrames(batch(raw, { ...raw, bytes: cut, type: 1 }), new Printer());
    expect(first).toMatchObject({
      timestamp: raw.timestamp,
      ifindex: 3,
      length: 42,
      kind: 'outgoing',
      direction: 'out',
    });
    expect(first?.bytes).toEqual(request);
    expect(first?.date.toISOString()).toBe('2023-11-14T22:13:20.123Z');
    expect(String(first)).toBe('ARP, Request who-has 192.0.2.254 tell 192.0.2.1, length 28');
    expect(second).toMatchObject({ length: 42, kind: 'broadcast', direction: 'in' });
    expect(second?.bytes).toEqual(cut);
    expect(String(second)).toBe(' [|arp]');
    expect(more).toEqual([]);
    expect([...decodeFrames(new ArrayBuffer(0), new Printer())]).toEqual([]);
  });

  test('of links without a link header begin with IP', () => {
    const [, datagram = new Uint8Array()] = samples.find(([name]) => name === 'ip: udp over ipv4') ?? [];
    const facts = { ...raw, hardware: 65_534 };
    expect(String(new Frame(datagram.subarray(14), facts, new Printer()))).toMatch(
      /^IP 192\.0\.2\.1\.5000 > /,
    );
  });

  test('are told once: a line stays as it is', () => {
    const printer = new Printer();
    const [, push = new Uint8Array()] =
      samples.find(([name]) => name === 'tcp over ipv4: middle of another') ?? [];
    const facts = { ...raw, length: push.length };
    const frame = new Frame(push, facts, printer);
    const line = String(frame);
    expect(line).toContain('seq 123456:123474');
    expect(String(frame)).toBe(line);
    expect(String(new Frame(push, facts, printer))).toContain('seq 0:18');
  });
});
