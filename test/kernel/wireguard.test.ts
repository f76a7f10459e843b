import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { generatePresharedKey, generatePrivateKey, publicKey } from '../../src/wireguard/keys.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { addOrSkip } from '../support/link_making.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { keyOf, withWireguard } from '../support/wireguard.js';

needs('root');
leavesNothingBehind();

const NOBODY = {
  presharedKey: undefined,
  endpoint: undefined,
  persistentKeepalive: 0,
  lastHandshake: undefined,
  rxBytes: 0n,
  txBytes: 0n,
  allowedIps: [],
  protocolVersion: 1,
  unknown: [],
};

describe('a WireGuard link', () => {
  test('is read as it was set', async ({ skip }) => {
    const ns = await withWireguard(skip);
    const privateKey = generatePrivateKey();
    await ns.wireguard.set('wg0', {
      privateKey,
      listenPort: 51820,
      fwmark: 0x1234,
      peers: [
        {
          publicKey: keyOf(1),
          presharedKey: keyOf(2),
          endpoint: '192.0.2.1:51820',
          persistentKeepalive: 25,
          allowedIps: ['10.0.0.1/8', '2001:db8::1/32', '192.0.2.9'],
        },
        { publicKey: keyOf(3), endpoint: '[2001:db8::1]:7' },
      ],
    });
    const device = await ns.wireguard.get('wg0');
    expect(device).toMatchObject({
      name: 'wg0',
      privateKey,
      publicKey: publicKey(privateKey),
      listenPort: 51820,
      fwmark: 0x1234,
      unknown: [],
    });
    const [first, second] = device.peers;
    expect({ ...first, allowedIps: [...(first?.allowedIps ?? [])].sort() }).toEqual({
      ...NOBODY,
      publicKey: keyOf(1),
      presharedKey: keyOf(2),
      endpoint: '192.0.2.1:51820',
      persistentKeepalive: 25,
      allowedIps: ['10.0.0.0/8', '192.0.2.9/32', '2001:db8::/32'],
    });
    expect(second).toEqual({ ...NOBODY, publicKey: keyOf(3), endpoint: '[2001:db8::1]:7' });
    expect(await ns.wireguard.list()).toEqual([device]);
    expect(await ns.wireguard.get(device.index)).toEqual(device);
  });

  test('that was asked for in the same tick is set', async ({ skip }) => {
    const ns = await unnamed();
    const [, , device] = await Promise.all([
      addOrSkip(ns, { kind: 'wireguard', name: 'wg0' }, skip),
      ns.wireguard.set('wg0', { listenPort: 7 }).catch(() => {}),
      ns.wireguard.get('wg0').catch(() => undefined),
      ns.links.delete('wg0').catch(() => {}),
    ]);
    expect(device?.listenPort).toBe(7);
    expect(await ns.wireguard.list()).toEqual([]);
  });

  test('loses what is taken from it', async ({ skip }) => {
    const ns = await withWireguard(skip);
    await ns.wireguard.set('wg0', {
      privateKey: generatePrivateKey(),
      fwmark: 1,
      peers: [{ publicKey: keyOf(1), presharedKey: keyOf(2), persistentKeepalive: 5 }],
    });
    await ns.wireguard.set('wg0', {
      privateKey: null,
      fwmark: 0,
      peers: [{ publicKey: keyOf(1), presharedKey: null, persistentKeepalive: 0 }],
    });
    expect(await ns.wireguard.get('wg0')).toMatchObject({
      privateKey: undefined,
      publicKey: undefined,
      fwmark: 0,
      peers: [{ ...NOBODY, publicKey: keyOf(1) }],
    });
  });

  test('has peers added, updated, replaced and removed', async ({ skip }) => {
    const ns = await withWireguard(skip);
    const keys = async () => (await ns.wireguard.get('wg0')).peers.map(({ publicKey }) => publicKey);
    await ns.wireguard.set('wg0', { peers: [{ publicKey: keyOf(1) }, { publicKey: keyOf(2) }] });
    await ns.wireguard.set('wg0', { peers: [{ publicKey: keyOf(3) }] });
    expect(await keys()).toEqual([keyOf(1), keyOf(2), keyOf(3)]);
    await ns.wireguard.set('wg0', { peers: [{ publicKey: keyOf(4), updateOnly: true }] });
    expect(await keys()).toEqual([keyOf(1), keyOf(2), keyOf(3)]);
    await ns.wireguard.set('wg0', { peers: [{ publicKey: keyOf(2), remove: true }] });
    expect(await keys()).toEqual([keyOf(1), keyOf(3)]);
    await ns.wireguard.set('wg0', { replacePeers: true, peers: [{ publicKey: keyOf(5) }] });
    expect(await keys()).toEqual([keyOf(5)]);
  });

  test('has prefixes added, moved and replaced', async ({ skip }) => {
    const ns = await withWireguard(skip);
    const prefixes = async () =>
      (await ns.wireguard.get('wg0')).peers.map(({ allowedIps }) => [...allowedIps].sort());
    const [one, two] = [{ publicKey: keyOf(1) }, { publicKey: keyOf(2) }];
    await ns.wireguard.set('wg0', { peers: [{ ...one, allowedIps: ['10.0.0.0/8'] }, two] });
    await ns.wireguard.set('wg0', { peers: [{ ...one, allowedIps: ['fd00::/8'] }] });
    expect(await prefixes()).toEqual([['10.0.0.0/8', 'fd00::/8'], []]);
    await ns.wireguard.set('wg0', { peers: [{ ...two, allowedIps: ['10.0.0.0/8'] }] });
    expect(await prefixes()).toEqual([['fd00::/8'], ['10.0.0.0/8']]);
    await ns.wireguard.set('wg0', {
      peers: [{ ...two, replaceAllowedIps: true, allowedIps: ['192.0.2.0/24'] }],
    });
    expect(await prefixes()).toEqual([['fd00::/8'], ['192.0.2.0/24']]);
  });

  test('has prefixes removed one by one, where the kernel can', async ({ skip }) => {
    const ns = await withWireguard(skip);
    const peer = { publicKey: keyOf(1) };
    await ns.wireguard.set('wg0', { peers: [{ ...peer, allowedIps: ['10.0.0.0/8', '192.0.2.0/24'] }] });
    try {
      await ns.wireguard.set('wg0', { peers: [{ ...peer, removeAllowedIps: ['10.0.0.0/8'] }] });
    } catch (error) {
      expect(error).toMatchObject({ code: 'EINVAL', message: expect.stringContaining('needs Linux 6.16') });
      skip(true, (error as Error).message);
    }
    expect((await ns.wireguard.get('wg0')).peers[0]?.allowedIps).toEqual(['192.0.2.0/24']);
  });

  test('has more peers and prefixes than one message holds', async ({ skip }) => {
    const ns = await withWireguard(skip);
    const keyOfNumber = (i: number) =>
      Buffer.from([...Buffer.alloc(30, 9), i >> 8, i & 0xff]).toString('base64');
    const many = Array.from({ length: 5000 }, (_, i) => `10.${i >> 8}.${i & 0xff}.0/24`);
    await ns.wireguard.set('wg0', {
      replacePeers: true,
      peers: [
        { publicKey: keyOf(1), replaceAllowedIps: true, endpoint: '192.0.2.1:1', allowedIps: many },
        ...Array.from({ length: 2000 }, (_, i) => ({
          publicKey: keyOfNumber(i),
          allowedIps: [`fd00::${i.toString(16)}/128`],
        })),
      ],
    });
    const { peers } = await ns.wireguard.get('wg0');
    expect(peers).toHaveLength(2001);
    expect(peers[0]).toMatchObject({ publicKey: keyOf(1), endpoint: '192.0.2.1:1' });
    expect(new Set(peers[0]?.allowedIps)).toEqual(new Set(many));
    expect(peers[2000]?.publicKey).toBe(keyOfNumber(1999));
    expect(peers.slice(1).every(({ allowedIps }) => allowedIps.length === 1)).toBe(true);
  });

  test('keeps the peers before one that is refused, and says so; a port that is taken changes nothing', async ({
    skip,
  }) => {
    const ns = await withWireguard(skip);
    await ns.links.add({ kind: 'wireguard', name: 'wg1', up: true });
    await ns.wireguard.set('wg1', { listenPort: 4500 });
    await ns.links.set('wg0', { up: true });
    const some = Array.from({ length: 600 }, (_, i) => ({
      publicKey: Buffer.from([...Buffer.alloc(30, 9), i >> 8, i & 0xff]).toString('base64'),
    }));
    const known = async () => (await ns.wireguard.get('wg0')).peers.length;
    await expect(ns.wireguard.set('wg0', { listenPort: 4500, peers: some })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: expect.stringContaining('(peers[0] to peers[248])'),
    });
    expect(await known()).toBe(0);
    const nowhere = { publicKey: keyOf(1), endpoint: '[fe80::1%nowhere0]:7' };
    const absent = ns.wireguard.set('wg0', { peers: [...some, nowhere] });
    await expect(absent).rejects.toMatchObject({ code: 'ENODEV' });
    expect(await known()).toBe(0);
    await ns.wireguard.set('wg0', { peers: some, replacePeers: true });
    expect(await known()).toBe(600);
  });

  test('that is not there, or is something else, is refused', async ({ skip }) => {
    const ns = await withWireguard(skip);
    await expect(ns.wireguard.get('wg1')).rejects.toMatchObject({
      code: 'ENODEV',
      operation: 'WG_CMD_GET_DEVICE',
      subject: 'wg1',
    });
    await expect(ns.wireguard.get('lo')).rejects.toThrow('"lo" is no link of kind "wireguard"');
    await expect(ns.wireguard.set('lo', { listenPort: 1 })).rejects.toThrow(
      'EOPNOTSUPP: WG_CMD_SET_DEVICE lo: "lo" is no link of kind "wireguard"',
    );
  });
});

test('a kernel without WireGuard says what it needs', async ({ skip }) => {
  const ns = await unnamed();
  const outcome = await ns.wireguard.get('wg0').catch((error: unknown) => error);
  skip((outcome as { code?: string }).code === 'ENODEV', 'this kernel has WireGuard');
  expect(outcome).toMatchObject({
    code: 'EOPNOTSUPP',
    message: expect.stringContaining('needs CONFIG_WIREGUARD (module wireguard)'),
  });
});

test('packets travel through a tunnel', async ({ skip }) => {
  const [left, right] = [await withWireguard(skip), await withWireguard(skip)];
  const keys = { left: generatePrivateKey(), right: generatePrivateKey() };
  const presharedKey = generatePresharedKey();
  await left.links.add({
    kind: 'veth',
    name: 'eth0',
    up: true,
    peer: { name: 'eth0', namespace: right, up: true },
  });
  await Promise.all([
    left.addresses.add({ link: 'eth0', address: '192.0.2.1/24' }),
    right.addresses.add({ link: 'eth0', address: '192.0.2.2/24' }),
    left.wireguard.set('wg0', {
      privateKey: keys.left,
      peers: [
        {
          publicKey: publicKey(keys.right),
          presharedKey,
          endpoint: '192.0.2.2:51820',
          allowedIps: ['10.0.0.2/32'],
        },
      ],
    }),
    right.wireguard.set('wg0', {
      privateKey: keys.right,
      listenPort: 51820,
      peers: [{ publicKey: publicKey(keys.left), presharedKey, allowedIps: ['10.0.0.1/32'] }],
    }),
    left.addresses.add({ link: 'wg0', address: '10.0.0.1/24' }),
    right.addresses.add({ link: 'wg0', address: '10.0.0.2/24' }),
    left.links.set('wg0', { up: true }),
    right.links.set('wg0', { up: true }),
  ]);

  const server = await right.listen({ port: 7 }, (socket) => socket.end('through the tunnel'));
  try {
    const socket = await left.connect({ host: '10.0.0.2', port: 7 });
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toBe('through the tunnel');
    socket.destroy();
  } finally {
    server.close();
  }
  const [there] = (await right.wireguard.get('wg0')).peers;
  const [here] = (await left.wireguard.get('wg0')).peers;
  const { listenPort } = await left.wireguard.get('wg0');
  expect(there?.endpoint).toBe(`192.0.2.1:${listenPort}`);
  expect(there?.rxBytes).toBeGreaterThan(0n);
  expect(here?.txBytes).toBeGreaterThan(0n);
  const minute = 60_000_000_000n;
  const now = BigInt(Date.now()) * 1_000_000n;
  expect(here?.lastHandshake).toBeGreaterThan(now - minute);
  expect(here?.lastHandshake).toBeLessThan(now + minute);
});
