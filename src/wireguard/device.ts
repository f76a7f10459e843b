import type { Ifindex } from '../check/link.js';
import type { RawAttribute } from '../wire/attributes.js';
import type { Decoded } from '../wire/message.js';
import type { deviceBody } from './message.js';

/** A peer of a WireGuard link. */
export interface WireguardPeer {
  /** In base64, as all keys. */
  readonly publicKey: string;
  /** `undefined`: none. */
  readonly presharedKey: string | undefined;
  /** Where it was last heard of, or is said to be: `192.0.2.1:51820`, `[2001:db8::1]:51820`. */
  readonly endpoint: string | undefined;
  /** In seconds; 0: off. */
  readonly persistentKeepalive: number;
  /** When both ends last agreed on keys, in nanoseconds since 1970; `undefined`: never. */
  readonly lastHandshake: bigint | undefined;
  readonly rxBytes: bigint;
  readonly txBytes: bigint;
  /** What it may send from, and what is sent to it. */
  readonly allowedIps: readonly string[];
  readonly protocolVersion: number | undefined;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

/**
 * A WireGuard link with its keys and peers: what `wg show LINK dump` prints.
 *
 * Source: `<linux/wireguard.h>`.
 */
export interface WireguardDevice {
  readonly index: Ifindex;
  readonly name: string;
  /** `undefined`: none has been set. */
  readonly privateKey: string | undefined;
  /** Follows from the private key. */
  readonly publicKey: string | undefined;
  /** UDP port; 0: none yet. */
  readonly listenPort: number;
  /** Mark of the packets that it sends; 0: none. */
  readonly fwmark: number;
  readonly peers: readonly WireguardPeer[];
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

type Message = Decoded<typeof deviceBody>;
type PeerOut = NonNullable<Message['peers']>[number];

/** A device from the messages that tell of it: those after the first only have more peers. */
export function toDevice(messages: readonly Message[]): WireguardDevice {
  const device = messages[0];
  return {
    index: device?.index ?? 0,
    name: device?.name ?? '',
    privateKey: device?.privateKey ?? undefined,
    publicKey: device?.publicKey ?? undefined,
    listenPort: device?.listenPort ?? 0,
    fwmark: device?.fwmark ?? 0,
    peers: joined(messages.flatMap(({ peers = [] }) => peers)).map(toPeer),
    unknown: messages.flatMap(({ unknown = [] }) => unknown),
  };
}

/** A peer with more prefixes than fit is told of again, with its key and the rest of them. */
function joined(parts: readonly PeerOut[]): PeerOut[] {
  const peers: PeerOut[] = [];
  for (const part of parts) {
    const last = peers.at(-1);
    if (last === undefined || last.publicKey !== part.publicKey) peers.push({ ...part });
    else last.allowedIps = [...(last.allowedIps ?? []), ...(part.allowedIps ?? [])];
  }
  return peers;
}

function toPeer(peer: PeerOut): WireguardPeer {
  return {
    publicKey: peer.publicKey ?? '',
    presharedKey: peer.presharedKey ?? undefined,
    endpoint: peer.endpoint || undefined,
    persistentKeepalive: peer.persistentKeepalive ?? 0,
    lastHandshake: peer.lastHandshake || undefined,
    rxBytes: peer.rxBytes ?? 0n,
    txBytes: peer.txBytes ?? 0n,
    allowedIps: (peer.allowedIps ?? []).map(({ address, length }) => `${address}/${length}`),
    protocolVersion: peer.protocolVersion,
    unknown: peer.unknown ?? [],
  };
}
