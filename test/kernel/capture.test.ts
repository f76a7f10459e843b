import { once } from 'node:events';
import type { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Capture } from '../../src/capture/capture.js';
import type { Frame } from '../../src/capture/frame.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { createNeighbours, LEFT, RIGHT } from '../support/neighbours.js';

needs('root');
leavesNothingBehind();

/** Frames of TCP only: namespaces chatter by themselves (neighbour discovery, multicast listener reports). */
async function tcpFrames(capture: Capture): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of capture) if (frame.packet.tcp) frames.push(frame);
  return frames;
}

/** A connection that carries bytes from one namespace to the other, and is over. */
async function transfer(from: Namespace, to: Namespace, host: string, bytes: number): Promise<void> {
  await using server = await closing(to.listen({ port: 7000 }, (socket) => socket.resume()));
  const seen = once(server.server, 'connection').then(([peer]) => once(peer, 'close'));
  const socket = await from.connect({ host, port: 7000 });
  socket.end(Buffer.alloc(bytes, 'x'));
  await Promise.all([once(socket.resume(), 'close'), seen]);
}

async function closing(listening: Promise<Server>): Promise<AsyncDisposable & { server: Server }> {
  const server = await listening;
  return { server, [Symbol.asyncDispose]: async () => void server.close() };
}

describe('capture', () => {
  test('sees a connection from both of its ends, decoded and in order', async () => {
    await using hosts = await createNeighbours();
    const before = BigInt(Date.now()) * 1_000_000n;
    const captures = [await hosts.left.capture(LEFT.link), await hosts.right.capture(RIGHT.link)];
    await transfer(hosts.left, hosts.right, RIGHT.v4, 5);
    await Promise.all(captures.map((capture) => capture.close()));

    const [left = [], right = []] = await Promise.all(captures.map(tcpFrames));
    expect(left.map(({ bytes }) => Buffer.from(bytes))).toEqual(right.map(({ bytes }) => Buffer.from(bytes)));
    expect(left.slice(0, 3).map(({ direction }) => direction)).toEqual(['out', 'in', 'out']);
    expect(right.slice(0, 3).map(({ direction }) => direction)).toEqual(['in', 'out', 'in']);
    expect(left[0]?.packet.tcp?.syn).toBe(true);
    expect(left[0]?.packet.ipv4).toMatchObject({
      source: LEFT.v4,
      destination: RIGHT.v4,
      checksumValid: true,
    });
    const lines = left.map(String);
    expect(lines[2]).toMatch(/^IP 192\.0\.2\.1\.\d+ > 192\.0\.2\.2\.7000: Flags \[\.\], ack 1, win \d+, /);
    expect(lines.some((line) => /Flags \[P\.\], seq 1:6, ack 1, .* length 5$/.test(line))).toBe(true);

    const times = left.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort((a, b) => (a < b ? -1 : 1)));
    expect((times[0] ?? 0n) - before).toBeGreaterThanOrEqual(0n);
    expect((times[0] ?? 0n) - before).toBeLessThan(60_000_000_000n);
    expect(captures.map(({ dropped }) => dropped)).toEqual([0, 0]);
  });

  test('misses nothing that is sent once it is open', async () => {
    await using hosts = await createNeighbours();
    for (let round = 0; round < 20; round++) {
      await using capture = await hosts.right.capture(RIGHT.link);
      await hosts.left.probe.tcp({ host: RIGHT.v4, port: 7000 + round });
      await capture.close();
      const [first] = await tcpFrames(capture);
      expect(first?.packet.tcp).toMatchObject({ syn: true, ack: false, destinationPort: 7000 + round });
    }
  });

  test('of a namespace sees every link, and loopback frames once', async () => {
    await using hosts = await createNeighbours();
    await using capture = await hosts.left.capture();
    await hosts.left.probe.tcp({ host: '127.0.0.1', port: 7000 });
    await hosts.left.probe.tcp({ host: RIGHT.v4, port: 7000 });
    await capture.close();
    const [lo, left0] = await Promise.all(['lo', LEFT.link].map((name) => hosts.left.links.get(name)));
    const links = (await tcpFrames(capture)).map(({ ifindex, direction }) => ({ ifindex, direction }));
    expect(links).toEqual([
      { ifindex: lo?.index, direction: 'in' },
      { ifindex: lo?.index, direction: 'in' },
      { ifindex: left0?.index, direction: 'out' },
      { ifindex: left0?.index, direction: 'in' },
    ]);
  });

  test('takes an index for a link', async () => {
    await using hosts = await createNeighbours();
    const { index } = await hosts.left.links.get(LEFT.link);
    await using capture = await hosts.left.capture(index);
    await hosts.left.probe.tcp({ host: RIGHT.v6, port: 7000 });
    await capture.close();
    expect((await tcpFrames(capture)).map((frame) => [frame.ifindex, frame.packet.ip?.kind])).toEqual([
      [index, 'ipv6'],
      [index, 'ipv6'],
    ]);
  });

  test('waits for frames, and ends its loop when closed', async () => {
    await using hosts = await createNeighbours();
    await using capture = await hosts.left.capture(LEFT.link);
    const reading = tcpFrames(capture);
    await hosts.left.probe.tcp({ host: RIGHT.v4, port: 7000 });
    const closed = Promise.all([capture.close(), capture.close()]);
    expect((await reading).map((frame) => frame.direction)).toEqual(['out', 'in']);
    await closed;
    expect(await tcpFrames(capture)).toEqual([]);
  });

  test('goes on where an earlier loop was left', async () => {
    await using hosts = await createNeighbours();
    await using capture = await hosts.left.capture(LEFT.link);
    await hosts.left.probe.tcp({ host: RIGHT.v4, port: 7000 });
    for await (const frame of capture) if (frame.packet.tcp?.syn) break;
    for await (const frame of capture) {
      if (!frame.packet.tcp) continue;
      expect(frame.packet.tcp.rst).toBe(true);
      break;
    }
  });

  test('fails with AbortError when its signal says so', async () => {
    await using hosts = await createNeighbours();
    const controller = new AbortController();
    await expect(hosts.left.capture(LEFT.link, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    await using capture = await hosts.left.capture(LEFT.link, { signal: controller.signal });
    const reading = tcpFrames(capture);
    setImmediate(() => controller.abort());
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('counts the frames that there was no room for', async () => {
    await using hosts = await createNeighbours();
    const small = await hosts.left.capture(LEFT.link, { buffer: 2048 });
    const large = await hosts.left.capture(LEFT.link);
    await transfer(hosts.left, hosts.right, RIGHT.v4, 5_000_000);
    await Promise.all([small.close(), large.close()]);
    const [few, all] = await Promise.all([small, large].map(tcpFrames));
    expect(large.dropped).toBe(0);
    expect(few?.length).toBeLessThan(all?.length ?? 0);
    expect(small.dropped).toBeGreaterThan(0);
  });

  test('keeps as much of each frame as it is told to', async () => {
    await using hosts = await createNeighbours();
    await using capture = await hosts.left.capture(LEFT.link, { snaplen: 60 });
    await hosts.left.probe.tcp({ host: RIGHT.v4, port: 7000 });
    await capture.close();
    const [syn] = await tcpFrames(capture);
    expect(syn?.bytes.length).toBe(60);
    expect(syn?.length).toBe(74);
    expect(String(syn)).toMatch(/win 64240, options \[mss 1460,sackOK, \[\|tcp\]$/);
  });

  test('sees frames again after its link was down', async () => {
    await using hosts = await createNeighbours();
    await using capture = await hosts.left.capture(LEFT.link);
    const reading = tcpFrames(capture);
    await hosts.left.links.set(LEFT.link, { up: false });
    await sleep(300);
    await hosts.left.links.set(LEFT.link, { up: true });
    await hosts.left.probe.tcp({ host: RIGHT.v4, port: 7000 });
    await capture.close();
    expect((await reading).length).toBeGreaterThanOrEqual(2);
  });

  test('ends with ENODEV when its link is deleted', async () => {
    await using hosts = await createNeighbours();
    const capture = await hosts.left.capture(LEFT.link);
    const ending = expect(tcpFrames(capture)).rejects.toMatchObject({
      name: 'SystemError',
      code: 'ENODEV',
      subject: LEFT.link,
    });
    await hosts.left.links.delete(LEFT.link);
    await ending;
    await capture.close();
  });

  test('makes a link promiscuous only if asked to', async () => {
    await using hosts = await createNeighbours();
    const promiscuity = async () => (await hosts.left.links.get(LEFT.link)).promiscuity;
    const plain = await hosts.left.capture(LEFT.link);
    expect(await promiscuity()).toBe(0);
    const promiscuous = await hosts.left.capture(LEFT.link, { promiscuous: true });
    expect(await promiscuity()).toBe(1);
    await Promise.all([plain.close(), promiscuous.close()]);
    expect(await promiscuity()).toBe(0);
  });

  test('is refused for a link that is not there, or cannot be', async () => {
    await using hosts = await createNeighbours();
    await expect(hosts.left.capture('nothing0')).rejects.toMatchObject({
      code: 'ENODEV',
      subject: 'nothing0',
    });
    await expect(hosts.left.capture(4711)).rejects.toMatchObject({ code: 'ENODEV', subject: '4711' });
    await expect(hosts.left.capture('a/b')).rejects.toThrow(TypeError);
    await expect(hosts.left.capture('much-too-long-a-name')).rejects.toThrow(RangeError);
    await expect(hosts.left.capture(LEFT.link, { snaplen: 0 })).rejects.toThrow('snaplen must be');
    await expect(hosts.left.capture(LEFT.link, { buffer: 1 })).rejects.toThrow('buffer must be');
  });
});
