import {
  NDTA_CONFIG,
  NDTA_GC_INTERVAL,
  NDTA_NAME,
  NDTA_PAD,
  NDTA_PARMS,
  NDTA_STATS,
  NDTA_THRESH1,
  NDTA_THRESH2,
  NDTA_THRESH3,
  NDTPA_ANYCAST_DELAY,
  NDTPA_APP_PROBES,
  NDTPA_BASE_REACHABLE_TIME,
  NDTPA_DELAY_PROBE_TIME,
  NDTPA_GC_STALETIME,
  NDTPA_IFINDEX,
  NDTPA_INTERVAL_PROBE_TIME_MS,
  NDTPA_LOCKTIME,
  NDTPA_MCAST_PROBES,
  NDTPA_MCAST_REPROBES,
  NDTPA_PAD,
  NDTPA_PROXY_DELAY,
  NDTPA_PROXY_QLEN,
  NDTPA_QUEUE_LEN,
  NDTPA_QUEUE_LENBYTES,
  NDTPA_REACHABLE_TIME,
  NDTPA_REFCNT,
  NDTPA_RETRANS_TIME,
  NDTPA_UCAST_PROBES,
} from '../uapi/neighbour.js';
import { attributes } from '../wire/attributes.js';
import { bytes, type Codec, link, type Read, string, u8, u16, u32, u64 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';

/** A time in milliseconds, 64 bits wide in the message. */
const milliseconds: Codec<number> = {
  size: 8,
  write: (writer, value) => u64.write(writer, BigInt(value)),
  read: (view, start, end) => Number(u64.read(view, start, end)),
};

const statistics = struct({
  allocations: u64,
  destroys: u64,
  hashGrows: u64,
  failedResolutions: u64,
  lookups: u64,
  hits: u64,
  multicastProbes: u64,
  unicastProbes: u64,
  periodicCollections: u64,
  forcedCollections: u64,
  tableFulls: u64,
});

const configuration = struct({
  keyLength: u16,
  entrySize: u16,
  entries: u32,
  lastFlush: u32,
  lastRandom: u32,
  hashRandom: u32,
  hashMask: u32,
  hashChainCollected: u32,
  proxyQueueLength: u32,
});

/** Settings for a link, or those that new links start with. */
const parameters = {
  link: [NDTPA_IFINDEX, link],
  references: [NDTPA_REFCNT, u32],
  reachableTime: [NDTPA_REACHABLE_TIME, milliseconds],
  baseReachableTime: [NDTPA_BASE_REACHABLE_TIME, milliseconds],
  retransmitTime: [NDTPA_RETRANS_TIME, milliseconds],
  gcStaleTime: [NDTPA_GC_STALETIME, milliseconds],
  delayProbeTime: [NDTPA_DELAY_PROBE_TIME, milliseconds],
  intervalProbeTime: [NDTPA_INTERVAL_PROBE_TIME_MS, milliseconds],
  queueLength: [NDTPA_QUEUE_LEN, u32],
  queueBytes: [NDTPA_QUEUE_LENBYTES, u32],
  appProbes: [NDTPA_APP_PROBES, u32],
  unicastProbes: [NDTPA_UCAST_PROBES, u32],
  multicastProbes: [NDTPA_MCAST_PROBES, u32],
  multicastReprobes: [NDTPA_MCAST_REPROBES, u32],
  anycastDelay: [NDTPA_ANYCAST_DELAY, milliseconds],
  proxyDelay: [NDTPA_PROXY_DELAY, milliseconds],
  proxyQueueLength: [NDTPA_PROXY_QLEN, u32],
  lockTime: [NDTPA_LOCKTIME, milliseconds],
  padding: [NDTPA_PAD, bytes],
} as const;

/** RTM_*NEIGHTBL: `struct ndtmsg` of `<linux/neighbour.h>`. */
export const tableBody = {
  header: struct({ family: u8, pad1: u8, pad2: u16 }),
  attributes: attributes({
    name: [NDTA_NAME, string],
    thresh1: [NDTA_THRESH1, u32],
    thresh2: [NDTA_THRESH2, u32],
    thresh3: [NDTA_THRESH3, u32],
    gcInterval: [NDTA_GC_INTERVAL, milliseconds],
    parameters: [NDTA_PARMS, attributes(parameters)],
    configuration: [NDTA_CONFIG, configuration],
    statistics: [NDTA_STATS, statistics],
    padding: [NDTA_PAD, bytes],
  }),
};

export type TableConfiguration = Read<typeof configuration>;
export type TableStatistics = Read<typeof statistics>;
