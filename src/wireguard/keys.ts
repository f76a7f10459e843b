/**
 * Keys of WireGuard: 32 bytes, written in base64 as wg(8) writes them. Private and public keys are those of Curve25519
 * (RFC 7748); a preshared key is any secret that two peers share.
 */

import type Crypto from 'node:crypto';
import { createRequire } from 'node:module';
import { WG_KEY_LEN } from '../uapi/wireguard.js';
import { wireguardKey } from './key.js';

/** What stands before the bytes of a private key of X25519 in DER; RFC 8410. */
const PRIVATE_KEY = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** Loaded when a key is first asked for: that takes longer than all of this library's other imports of Node's modules. */
const nodeCrypto = (): typeof Crypto => createRequire(import.meta.url)('node:crypto');

/** A new private key: `wg genkey`. */
export function generatePrivateKey(): string {
  const bytes = nodeCrypto().randomBytes(WG_KEY_LEN);
  // As Curve25519 wants its scalars: a multiple of 8, of 255 bits.
  bytes.writeUInt8(bytes.readUInt8(0) & 0xf8, 0);
  bytes.writeUInt8((bytes.readUInt8(WG_KEY_LEN - 1) & 0x7f) | 0x40, WG_KEY_LEN - 1);
  return bytes.toString('base64');
}

/** A new preshared key: `wg genpsk`. */
export function generatePresharedKey(): string {
  return nodeCrypto().randomBytes(WG_KEY_LEN).toString('base64');
}

/** The public key that belongs to a private one: `wg pubkey`. @throws TypeError if it is no key. */
export function publicKey(privateKey: string): string {
  wireguardKey('privateKey', privateKey);
  const { createPrivateKey, createPublicKey } = nodeCrypto();
  const der = Buffer.concat([PRIVATE_KEY, Buffer.from(privateKey, 'base64')]);
  const key = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  return key.export({ format: 'der', type: 'spki' }).subarray(-WG_KEY_LEN).toString('base64');
}
