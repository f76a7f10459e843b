import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { CLIENT, createRouted, LAN, LINK, reachableOverIPv6, SERVER, WAN } from '../support/routed.js';
import { closedAfterTest } from '../support/tcp.js';

needs('root');
leavesNothingBehind();

/** Addresses that nobody has, and that the router translates. */
const PUBLIC = { v4: '203.0.113.1', v6: '2001:db8:ffff::1' } as const;

/** A router that translates by these rules. */
async function translating(family: string, hook: 'prerouting' | 'postrouting', rules: string, ipv6 = false) {
  const hosts = await createRouted();
  if (ipv6) await reachableOverIPv6(hosts.client);
  await hosts.router.nft.run(`
    table ${family} nat {
      chain c {
        type nat hook ${hook} priority ${hook === 'prerouting' ? 'dstnat' : 'srcnat'};
        ${rules}
      }
    }
  `);
  return hosts;
}

/** The addresses of a connection, as the server sees them. */
interface Seen {
  readonly from: string;
  readonly fromPort: number;
  readonly to: string;
  readonly toPort: number;
}

/** Listens on a port, and says of each connection who it is from and whom it is for. */
async function witness(ns: Namespace, port: number): Promise<void> {
  const server = await ns.listen({ port, host: '::' }, (socket) => {
    const { remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 } = socket;
    const seen: Seen = {
      from: plain(remoteAddress),
      fromPort: remotePort,
      to: plain(localAddress),
      toPort: localPort,
    };
    socket.end(JSON.stringify(seen));
  });
  closedAfterTest(server);
}

/** Without the prefix of IPv4 addresses in IPv6 ones. */
function plain(address: string): string {
  return address.replace(/^::ffff:/, '');
}

/** What the other end sees of a connection to it. */
async function seenBy(client: Namespace, host: string, port: number, localPort?: number): Promise<Seen> {
  const socket = await client.connect({ host, port, ...(localPort === undefined ? {} : { localPort }) });
  let text = '';
  socket.on('data', (data) => {
    text += String(data);
  });
  const { port: own } = socket.address() as AddressInfo;
  await once(socket, 'close');
  expect(own).toBeGreaterThan(0);
  return JSON.parse(text) as Seen;
}

describe('dnat', () => {
  const to = { to: SERVER.v4, toPort: 7000, from: CLIENT.v4 };

  test.each([
    ['an address', 'ip', `ip daddr ${PUBLIC.v4} dnat to ${SERVER.v4}`, 7000],
    ['an address and a port', 'ip', `ip daddr ${PUBLIC.v4} tcp dport 80 dnat to ${SERVER.v4}:7000`, 80],
    [
      'a range of addresses',
      'ip',
      `ip daddr ${PUBLIC.v4} dnat to ${SERVER.v4}-${SERVER.v4.replace(/1$/, '1')}`,
      7000,
    ],
    ['a range of ports', 'ip', `ip daddr ${PUBLIC.v4} tcp dport 80 dnat to ${SERVER.v4}:7000-7000`, 80],
    ['an address in inet', 'inet', `ip daddr ${PUBLIC.v4} tcp dport 80 dnat ip to ${SERVER.v4}:7000`, 80],
    ['an address as matched in inet', 'inet', `ip daddr ${PUBLIC.v4} dnat to ${SERVER.v4}`, 7000],
    ['a network, keeping the host', 'ip', 'ip daddr 203.0.113.0/24 dnat prefix to 198.51.100.0/24', 7000],
  ])('to %s', async (_what, family, rule, port) => {
    const { client, server } = await translating(family, 'prerouting', rule);
    await witness(server, 7000);
    expect(await seenBy(client, PUBLIC.v4, port)).toMatchObject(to);
  });

  test.each([
    ['an address', 'ip6', `ip6 daddr ${PUBLIC.v6} dnat to ${SERVER.v6}`, 7000],
    ['an address and a port', 'ip6', `ip6 daddr ${PUBLIC.v6} tcp dport 80 dnat to [${SERVER.v6}]:7000`, 80],
    ['an address in inet', 'inet', `ip6 daddr ${PUBLIC.v6} tcp dport 80 dnat ip6 to [${SERVER.v6}]:7000`, 80],
    ['a network', 'ip6', 'ip6 daddr 2001:db8:ffff::/64 dnat prefix to 2001:db8:2::/64', 7000],
  ])('over IPv6 to %s', async (_what, family, rule, port) => {
    const { client, server } = await translating(family, 'prerouting', rule, true);
    await witness(server, 7000);
    expect(await seenBy(client, PUBLIC.v6, port)).toMatchObject({
      to: SERVER.v6,
      toPort: 7000,
      from: CLIENT.v6,
    });
  });

  test('to a port alone, of either version of IP', async () => {
    const { client, server } = await translating('inet', 'prerouting', 'tcp dport 80 dnat to :7000', true);
    await witness(server, 7000);
    expect(await seenBy(client, SERVER.v4, 80)).toMatchObject({ to: SERVER.v4, toPort: 7000 });
    expect(await seenBy(client, SERVER.v6, 80)).toMatchObject({ to: SERVER.v6, toPort: 7000 });
  });

  test('to ports of a range, by chance', async () => {
    const rule = 'tcp dport 80 dnat to :7000-7001 random';
    const { client, server } = await translating('ip', 'prerouting', rule);
    for (const port of [7000, 7001]) await witness(server, port);
    const { toPort } = await seenBy(client, SERVER.v4, 80);
    expect([7000, 7001]).toContain(toPort);
  });
});

test('redirect: to the router itself', async () => {
  const rules = `
    tcp dport 80 redirect to :7000
    tcp dport 7001 redirect
    tcp dport 81 redirect to :7000-7001
  `;
  const { client, router } = await translating('inet', 'prerouting', rules, true);
  for (const port of [7000, 7001]) await witness(router, port);
  expect(await seenBy(client, SERVER.v4, 80)).toMatchObject({ to: LAN.v4, toPort: 7000 });
  expect(await seenBy(client, SERVER.v6, 80)).toMatchObject({ to: LAN.v6, toPort: 7000 });
  expect(await seenBy(client, SERVER.v4, 7001)).toMatchObject({ to: LAN.v4, toPort: 7001 });
  expect([7000, 7001]).toContain((await seenBy(client, SERVER.v4, 81)).toPort);
});

describe('snat', () => {
  test.each([
    ['an address', 'ip', `snat to ${WAN.v4}`, WAN.v4],
    ['an address in inet', 'inet', `meta nfproto ipv4 snat ip to ${WAN.v4}`, WAN.v4],
    ['the address of the link', 'ip', `oifname "${WAN.link}" masquerade`, WAN.v4],
    ['the address of the link, in inet', 'inet', `oifname "${WAN.link}" masquerade`, WAN.v4],
  ])('to %s', async (_what, family, rule, from) => {
    const { client, server } = await translating(family, 'postrouting', rule);
    await witness(server, 7000);
    // The port stays where nothing is said of it.
    expect(await seenBy(client, SERVER.v4, 7000, 40_000)).toMatchObject({ from, fromPort: 40_000 });
  });

  test.each([
    ['an address', 'ip6', `snat to ${WAN.v6}`],
    ['the address of the link', 'ip6', `oifname "${WAN.link}" masquerade`],
    ['the address of the link, in inet', 'inet', `oifname "${WAN.link}" masquerade`],
  ])('over IPv6 to %s', async (_what, family, rule) => {
    const { client, server } = await translating(family, 'postrouting', rule, true);
    await witness(server, 7000);
    expect(await seenBy(client, SERVER.v6, 7000, 40_000)).toMatchObject({ from: WAN.v6, fromPort: 40_000 });
  });

  test.each([
    ['a range of ports', `tcp dport 7000 snat to ${WAN.v4}:50000-50009`],
    ['a range of ports, by chance', `tcp dport 7000 snat to ${WAN.v4}:50000-50009 fully-random`],
    ['a range of ports of the link', 'tcp dport 7000 masquerade to :50000-50009'],
    [
      'a range of ports of the link, by chance',
      'tcp dport 7000 masquerade to :50000-50009 random,persistent',
    ],
  ])('to %s', async (_what, rule) => {
    const { client, server } = await translating('ip', 'postrouting', rule);
    await witness(server, 7000);
    const { from, fromPort } = await seenBy(client, SERVER.v4, 7000, 40_000);
    expect(from).toBe(WAN.v4);
    expect(fromPort).toBeGreaterThanOrEqual(50_000);
    expect(fromPort).toBeLessThanOrEqual(50_009);
  });

  test('to a range of addresses, the same for a client', async () => {
    const rule = 'snat to 198.51.100.10-198.51.100.13 persistent';
    const { client, router, server } = await translating('ip', 'postrouting', rule);
    for (const last of [10, 11, 12, 13]) {
      await router.addresses.add({ link: WAN.link, address: `198.51.100.${last}/24` });
    }
    await witness(server, 7000);
    const first = await seenBy(client, SERVER.v4, 7000);
    expect(first.from).toMatch(/^198\.51\.100\.1[0-3]$/);
    expect((await seenBy(client, SERVER.v4, 7000)).from).toBe(first.from);
  });

  test('to a network, keeping the host', async () => {
    const rule = 'ip saddr 192.0.2.0/24 snat prefix to 203.0.113.0/24';
    const { client, server } = await translating('ip', 'postrouting', rule);
    await witness(server, 7000);
    expect(await seenBy(client, SERVER.v4, 7000, 40_000)).toMatchObject({
      from: '203.0.113.1',
      fromPort: 40_000,
    });
  });

  test('ports by chance are not those of the client', async () => {
    const { client, server } = await translating('ip', 'postrouting', 'masquerade fully-random');
    await witness(server, 7000);
    const ports = [];
    for (const port of [40_000, 40_001, 40_002]) {
      ports.push((await seenBy(client, SERVER.v4, 7000, port)).fromPort - port);
    }
    // Each could happen to be the client's own; not all of them.
    expect(ports).not.toEqual([0, 0, 0]);
  });
});

test('translation on the host itself: in and out', async () => {
  const { client, server } = await createRouted();
  await client.nft.run(`
    table ip nat {
      chain output { type nat hook output priority -100; ip daddr ${PUBLIC.v4} dnat to ${SERVER.v4}; }
    }
  `);
  await server.nft.run(`
    table ip nat {
      chain input { type nat hook input priority 100; iifname "${LINK}" snat to 203.0.113.7; }
    }
  `);
  await witness(server, 7000);
  expect(await seenBy(client, PUBLIC.v4, 7000)).toMatchObject({ from: '203.0.113.7', to: SERVER.v4 });
});
