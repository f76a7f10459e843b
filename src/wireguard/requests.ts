/** Changes of a device, as messages: as many as it takes. */

import { parsePrefix } from '../check/ip.js';
import type { LinkRef } from '../check/link.js';
import { AF_INET, AF_INET6 } from '../uapi/socket.js';
import {
  WGALLOWEDIP_F_REMOVE_ME,
  WGDEVICE_F_REPLACE_PEERS,
  WGPEER_F_REMOVE_ME,
  WGPEER_F_REPLACE_ALLOWEDIPS,
  WGPEER_F_UPDATE_ONLY,
} from '../uapi/wireguard.js';
import type { TailIn } from '../wire/message.js';
import type { deviceBody } from './message.js';
import type { WireguardChanges, WireguardPeerOptions } from './options.js';

type DeviceIn = TailIn<typeof deviceBody>;
type PeerIn = NonNullable<DeviceIn['peers']>[number];
type AllowedIpIn = NonNullable<PeerIn['allowedIps']>[number];

/**
 * So much goes into one message, counted in prefixes of at most 48 bytes; an attribute cannot be longer than 64 KiB. A
 * peer without prefixes is as long as four of them.
 */
const ROOM = 1000;
const PEER = 4;

/** A device, as a message names it. */
export function deviceRef(link: LinkRef): DeviceIn {
  return typeof link === 'number' ? { index: link } : { name: link };
}

/** A message that changes a device, and which of the peers it is about. */
export interface Part {
  readonly attributes: DeviceIn;
  readonly first: number;
  readonly last: number;
}

/**
 * The messages that change a device, to be sent one after the other. What the device itself is refused for, such as a
 * port that is taken, is in the first one, before any peer.
 */
export function changesOf(link: LinkRef, changes: WireguardChanges): Part[] {
  const { peers = [], replacePeers, ...own } = changes;
  const device = { ...deviceRef(link), ...own, flags: replacePeers ? WGDEVICE_F_REPLACE_PEERS : undefined };
  if (peers.length === 0) return [{ attributes: device, first: 0, last: -1 }];
  return divide(peers).map(({ first, last, list }, position) => ({
    first,
    last,
    attributes: { ...(position === 0 ? device : deviceRef(link)), peers: list },
  }));
}

interface Division {
  readonly first: number;
  last: number;
  readonly list: PeerIn[];
}

/** Peers over as many lists as it takes, each of them whole in one, unless none could hold it. */
function divide(peers: readonly WireguardPeerOptions[]): Division[] {
  const lists: Division[] = [];
  let left = 0;
  for (const [index, options] of peers.entries()) {
    const prefixes = allowedIpsOf(options);
    if (Math.min(PEER + prefixes.length, ROOM) > left) left = 0;
    let at = 0;
    do {
      if (left <= PEER) {
        lists.push({ first: index, last: index, list: [] });
        left = ROOM;
      }
      const some = prefixes.slice(at, at + left - PEER);
      const peer = at === 0 ? peerOf(options) : continued(options);
      const division = lists.at(-1);
      division?.list.push(some.length > 0 ? { ...peer, allowedIps: some } : peer);
      if (division) division.last = index;
      at += some.length;
      left -= PEER + some.length;
    } while (at < prefixes.length);
  }
  return lists;
}

function peerOf(options: WireguardPeerOptions): PeerIn {
  const { publicKey, presharedKey, endpoint, persistentKeepalive } = options;
  const flags =
    (options.remove ? WGPEER_F_REMOVE_ME : 0) |
    (options.replaceAllowedIps ? WGPEER_F_REPLACE_ALLOWEDIPS : 0) |
    (options.updateOnly ? WGPEER_F_UPDATE_ONLY : 0);
  return { publicKey, flags: flags || undefined, presharedKey, endpoint, persistentKeepalive };
}

/** The same peer again: what was said of it holds, and it is not made anew. */
function continued({ publicKey, updateOnly }: WireguardPeerOptions): PeerIn {
  return { publicKey, flags: updateOnly ? WGPEER_F_UPDATE_ONLY : undefined };
}

function allowedIpsOf({ allowedIps = [], removeAllowedIps = [] }: WireguardPeerOptions): AllowedIpIn[] {
  return [
    ...allowedIps.map((text) => allowedIpOf(text, undefined)),
    ...removeAllowedIps.map((text) => allowedIpOf(text, WGALLOWEDIP_F_REMOVE_ME)),
  ];
}

function allowedIpOf(text: string, flags: number | undefined): AllowedIpIn {
  const { address, bytes, length } = parsePrefix('allowedIps', text);
  return { family: bytes.length === 4 ? AF_INET : AF_INET6, address, length, flags };
}
