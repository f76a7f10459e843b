import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import type { WireguardDevice } from '../../src/wireguard/device.js';
import { generatePrivateKey, publicKey } from '../../src/wireguard/keys.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { keyOf, withWireguard } from '../support/wireguard.js';
import { runIn } from './tools.js';

needs('root', 'wg');
leavesNothingBehind();

/** Gives wg a file of its own: it opens what it reads by name. */
function setConf(ns: Namespace, text: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-wg-'));
  try {
    writeFileSync(join(folder, 'conf'), text);
    runIn(ns, ['wg', 'setconf', 'wg0', join(folder, 'conf')]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const wg = (ns: Namespace, command: string, input?: string) =>
  runIn(ns, ['wg', ...command.split(' ')], input);

/** What `wg show LINK dump` prints of it: a line of the device's own, and a line a peer. */
function dumpOf({ privateKey, publicKey, listenPort, fwmark, peers }: WireguardDevice): string {
  const none = '(none)';
  const lines = [
    [privateKey ?? none, publicKey ?? none, listenPort, fwmark === 0 ? 'off' : `0x${fwmark.toString(16)}`],
    ...peers.map((peer) => [
      peer.publicKey,
      peer.presharedKey ?? none,
      peer.endpoint ?? none,
      peer.allowedIps.join(',') || none,
      (peer.lastHandshake ?? 0n) / 1_000_000_000n,
      peer.rxBytes,
      peer.txBytes,
      peer.persistentKeepalive || 'off',
    ]),
  ];
  return lines.map((line) => `${line.join('\t')}\n`).join('');
}

const peers = [
  {
    publicKey: keyOf(1),
    presharedKey: keyOf(2),
    endpoint: '192.0.2.1:51820',
    persistentKeepalive: 25,
    allowedIps: ['10.0.0.0/8', '2001:db8::/32'],
  },
  { publicKey: keyOf(3), endpoint: '[2001:db8::1]:7' },
  { publicKey: keyOf(4), endpoint: '[fe80::1%lo]:8', allowedIps: ['0.0.0.0/0'] },
];

describe('wg', () => {
  test('reads what we set', async ({ skip }) => {
    const ns = await withWireguard(skip);
    const privateKey = generatePrivateKey();
    await ns.wireguard.set('wg0', { privateKey, listenPort: 51820, fwmark: 0xca6c, peers });
    const shown = wg(ns, 'show wg0 dump');
    expect(dumpOf(await ns.wireguard.get('wg0'))).toBe(shown.replace('%lo]', '%1]'));
    expect(shown.split('\n').map((line) => line.split('\t').slice(0, 3))).toEqual([
      [privateKey, publicKey(privateKey), '51820'],
      [keyOf(1), keyOf(2), '192.0.2.1:51820'],
      [keyOf(3), '(none)', '[2001:db8::1]:7'],
      [keyOf(4), '(none)', '[fe80::1%lo]:8'],
      [''],
    ]);
  });

  test('sets what we read', async ({ skip }) => {
    const ns = await withWireguard(skip);
    const privateKey = wg(ns, 'genkey').trim();
    setConf(
      ns,
      `[Interface]
PrivateKey = ${privateKey}
ListenPort = 4000
FwMark = 0x10
[Peer]
PublicKey = ${keyOf(5)}
PresharedKey = ${keyOf(6)}
Endpoint = 192.0.2.1:9
AllowedIPs = 10.0.0.0/8, fd00::/8
PersistentKeepalive = 30
[Peer]
PublicKey = ${keyOf(7)}
`,
    );
    const device = await ns.wireguard.get('wg0');
    expect(dumpOf(device)).toBe(wg(ns, 'show wg0 dump'));
    expect(device).toMatchObject({ privateKey, listenPort: 4000, fwmark: 16, peers: [{}, {}] });
    expect(device.publicKey).toBe(wg(ns, 'pubkey', privateKey).trim());
  });

  test('sees the same after what it and we read is set again', async ({ skip }) => {
    const [one, two] = [await withWireguard(skip), await withWireguard(skip)];
    await one.wireguard.set('wg0', { privateKey: generatePrivateKey(), listenPort: 5000, peers });
    setConf(two, wg(one, 'showconf wg0'));
    const device = await one.wireguard.get('wg0');
    const { privateKey = null, listenPort, fwmark } = device;
    const changes = { privateKey, listenPort, fwmark, replacePeers: true };
    await one.wireguard.set('wg0', {
      ...changes,
      peers: device.peers.map(({ publicKey, presharedKey = null, endpoint, ...peer }) => ({
        publicKey,
        presharedKey,
        ...(endpoint === undefined ? {} : { endpoint }),
        persistentKeepalive: peer.persistentKeepalive,
        allowedIps: peer.allowedIps,
      })),
    });
    expect(wg(one, 'show wg0 dump')).toBe(wg(two, 'show wg0 dump'));
  });
});

test('wg makes of a private key the public one that we make', async () => {
  const ns = await unnamed();
  for (let i = 0; i < 5; i++) {
    const key = generatePrivateKey();
    expect(wg(ns, 'pubkey', key).trim()).toBe(publicKey(key));
  }
});
