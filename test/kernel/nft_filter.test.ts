import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/capture/frame.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import {
  CLIENT,
  createRouted,
  LAN,
  LINK,
  probe,
  reachableOverIPv6,
  SERVER,
  stateOf,
  WAN,
} from '../support/routed.js';
import { closedAfterTest, echo } from '../support/tcp.js';

needs('root');
leavesNothingBehind();

/** A router that forwards by these rules, and accepts what they leave; over IPv6 it takes a moment longer. */
async function forwarding(rules: string, { objects = '', ipv6 = false } = {}) {
  const hosts = await createRouted();
  if (ipv6) await reachableOverIPv6(hosts.client);
  await hosts.router.nft.run(`
    table inet filter {
      ${objects}
      chain forward {
        type filter hook forward priority filter; policy accept;
        ${rules}
      }
    }
  `);
  return hosts;
}

/** What a link sees of TCP while something happens. */
async function tcpSeen(ns: Namespace, link: string, work: () => Promise<unknown>): Promise<Frame[]> {
  const capture = await ns.capture(link);
  await work();
  await capture.close();
  const frames: Frame[] = [];
  for await (const frame of capture) if (frame.packet.tcp) frames.push(frame);
  return frames;
}

describe('what passes', () => {
  test('limit: so many at once, and then no more', async () => {
    const { client, server } = await forwarding(`
      tcp flags syn / syn,ack tcp dport 7000 limit rate 1/hour burst 2 packets accept
      tcp flags syn / syn,ack tcp dport 7000 drop
      tcp flags syn / syn,ack tcp dport 7001 limit rate over 1/hour burst 1 packets drop
    `);
    for (const port of [7000, 7001]) await echo(server, { port });
    const states = async (port: number) => [
      await stateOf(client, SERVER.v4, port),
      await stateOf(client, SERVER.v4, port),
      await stateOf(client, SERVER.v4, port),
    ];
    expect(await states(7000)).toEqual(['open', 'open', 'filtered']);
    expect(await states(7001)).toEqual(['open', 'filtered', 'filtered']);
  });

  test('limit by name is shared by its rules', async () => {
    const { client, server } = await forwarding(
      `
        tcp flags syn / syn,ack tcp dport 7000 limit name "few" accept
        tcp flags syn / syn,ack tcp dport 7001 limit name "few" accept
        tcp flags syn / syn,ack drop
      `,
      { objects: 'limit few { rate 1/hour burst 2 packets; }' },
    );
    for (const port of [7000, 7001]) await echo(server, { port });
    expect(await stateOf(client, SERVER.v4, 7000)).toBe('open');
    expect(await stateOf(client, SERVER.v4, 7001)).toBe('open');
    expect(await stateOf(client, SERVER.v4, 7000)).toBe('filtered');
  });

  test('quota: so many bytes, until they are set back', async () => {
    const { client, router, server } = await forwarding(
      `
        tcp flags syn / syn,ack tcp dport 7000 quota name "syns" accept
        tcp flags syn / syn,ack tcp dport 7000 drop
        tcp dport 7001 quota over 100 bytes drop
      `,
      { objects: 'quota syns { 100 bytes; }' },
    );
    for (const port of [7000, 7001]) await echo(server, { port });
    expect(await stateOf(client, SERVER.v4)).toBe('open');
    expect(await stateOf(client, SERVER.v4)).toBe('filtered');
    const [before] = await router.nft.run('reset quota inet filter syns');
    // Two SYNs of 60 bytes each; the kernel says no more than that all is used.
    expect(before?.nftables).toContainEqual({ quota: expect.objectContaining({ used: 100 }) as unknown });
    expect(await stateOf(client, SERVER.v4)).toBe('open');

    expect(await stateOf(client, SERVER.v4, 7001)).toBe('open');
    expect(await stateOf(client, SERVER.v4, 7001)).toBe('filtered');
    expect(String(await router.nft.list())).toMatch(/quota over 100 bytes used \d+ bytes drop/);
  });

  test('ct state: answers to what may begin, and nothing that begins elsewhere', async () => {
    const { client, server } = await forwarding(
      `
      ct state established,related accept
      iifname "lan" tcp dport 7000 ct state new accept
      drop
    `,
      { ipv6: true },
    );
    for (const ns of [client, server]) await echo(ns, { port: 7000 });
    await echo(server, { port: 7001 });
    expect(await stateOf(client, SERVER.v4)).toBe('open');
    expect(await stateOf(client, SERVER.v6)).toBe('open');
    expect(await stateOf(client, SERVER.v4, 7001)).toBe('filtered');
    expect(await stateOf(server, CLIENT.v4)).toBe('filtered');
  });

  test('ct count: so many connections at a time', async () => {
    const { client, server } = await forwarding(`
      tcp dport 7000 ct state new ct count over 1 reject with tcp reset
    `);
    await echo(server, { port: 7000 });
    const first = await client.connect({ host: SERVER.v4, port: 7000 });
    expect(await stateOf(client, SERVER.v4)).toBe('closed');
    const gone = once(first.resume(), 'close');
    first.destroy();
    await gone;
  });

  test('counters count, also those that rules share', async () => {
    const { client, router } = await forwarding(
      `
        tcp dport 7000 counter counter name "both"
        tcp dport 7001 counter name "both"
      `,
      { objects: 'counter both { }' },
    );
    for (const port of [7000, 7001]) expect(await stateOf(client, SERVER.v4, port)).toBe('closed');
    const listing = await router.nft.list();
    expect(listing.rules[0]?.expr[1]).toEqual({ counter: { packets: 1, bytes: 60 } });
    expect(listing.nftables).toContainEqual({
      counter: expect.objectContaining({ name: 'both', packets: 2, bytes: 120 }) as unknown,
    });
  });

  test('notrack: packets that connection tracking does not see', async () => {
    const { client, router, server } = await forwarding(`
      ct state untracked counter
      ct state new counter
    `);
    await router.nft.run(`
      table inet raw {
        chain prerouting {
          type filter hook prerouting priority raw;
          tcp dport 7000 notrack
          tcp sport 7000 notrack
        }
      }
    `);
    for (const port of [7000, 7001]) await echo(server, { port });
    expect(await stateOf(client, SERVER.v4, 7000)).toBe('open');
    expect(await stateOf(client, SERVER.v4, 7001)).toBe('open');
    const counts = (await router.nft.list({ table: 'filter' })).rules.map(({ expr }) => expr[1]);
    // SYN, its answer, and the reset of the probe; of the tracked connection only its first packet is new.
    expect(counts).toMatchObject([{ counter: { packets: 3 } }, { counter: { packets: 1 } }]);
  });
});

describe('reject', () => {
  test.each([
    ['reject with tcp reset', SERVER.v4, { state: 'closed' }],
    ['reject with tcp reset', SERVER.v6, { state: 'closed' }],
    [
      'reject',
      SERVER.v4,
      { error: 'ECONNREFUSED', icmp: { protocol: 'icmp', type: 3, code: 3, from: LAN.v4 } },
    ],
    [
      'reject',
      SERVER.v6,
      { error: 'ECONNREFUSED', icmp: { protocol: 'icmpv6', type: 1, code: 4, from: LAN.v6 } },
    ],
    ['reject with icmp host-unreachable', SERVER.v4, { error: 'EHOSTUNREACH', icmp: { type: 3, code: 1 } }],
    ['reject with icmp net-unreachable', SERVER.v4, { error: 'ENETUNREACH', icmp: { type: 3, code: 0 } }],
    ['reject with icmp admin-prohibited', SERVER.v4, { icmp: { type: 3, code: 13 } }],
    ['reject with icmpv6 no-route', SERVER.v6, { error: 'ENETUNREACH', icmp: { type: 1, code: 0 } }],
    ['reject with icmpv6 addr-unreachable', SERVER.v6, { error: 'EHOSTUNREACH', icmp: { type: 1, code: 3 } }],
    ['reject with icmpx admin-prohibited', SERVER.v4, { icmp: { type: 3, code: 13 } }],
    ['reject with icmpx admin-prohibited', SERVER.v6, { icmp: { type: 1, code: 1 } }],
    ['reject with icmpx host-unreachable', SERVER.v4, { icmp: { type: 3, code: 1 } }],
    ['reject with icmpx no-route', SERVER.v6, { icmp: { type: 1, code: 0 } }],
  ])('%s, of %s', async (rule, host, verdict) => {
    const { client, server } = await forwarding(`tcp dport 7000 ${rule}`);
    await echo(server, { port: 7000 });
    expect(await probe(client, host)).toMatchObject(verdict);
  });
});

describe('what is changed on the way', () => {
  test('ip ttl and ip6 hoplimit', async () => {
    const { client, server } = await forwarding(
      'tcp sport 7000 ip ttl set 9\ntcp sport 7000 ip6 hoplimit set 8',
      { ipv6: true },
    );
    await echo(server, { port: 7000 });
    expect(await probe(client, SERVER.v4)).toMatchObject({ state: 'open', ttl: 9 });
    expect(await probe(client, SERVER.v6)).toMatchObject({ state: 'open', ttl: 8 });
  });

  test('tcp dport and sport, with the checksum', async () => {
    const { client, server } = await forwarding(
      'tcp dport 7001 tcp dport set 7000\ntcp sport 7000 tcp sport set 7001',
      { ipv6: true },
    );
    await echo(server, { port: 7000 });
    expect(await stateOf(client, SERVER.v4, 7001)).toBe('open');
    expect(await stateOf(client, SERVER.v6, 7001)).toBe('open');
  });

  test('ip daddr and saddr, with the checksums of IP and TCP', async () => {
    const { client, router, server } = await createRouted();
    await router.nft.run(`
      table ip t {
        chain prerouting {
          type filter hook prerouting priority raw;
          ip daddr 203.0.113.1 notrack ip daddr set ${SERVER.v4}
          ip saddr ${SERVER.v4} notrack ip saddr set 203.0.113.1
        }
      }
    `);
    await echo(server, { port: 7000 });
    expect(await probe(client, '203.0.113.1')).toMatchObject({ state: 'open', address: '203.0.113.1' });
  });

  test('ip dscp, whose neighbours stay', async () => {
    const { client, server } = await forwarding('tcp dport 7000 ip dscp set ef');
    const seen = await tcpSeen(server, LINK, () => probe(client, SERVER.v4));
    const syn = seen.find(({ packet }) => packet.tcp?.destinationPort === 7000);
    expect(syn?.packet.ipv4).toMatchObject({ dscp: 46, ecn: 0, checksumValid: true });
  });

  test('the options of TCP', async () => {
    const { client, server } = await forwarding(
      'tcp sport 7000 tcp option maxseg size set 1000\ntcp sport 7000 reset tcp option sack-perm',
    );
    await echo(server, { port: 7000 });
    const verdict = await probe(client, SERVER.v4);
    if (verdict.state !== 'open') throw new Error(verdict.state);
    expect(verdict.options).toContainEqual({ kind: 'mss', value: 1000 });
    expect(verdict.options.map(({ kind }) => kind)).not.toContain('sack-permitted');
  });

  test('marks, of packets and of connections', async () => {
    const { client, router, server } = await forwarding(`
      tcp dport 7000 ct mark set 0x11
      tcp sport 7000 meta mark set ct mark | 0x100
      meta mark 0x111 counter
    `);
    await echo(server, { port: 7000 });
    expect(await stateOf(client, SERVER.v4)).toBe('open');
    expect((await router.nft.list()).rules[2]?.expr[1]).toMatchObject({ counter: { packets: 1 } });
  });
});

describe('what goes elsewhere', () => {
  test('dup: a copy goes to another host', async () => {
    const { client, router, server } = await createRouted();
    await router.nft.run(`
      table ip t {
        chain prerouting {
          type filter hook prerouting priority mangle;
          ip daddr ${LAN.v4} tcp dport 7000 dup to ${SERVER.v4} device "${WAN.link}"
        }
      }
    `);
    const seen = await tcpSeen(server, LINK, async () =>
      expect(await stateOf(client, LAN.v4)).toBe('closed'),
    );
    expect(seen.map(({ packet }) => packet.ipv4?.destination)).toContain(LAN.v4);
  });

  test('dup at a device: a copy goes out of another one', async () => {
    const { client, router, server } = await createRouted();
    await router.nft.run(`
      table netdev t {
        chain ingress {
          type filter hook ingress device "${LAN.link}" priority 0;
          tcp dport 7000 dup to "${WAN.link}"
        }
      }
    `);
    const seen = await tcpSeen(server, LINK, async () =>
      expect(await stateOf(client, LAN.v4)).toBe('closed'),
    );
    expect(seen.map(({ packet }) => packet.ipv4?.destination)).toContain(LAN.v4);
  });

  test('fwd: the packet itself goes out of another device', async () => {
    const { client, router, server } = await createRouted();
    await router.nft.run(`
      table netdev t {
        chain ingress {
          type filter hook ingress device "${LAN.link}" priority 0;
          tcp dport 7000 fwd to "${WAN.link}"
        }
      }
    `);
    const seen = await tcpSeen(server, LINK, async () => {
      expect(await stateOf(client, LAN.v4, 7000)).toBe('filtered');
      expect(await stateOf(client, LAN.v4, 7001)).toBe('closed');
    });
    expect(seen.map(({ packet }) => packet.tcp?.destinationPort)).toEqual([7000]);
  });

  test('fwd to a neighbour: through its address', async () => {
    const { client, router, server } = await createRouted();
    await router.nft.run(`
      table netdev t {
        chain ingress {
          type filter hook ingress device "${LAN.link}" priority 0;
          ip daddr ${SERVER.v4} tcp dport 7000 fwd ip to ${SERVER.v4} device "${WAN.link}"
        }
      }
    `);
    await echo(server, { port: 7000 });
    expect(await stateOf(client, SERVER.v4)).toBe('open');
  });

  test('synproxy: handshakes are completed before the server knows', async ({ skip }) => {
    const { client, router, server } = await createRouted();
    await router.sysctl.set('net.ipv4.tcp_syncookies', 1);
    await router.sysctl.set('net.netfilter.nf_conntrack_tcp_loose', 0);
    const added = await router.nft
      .run(`
        table ip t {
          chain prerouting {
            type filter hook prerouting priority raw;
            iifname "${LAN.link}" tcp flags syn / syn,ack notrack
          }
          chain forward {
            type filter hook forward priority filter;
            tcp dport 7000 ct state invalid,untracked synproxy mss 1460 wscale 7 timestamp sack-perm
            ct state invalid drop
          }
        }
      `)
      .then(
        () => undefined,
        (error: Error) => error.message,
      );
    skip(added !== undefined, `this kernel has no synproxy: ${added}`);
    const seen = await tcpSeen(server, LINK, async () => {
      // Nothing listens there, and the proxy says yes all the same.
      expect(await stateOf(client, SERVER.v4)).toBe('open');
    });
    expect(seen).toEqual([]);
    closedAfterTest(await server.listen({ port: 7000 }, (socket) => void socket.end('hello')));
    const socket = await client.connect({ host: SERVER.v4, port: 7000 });
    const [greeting] = (await once(socket, 'data')) as [Buffer];
    expect(String(greeting)).toBe('hello');
    const gone = once(socket.resume(), 'close');
    socket.end();
    await gone;
  });
});
