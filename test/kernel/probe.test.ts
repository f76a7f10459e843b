import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Capture } from '../../src/capture/capture.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { createNeighbours, LEFT, RIGHT, setRetransmission } from '../support/neighbours.js';

needs('root');
leavesNothingBehind();

/** The TCP segments of a capture that is over, as text. */
async function segments(capture: Capture): Promise<string[]> {
  await capture.close();
  const lines: string[] = [];
  for await (const frame of capture) if (frame.packet.tcp) lines.push(String(frame));
  return lines;
}

describe('probe.tcp', () => {
  test.each([
    ['IPv4', RIGHT.v4, 1460],
    ['IPv6', RIGHT.v6, 1440],
  ])('finds an open port over %s', async (_version, host, mss) => {
    await using hosts = await createNeighbours();
    const server = await hosts.right.listen({ port: 7000 });
    const verdict = await hosts.left.probe.tcp({ host, port: 7000 });
    expect(verdict).toMatchObject({ state: 'open', attempts: 1, address: host, ttl: 64 });
    if (verdict.state !== 'open') throw new Error('unreachable');
    expect(verdict.rtt).toBeGreaterThan(0);
    expect(verdict.rtt).toBeLessThan(1000);
    expect(verdict.window).toBeGreaterThan(0);
    expect(verdict.options).toContainEqual({ kind: 'mss', value: mss });
    expect(verdict.options.map(({ kind }) => kind)).toEqual([
      'mss',
      'sack-permitted',
      'timestamps',
      'nop',
      'window-scale',
    ]);
    server.close();
  });

  test.each([
    ['IPv4', RIGHT.v4],
    ['IPv6', RIGHT.v6],
  ])('finds a closed port over %s', async (_version, host) => {
    await using hosts = await createNeighbours();
    const verdict = await hosts.left.probe.tcp({ host, port: 7000 });
    expect(verdict).toMatchObject({
      state: 'closed',
      attempts: 1,
      address: host,
      ttl: 64,
      window: 0,
      options: [],
    });
  });

  test('reaches itself, and a link-local neighbour', async () => {
    await using hosts = await createNeighbours();
    const server = await hosts.right.listen({ port: 7000 });
    expect(await hosts.left.probe.tcp({ host: '127.0.0.1', port: 7000 })).toMatchObject({ state: 'closed' });
    expect(await hosts.left.probe.tcp({ host: '::1', port: 7000 })).toMatchObject({ state: 'closed' });

    await Promise.all([
      hosts.left.addresses.add({ link: LEFT.link, address: 'fe80::a/64', nodad: true }),
      hosts.right.addresses.add({ link: RIGHT.link, address: 'fe80::b/64', nodad: true }),
    ]);
    const verdict = await hosts.left.probe.tcp({
      host: `fe80::b%${LEFT.link}`,
      port: 7000,
      sourceAddress: 'fe80::a',
    });
    expect(verdict).toMatchObject({ state: 'open', address: 'fe80::b' });
    server.close();
  });

  test.each([
    ['IPv4', LEFT.v4, RIGHT.v4],
    ['IPv6', LEFT.v6, RIGHT.v6],
  ])('leaves nothing half open over %s: the kernel resets', async (_version, source, host) => {
    await using hosts = await createNeighbours();
    let accepted = 0;
    const server = await hosts.right.listen({ port: 7000 }, () => accepted++);
    const capture = await hosts.right.capture(RIGHT.link);
    await hosts.left.probe.tcp({ host, port: 7000, sourcePort: 4000 });

    // The reset is on its way when the verdict is there; a connection made later sees both past.
    const socket = await hosts.left.connect({ host, port: 7000 });
    if (accepted === 0) await once(server, 'connection');
    socket.destroy();
    const lines = (await segments(capture)).filter((line) => line.includes('.4000'));
    const [syn = '', answer = '', reset = '', ...more] = lines;
    const sequence = Number(/Flags \[S\], seq (\d+)/.exec(syn)?.[1]);
    const ip = host.includes(':') ? 'IP6' : 'IP';
    expect(syn).toMatch(new RegExp(`^${ip} ${source}.4000 > ${host}.7000: Flags \\[S\\], .*, length 0$`));
    expect(answer).toMatch(
      new RegExp(
        `^${ip} ${host}.7000 > ${source}.4000: Flags \\[S\\.\\], seq \\d+, ack ${(sequence + 1) >>> 0}, `,
      ),
    );
    expect(reset).toBe(
      `${ip} ${source}.4000 > ${host}.7000: Flags [R], seq ${(sequence + 1) >>> 0}, win 0, length 0`,
    );
    expect(more).toEqual([]);
    expect(accepted).toBe(1);
    server.close();
  });

  test('says what the network says: no route at a router', async () => {
    await using hosts = await createNeighbours();
    await hosts.right.sysctl.set('net.ipv4.ip_forward', 1);
    await hosts.right.sysctl.set('net.ipv6.conf.all.forwarding', 1);
    await hosts.left.routes.add({ to: '198.51.100.0/24', via: RIGHT.v4 });
    await hosts.left.routes.add({ to: '2001:db8:9::/64', via: RIGHT.v6 });
    expect(await hosts.left.probe.tcp({ host: '198.51.100.1', port: 7000 })).toEqual({
      state: 'unreachable',
      attempts: 1,
      error: 'ENETUNREACH',
      icmp: { protocol: 'icmp', type: 3, code: 0, from: RIGHT.v4 },
    });
    expect(await hosts.left.probe.tcp({ host: '2001:db8:9::1', port: 7000 })).toEqual({
      state: 'unreachable',
      attempts: 1,
      error: 'ENETUNREACH',
      icmp: { protocol: 'icmpv6', type: 1, code: 0, from: RIGHT.v6 },
    });
  });

  test.each(['unreachable', 'prohibit', 'blackhole'] as const)(
    'says what its own routes say: %s',
    async (type) => {
      const errors = { unreachable: 'EHOSTUNREACH', prohibit: 'EACCES', blackhole: 'EINVAL' };
      await using hosts = await createNeighbours();
      await hosts.left.routes.add({ to: '198.51.100.0/24', type });
      await hosts.left.routes.add({ to: '2001:db8:9::/64', type });
      for (const host of ['198.51.100.1', '2001:db8:9::1']) {
        const verdict = await hosts.left.probe.tcp({ host, port: 7000 });
        expect(verdict).toEqual({ state: 'unreachable', attempts: 0, error: errors[type] });
      }
    },
  );

  test('says that there is no route at all', async () => {
    await using hosts = await createNeighbours();
    for (const host of ['198.51.100.1', '2001:db8:9::1']) {
      const verdict = await hosts.left.probe.tcp({ host, port: 7000 });
      expect(verdict).toEqual({ state: 'unreachable', attempts: 0, error: 'ENETUNREACH' });
    }
  });

  test('waits long enough to tell a next hop that does not answer from a target that does not', async () => {
    await using hosts = await createNeighbours();
    await setRetransmission(hosts.left, LEFT.link, 1000); // the kernel's default
    const verdicts = await Promise.all(
      ['192.0.2.77', '2001:db8::77'].map((host) => hosts.left.probe.tcp({ host, port: 7000 })),
    );
    expect(verdicts).toEqual([
      {
        state: 'unreachable',
        attempts: 4,
        error: 'EHOSTUNREACH',
        icmp: { protocol: 'icmp', type: 3, code: 1, from: LEFT.v4 },
      },
      {
        state: 'unreachable',
        attempts: 4,
        error: 'EHOSTUNREACH',
        icmp: { protocol: 'icmpv6', type: 1, code: 3, from: LEFT.v6 },
      },
    ]);
  });

  test('calls silence filtered, after as many attempts as it was told to make', async () => {
    await using hosts = await createNeighbours();
    // Right has no way back to this address.
    await hosts.left.addresses.add({ link: 'lo', address: '203.0.113.1/32' });
    const capture = await hosts.right.capture(RIGHT.link);
    const started = performance.now();
    const options = { host: RIGHT.v4, port: 7000, sourceAddress: '203.0.113.1', timeout: 100, retries: 2 };
    expect(await hosts.left.probe.tcp(options)).toEqual({ state: 'filtered', attempts: 3 });
    expect(performance.now() - started).toBeGreaterThan(290);

    const lines = await segments(capture);
    expect(lines).toHaveLength(3);
    const fields = lines.map(
      (line) => /\.(\d+) > .* seq (\d+), .*,TS val (\d+) /.exec(line)?.slice(1).map(Number) ?? [],
    );
    expect(new Set(fields.map(([port]) => port)).size).toBe(1);
    expect(new Set(fields.map(([, sequence]) => sequence)).size).toBe(1);
    expect(new Set(fields.map(([, , timestamp]) => timestamp)).size).toBe(3);
  });

  test('tells many probes at once apart', async () => {
    await using hosts = await createNeighbours();
    const server = await hosts.right.listen({ port: 7050 });
    const ports = Array.from({ length: 100 }, (_, index) => 7000 + index);
    const verdicts = await Promise.all(ports.map((port) => hosts.left.probe.tcp({ host: RIGHT.v4, port })));
    const open = ports.filter((_port, index) => verdicts[index]?.state === 'open');
    expect(open).toEqual([7050]);
    expect(verdicts.filter(({ state }) => state === 'closed')).toHaveLength(99);
    server.close();
  });

  test('keeps its port reserved as long as it runs, and no longer', async () => {
    await using hosts = await createNeighbours();
    await setRetransmission(hosts.left, LEFT.link, 10_000);
    const silent = { host: '192.0.2.77', port: 7000, sourcePort: 4000, timeout: 10_000 };
    const controller = new AbortController();
    const probing = hosts.left.probe.tcp({ ...silent, signal: controller.signal });
    const capture = await hosts.left.capture(LEFT.link);
    for await (const frame of capture) if (frame.packet.arp?.target === '192.0.2.77') break;
    await capture.close();
    const listening = { port: 4000, host: LEFT.v4 };
    await expect(hosts.left.listen(listening)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(hosts.left.probe.tcp(silent)).rejects.toMatchObject({ code: 'EADDRINUSE' });

    controller.abort();
    await expect(probing).rejects.toMatchObject({ name: 'AbortError' });
    const server = await hosts.left.listen(listening);
    server.close();
  });

  test('is refused before anything is opened', async () => {
    await using hosts = await createNeighbours();
    const { probe } = hosts.left;
    const host = RIGHT.v4;
    for (const port of [0, -1, 65_536, 1.5, Number.NaN]) {
      await expect(probe.tcp({ host, port })).rejects.toThrow(RangeError);
      await expect(probe.tcp({ host, port: 80, sourcePort: port })).rejects.toThrow(RangeError);
    }
    await expect(probe.tcp({ host: 'localhost', port: 80 })).rejects.toThrow(
      'host must be an IPv4 or IPv6 address, not "localhost"',
    );
    await expect(probe.tcp({ host: 'fe80::1', port: 80 })).rejects.toThrow('fe80::1%eth0');
    await expect(probe.tcp({ host: '2001:db8::1%eth0', port: 80 })).rejects.toThrow(TypeError);
    await expect(probe.tcp({ host: 'fe80::1%a/b', port: 80 })).rejects.toThrow(TypeError);
    await expect(probe.tcp({ host, port: 80, sourceAddress: '::1' })).rejects.toThrow(TypeError);
    await expect(probe.tcp({ host, port: 80, timeout: 0 })).rejects.toThrow(RangeError);
    await expect(probe.tcp({ host, port: 80, signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    await expect(probe.tcp({ host, port: 80, sourceAddress: '192.0.2.99' })).rejects.toMatchObject({
      code: 'EADDRNOTAVAIL',
      subject: '192.0.2.99',
    });
    await expect(probe.tcp({ host: 'fe80::1%nothing0', port: 80 })).rejects.toMatchObject({ code: 'ENODEV' });
  });
});
