import {
  WGALLOWEDIP_A_CIDR_MASK,
  WGALLOWEDIP_A_FAMILY,
  WGALLOWEDIP_A_FLAGS,
  WGALLOWEDIP_A_IPADDR,
  WGDEVICE_A_FLAGS,
  WGDEVICE_A_FWMARK,
  WGDEVICE_A_IFINDEX,
  WGDEVICE_A_IFNAME,
  WGDEVICE_A_LISTEN_PORT,
  WGDEVICE_A_PEERS,
  WGDEVICE_A_PRIVATE_KEY,
  WGDEVICE_A_PUBLIC_KEY,
  WGPEER_A_ALLOWEDIPS,
  WGPEER_A_ENDPOINT,
  WGPEER_A_FLAGS,
  WGPEER_A_LAST_HANDSHAKE_TIME,
  WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL,
  WGPEER_A_PRESHARED_KEY,
  WGPEER_A_PROTOCOL_VERSION,
  WGPEER_A_PUBLIC_KEY,
  WGPEER_A_RX_BYTES,
  WGPEER_A_TX_BYTES,
} from '../uapi/wireguard.js';
import { attributes, list } from '../wire/attributes.js';
import { type Codec, ip, link, s64, string, u8, u16, u32, u64 } from '../wire/codec.js';
import { generic } from '../wire/index.js';
import { endpoint } from './endpoint.js';
import { key } from './key.js';

const NANOSECONDS = 1_000_000_000n;

/** `struct __kernel_timespec`: nanoseconds since 1970. */
const timestamp: Codec<bigint, never> = {
  size: 16,
  write: () => {},
  read: (view, start) =>
    s64.read(view, start, start + 8) * NANOSECONDS + s64.read(view, start + 8, start + 16),
};

const allowedIp = attributes({
  family: [WGALLOWEDIP_A_FAMILY, u16],
  address: [WGALLOWEDIP_A_IPADDR, ip],
  length: [WGALLOWEDIP_A_CIDR_MASK, u8],
  flags: [WGALLOWEDIP_A_FLAGS, u32],
});

const peer = attributes({
  publicKey: [WGPEER_A_PUBLIC_KEY, key],
  flags: [WGPEER_A_FLAGS, u32],
  presharedKey: [WGPEER_A_PRESHARED_KEY, key],
  endpoint: [WGPEER_A_ENDPOINT, endpoint],
  persistentKeepalive: [WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL, u16],
  lastHandshake: [WGPEER_A_LAST_HANDSHAKE_TIME, timestamp],
  rxBytes: [WGPEER_A_RX_BYTES, u64],
  txBytes: [WGPEER_A_TX_BYTES, u64],
  allowedIps: [WGPEER_A_ALLOWEDIPS, list(0, allowedIp)],
  protocolVersion: [WGPEER_A_PROTOCOL_VERSION, u32],
});

/** A device, or as much of it as one message holds. */
export const deviceBody = generic({
  attributes: {
    index: [WGDEVICE_A_IFINDEX, link],
    name: [WGDEVICE_A_IFNAME, string],
    privateKey: [WGDEVICE_A_PRIVATE_KEY, key],
    publicKey: [WGDEVICE_A_PUBLIC_KEY, key],
    flags: [WGDEVICE_A_FLAGS, u32],
    listenPort: [WGDEVICE_A_LISTEN_PORT, u16],
    fwmark: [WGDEVICE_A_FWMARK, u32],
    peers: [WGDEVICE_A_PEERS, list(0, peer)],
  },
});
