import { type Codec, u64 } from '../wire/codec.js';

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

export const linkStats: Codec<LinkStats, never> = {
  size: undefined,
  write: () => {},
  read: (view, start, end) => {
    const result: Partial<Record<(typeof FIELDS)[number], bigint>> = {};
    for (const [index, name] of FIELDS.entries()) {
      const at = start + index * 8;
      if (at + 8 <= end) result[name] = u64.read(view, at, at + 8);
    }
    return result;
  },
};
