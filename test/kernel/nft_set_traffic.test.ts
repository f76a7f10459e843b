import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs, sinceLinux } from '../support/needs.js';
import { CLIENT, createRouted, reachableOverIPv6, SERVER, stateOf, WAN } from '../support/routed.js';
import { closedAfterTest, echo } from '../support/tcp.js';

needs('root');
leavesNothingBehind();

/** A router that forwards by these rules; what they leave is accepted. */
async function forwarding(rules: string, objects = '') {
  const hosts = await createRouted();
  await hosts.router.nft.run(`
    table inet t {
      ${objects}
      chain other { tcp dport 7003 drop; }
      chain forward { type filter hook forward priority filter; policy accept; ${rules}; }
    }
  `);
  return hosts;
}

/** Nothing listens, so that what passes is answered with a reset. */
const PASSED = 'closed';
const DROPPED = 'filtered';

describe('a packet is looked up', () => {
  test.for([
    ['a set in braces', 'tcp dport { 7000, 7001 } drop', ''],
    ['what is not in a set', 'iifname "lan" tcp dport != { 7002, 7003 } drop', ''],
    ['a set with a name', 'tcp dport @s drop', 'set s { type inet_service; elements = { 7000, 7001 }; }'],
    ['ranges', 'tcp dport { 1-5, 7000-7001 } drop', ''],
    [
      'ranges of a set with a name',
      'tcp dport @s drop',
      'set s { type inet_service; flags interval; elements = { 6990-7001 }; }',
    ],
    [
      'several things side by side',
      `ip saddr . tcp dport { ${CLIENT.v4} . 7000, ${CLIENT.v4} . 7001 } drop`,
      '',
    ],
    [
      'ranges side by side',
      'ip saddr . tcp dport @s drop',
      'set s { type ipv4_addr . inet_service; flags interval; elements = { 192.0.2.0/24 . 7000-7001 }; }',
    ],
    ['verdicts', 'tcp dport vmap { 7000 : drop, 7001 : drop, 7002 : accept }', ''],
    ['verdicts of ranges', 'tcp dport vmap { 1-7001 : drop, 7002-65535 : accept }', ''],
    [
      'verdicts of a map with a name, with one for all others',
      'iifname "lan" tcp dport vmap @m',
      'map m { type inet_service : verdict; elements = { 7002 : accept, 7003 : accept, * : drop }; }',
    ],
    ['values of a map', 'meta mark set tcp dport map { 7000 : 1, 7001 : 1, 7002 : 2 }; meta mark 1 drop', ''],
    ['bits of a header', 'tcp doff { 5-15 } tcp dport 7000-7001 drop', ''],
    [
      'a set of a type that an expression has',
      'tcp dport @s drop',
      'set s { typeof tcp dport; elements = { 7000, 7001 }; }',
    ],
  ] as const)('in %s', async ([, rule, objects], { skip }) => {
    if (/ \* : /.test(objects)) sinceLinux('5.13', skip);
    const { client } = await forwarding(rule, objects);
    const states = await Promise.all([7000, 7001, 7002].map((port) => stateOf(client, SERVER.v4, port)));
    expect(states).toEqual([DROPPED, DROPPED, PASSED]);
  });

  test('in a map that leads to chains, also within the rule', async () => {
    const { client } = await forwarding(
      'tcp dport vmap { 7003 : jump other, 7004 : goto other }; tcp dport 7005 jump { tcp sport 1-65535 drop; }',
    );
    const states = await Promise.all([7003, 7004, 7005].map((port) => stateOf(client, SERVER.v4, port)));
    expect(states).toEqual([DROPPED, PASSED, DROPPED]);
  });
});

describe('packets fill sets', () => {
  test('and what is in one has an effect on the next, until its time is over', async () => {
    const { client, router } = await forwarding(
      'tcp dport 7000 add @seen { ip saddr timeout 2s }; tcp dport 7001 ip saddr @seen drop',
      'set seen { type ipv4_addr; flags dynamic, timeout; size 100; }',
    );
    expect(await stateOf(client, SERVER.v4, 7001)).toBe(PASSED);
    await stateOf(client, SERVER.v4, 7000);
    expect(await stateOf(client, SERVER.v4, 7001)).toBe(DROPPED);
    const [listing] = await router.nft.run('list set inet t seen');
    expect(JSON.stringify(listing)).toContain(CLIENT.v4);
    await sleep(2200);
    expect(await stateOf(client, SERVER.v4, 7001)).toBe(PASSED);
  });

  test('and take elements out', async () => {
    const { client } = await forwarding(
      'tcp dport 7000 delete @seen { ip saddr }; tcp dport 7001 ip saddr @seen drop',
      `set seen { type ipv4_addr; flags dynamic; elements = { ${CLIENT.v4} }; }`,
    );
    expect(await stateOf(client, SERVER.v4, 7001)).toBe(DROPPED);
    await stateOf(client, SERVER.v4, 7000);
    expect(await stateOf(client, SERVER.v4, 7001)).toBe(PASSED);
  });

  test('and maps, whose data later packets get', async () => {
    const { client } = await forwarding(
      'tcp dport 7000 update @marks { ip saddr : 7 }; tcp dport 7001 meta mark set ip saddr map @marks; meta mark 7 drop',
      'map marks { type ipv4_addr : mark; flags dynamic; size 10; }',
    );
    expect(await stateOf(client, SERVER.v4, 7001)).toBe(PASSED);
    await stateOf(client, SERVER.v4, 7000);
    expect(await stateOf(client, SERVER.v4, 7001)).toBe(DROPPED);
  });

  test('and each element counts for itself', async () => {
    const { client, router } = await forwarding(
      'tcp dport 7000-7001 update @ports { tcp dport counter }',
      'set ports { type inet_service; flags dynamic; size 100; }',
    );
    for (const port of [7000, 7001, 7001]) await stateOf(client, SERVER.v4, port);
    const [listing] = await router.nft.run('list set inet t ports');
    const text = String(listing);
    expect(text).toMatch(/7000 counter packets 1 bytes \d+/);
    expect(text).toMatch(/7001 counter packets 2 bytes \d+/);
  });

  test('and a meter limits each key by itself', async () => {
    const { client } = await forwarding(
      'tcp dport 7000-7001 meter m size 100 { tcp dport limit rate over 1/hour burst 1 packets } drop',
    );
    const states = [];
    for (const port of [7000, 7000, 7001, 7001]) states.push(await stateOf(client, SERVER.v4, port));
    expect(states).toEqual([PASSED, DROPPED, PASSED, DROPPED]);
  });
});

describe('translation to what a map leads to', () => {
  const OTHER = '203.0.113.1';

  test.each([
    ['an address', '', `ip daddr ${OTHER} dnat to tcp dport map { 7000 : ${SERVER.v4} }`, 7000],
    ['an address and a port', '', `dnat ip to tcp dport map { 80 : ${SERVER.v4} . 7000 }`, 80],
    [
      'an address and a port of a map with a name',
      `map m { type ipv4_addr . inet_service : ipv4_addr . inet_service; elements = { ${OTHER} . 80 : ${SERVER.v4} . 7000 }; }`,
      'dnat ip to ip daddr . tcp dport map @m',
      80,
    ],
    [
      'a range',
      '',
      `dnat ip to ip daddr map { ${OTHER} : ${SERVER.v4}-198.51.100.1, 203.0.113.2 : 10.0.0.0/8 }`,
      7000,
    ],
    [
      'a range of a map with a name',
      `map m { type ipv4_addr : interval ipv4_addr; flags interval; elements = { 203.0.113.0/24 : ${SERVER.v4}/32 }; }`,
      'dnat ip to ip daddr map @m',
      7000,
    ],
    [
      'a range and ports',
      '',
      `tcp dport 80 dnat ip to ip daddr map { ${OTHER} : ${SERVER.v4}-198.51.100.1 . 7000-7000 }`,
      80,
    ],
    [
      'a network, keeping the host',
      '',
      'dnat ip prefix to ip daddr map { 203.0.113.0/24 : 198.51.100.0/24 }',
      7000,
    ],
    ['a port', '', `ip daddr ${OTHER} tcp dport 80 dnat to ${SERVER.v4}:tcp dport map { 80 : 7000 }`, 80],
  ])('as %s', async (_what, map, rule, port) => {
    const { client, router, server } = await createRouted();
    await router.nft.run(
      `table ip t { ${map}; chain c { type nat hook prerouting priority dstnat; ${rule}; }; }`,
    );
    await echo(server, { port: 7000 });
    expect(await stateOf(client, OTHER, port)).toBe('open');
    expect(await stateOf(client, OTHER, 7777)).not.toBe('open');
  });

  test('over IPv6, as a range and ports', async () => {
    const { client, router, server } = await createRouted();
    await reachableOverIPv6(client);
    await router.nft.run(`table ip6 t {
      map m { type ipv6_addr : interval ipv6_addr . inet_service; flags interval;
              elements = { 2001:db8:ffff::/64 : ${SERVER.v6}-${SERVER.v6} . 7000-7000 }; }
      chain c { type nat hook prerouting priority dstnat; meta l4proto tcp dnat ip6 to ip6 daddr map @m; }
    }`);
    await echo(server, { port: 7000, host: '::' });
    expect(await stateOf(client, '2001:db8:ffff::1', 80)).toBe('open');
  });

  test('of the source, as an address and a port', async ({ skip }) => {
    sinceLinux('5.15', skip);
    const { client, router, server } = await createRouted();
    await router.nft.run(`table ip t {
      chain c {
        type nat hook postrouting priority srcnat
        snat ip to tcp dport map { 7000 : ${WAN.v4} . 4242 }
      }
    }`);
    const from = new Promise((resolve) => {
      void server
        .listen({ port: 7000, host: '0.0.0.0' }, (socket) => {
          resolve([socket.remoteAddress, socket.remotePort]);
          socket.destroy();
        })
        .then(closedAfterTest);
    });
    const socket = await client.connect({ host: SERVER.v4, port: 7000 });
    expect(await from).toEqual([WAN.v4, 4242]);
    socket.destroy();
  });
});
