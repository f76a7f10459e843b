import { u64 } from '../wire/codec.js';

/** In the order of `struct rtnl_link_stats64` of `<linux/if_link.h>`. */
const FIELDS = [
  'rxPackets',
  'txPackets',
  'rxBytes',
  'txBytes',
  'rxErrors',
  'txErrors',
  'rxDropped',
  'txDropped',
  'multicast',
  'collisions',
  'rxLengthErrors',
  'rxOverErrors',
  'rxCrcErrors',
  'rxFrameErrors',
  'rxFifoErrors',
  'rxMissedErrors',
  'txAbortedErrors',
  'txCarrierErrors',
  'txFifoErrors',
  'txHeartbeatErrors',
  'txWindowErrors',
  'rxCompressed',
  'txCompressed',
  'rxNoHandler',
  'rxOtherhostDropped',
] as const;

/** What a link has counted: `ip -statistics -statistics link show`. Older kernels count less. */
export type LinkStats = { readonly [K in (typeof FIELDS)[number]]?: bigint };

/** `struct rtnl_link_stats64`. */
export function readStats(data: Uint8Array): LinkStats {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const result: Partial<Record<(typeof FIELDS)[number], bigint>> = {};
  for (const [index, name] of FIELDS.entries())
    if (index * 8 + 8 <= data.length) result[name] = u64.read(view, index * 8, index * 8 + 8);
  return result;
}
