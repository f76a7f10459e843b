import {
  TCA_STATS_APP,
  TCA_STATS_BASIC,
  TCA_STATS_BASIC_HW,
  TCA_STATS_PKT64,
  TCA_STATS_QUEUE,
  TCA_STATS_RATE_EST,
  TCA_STATS_RATE_EST64,
} from '../uapi/gen_stats.js';
import { attributes } from '../wire/attributes.js';
import { bytes, type Read, u32, u64 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';

const basic = struct({ bytes: u64, packets: u32 });

/** TCA_STATS2 of `<linux/gen_stats.h>`: what every qdisc, class and action counts. */
export const statistics = attributes({
  basic: [TCA_STATS_BASIC, basic],
  hardware: [TCA_STATS_BASIC_HW, basic],
  packets64: [TCA_STATS_PKT64, u64],
  queue: [TCA_STATS_QUEUE, struct({ length: u32, backlog: u32, drops: u32, requeues: u32, overlimits: u32 })],
  rate: [TCA_STATS_RATE_EST, struct({ bytes: u32, packets: u32 })],
  rate64: [TCA_STATS_RATE_EST64, struct({ bytes: u64, packets: u64 })],
  app: [TCA_STATS_APP, bytes],
});

/** What a qdisc, a class or an action has counted: `tc -s`. */
export interface TcStats {
  /** Passed on, in bytes. */
  readonly bytes: bigint;
  /** Passed on. */
  readonly packets: bigint;
  /** Packets that were thrown away. */
  readonly drops: number;
  /** How often something had to wait because of a limit. */
  readonly overlimits: number;
  /** Packets that the device gave back. */
  readonly requeues: number;
  /** Bytes that are waiting. */
  readonly backlog: number;
  /** Packets that are waiting. */
  readonly queueLength: number;
  /** What passes now, where an estimator was asked for: bits and packets per second. */
  readonly rate?: { readonly bits: bigint; readonly packets: bigint };
  /** What of it hardware has passed. */
  readonly hardware?: { readonly bytes: bigint; readonly packets: bigint };
}

export function toStats({
  basic,
  hardware,
  packets64,
  queue,
  rate,
  rate64,
}: Read<typeof statistics>): TcStats {
  const bytesPerSecond = rate64?.bytes ?? (rate && BigInt(rate.bytes));
  const perSecond = rate64?.packets ?? BigInt(rate?.packets ?? 0);
  return {
    bytes: basic?.bytes ?? 0n,
    // The 64-bit count comes beside the other one once that has overflowed.
    packets: packets64 ?? BigInt(basic?.packets ?? 0),
    drops: queue?.drops ?? 0,
    overlimits: queue?.overlimits ?? 0,
    requeues: queue?.requeues ?? 0,
    backlog: queue?.backlog ?? 0,
    queueLength: queue?.length ?? 0,
    ...(bytesPerSecond === undefined ? {} : { rate: { bits: bytesPerSecond * 8n, packets: perSecond } }),
    ...(hardware ? { hardware: { bytes: hardware.bytes, packets: BigInt(hardware.packets) } } : {}),
  };
}
