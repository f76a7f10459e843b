import { prefix } from '../check/ip.js';
import { boolean, type Check, type Checks, checkOptions, integer, wrongType } from '../check/options.js';
import { endpointText } from './endpoint.js';
import { wireguardKey } from './key.js';

/** What {@link Wireguard.set} can say of a peer: `wg set LINK peer KEY ...`. */
export interface WireguardPeerOptions {
  /** Which peer: one that is not there yet is made. */
  readonly publicKey: string;
  /** A secret beside the key pairs; `null`: none. */
  readonly presharedKey?: string | null;
  /**
   * Where it is: `192.0.2.1:51820`, `[2001:db8::1]:51820`, `[fe80::1%eth0]:51820`. Without one, this end waits until
   * the peer is heard of.
   */
  readonly endpoint?: string;
  /** Sends something at least this often, in seconds, for the sake of middleboxes. 0: off, which is the default. */
  readonly persistentKeepalive?: number;
  /**
   * What it may send from, and what is sent to it: prefixes. They are added to those it has; one that another peer has
   * moves to this one.
   */
  readonly allowedIps?: readonly string[];
  /** Takes those away that it has. */
  readonly replaceAllowedIps?: boolean;
  /** Takes these away from it, if it has them. Since Linux 6.16. */
  readonly removeAllowedIps?: readonly string[];
  /** Takes the peer away; nothing else is to be said of it then. */
  readonly remove?: boolean;
  /** Does nothing if there is no such peer. */
  readonly updateOnly?: boolean;
}

/** What {@link Wireguard.set} can change; what is left out stays as it is. */
export interface WireguardChanges {
  /** In base64, as of `wg genkey`; `null` takes it away. */
  readonly privateKey?: string | null;
  /** UDP port; 0: the kernel chooses one. */
  readonly listenPort?: number;
  /** Mark of the packets that it sends; 0: none. */
  readonly fwmark?: number;
  readonly peers?: readonly WireguardPeerOptions[];
  /** Takes away the peers that are there: what remains is {@link peers}. */
  readonly replacePeers?: boolean;
}

const keyOrNull: Check = (field, value) => {
  if (value !== null) wireguardKey(field, value);
};

const prefixes: Check = (field, value) => {
  if (!Array.isArray(value)) throw wrongType(field, value, 'an array');
  for (const [index, entry] of value.entries()) prefix(`${field}[${index}]`, entry);
};

const peerChecks: Checks<WireguardPeerOptions> = {
  publicKey: wireguardKey,
  presharedKey: keyOrNull,
  endpoint: endpointText,
  persistentKeepalive: integer(0, 0xffff),
  allowedIps: prefixes,
  replaceAllowedIps: boolean,
  removeAllowedIps: prefixes,
  remove: boolean,
  updateOnly: boolean,
};

const peer: Check = (field, value) => {
  const options = value as WireguardPeerOptions;
  checkOptions(field, options, peerChecks, ['publicKey'], `${field}.`);
  if (!options.remove) return;
  const beside = Object.entries(options).find(
    ([name, said]) => said !== undefined && !['publicKey', 'remove', 'updateOnly'].includes(name),
  );
  if (beside) throw new TypeError(`${field} is removed, and cannot have ${beside[0]}`);
};

export const changeChecks: Checks<WireguardChanges> = {
  privateKey: keyOrNull,
  listenPort: integer(0, 0xffff),
  fwmark: integer(0, 0xffff_ffff),
  peers: (field, value) => {
    if (!Array.isArray(value)) throw wrongType(field, value, 'an array');
    for (const [index, entry] of value.entries()) peer(`${field}[${index}]`, entry);
  },
  replacePeers: boolean,
};
