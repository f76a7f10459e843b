import { type Check, type Checks, integer, nested, oneOf, text, wrongType } from '../check/options.js';
import { type Field, field, number, onOff } from '../link/field.js';
import { type Duration, parseDuration } from '../tc/units.js';
import {
  RTAX_ADVMSS,
  RTAX_CC_ALGO,
  RTAX_CWND,
  RTAX_FASTOPEN_NO_COOKIE,
  RTAX_FEATURE_ECN,
  RTAX_FEATURE_TCP_USEC_TS,
  RTAX_FEATURES,
  RTAX_HOPLIMIT,
  RTAX_INITCWND,
  RTAX_INITRWND,
  RTAX_LOCK,
  RTAX_MTU,
  RTAX_QUICKACK,
  RTAX_REORDERING,
  RTAX_RTO_MIN,
  RTAX_RTT,
  RTAX_RTTVAR,
  RTAX_SSTHRESH,
  RTAX_WINDOW,
} from '../uapi/rtnetlink.js';
import { attributes, type RawAttribute } from '../wire/attributes.js';
import { type Codec, string, u32 } from '../wire/codec.js';

/** Metrics that are one number: how they are written is how they are read. */
const NUMBERS = {
  mtu: RTAX_MTU,
  window: RTAX_WINDOW,
  rtt: RTAX_RTT,
  rttvar: RTAX_RTTVAR,
  ssthresh: RTAX_SSTHRESH,
  cwnd: RTAX_CWND,
  advmss: RTAX_ADVMSS,
  reordering: RTAX_REORDERING,
  hoplimit: RTAX_HOPLIMIT,
  initcwnd: RTAX_INITCWND,
  rtoMin: RTAX_RTO_MIN,
  initrwnd: RTAX_INITRWND,
  quickack: RTAX_QUICKACK,
} as const;

/** A metric that TCP can be kept from changing by itself. */
export type LockableMetric = keyof typeof NUMBERS;

const FEATURES = { ecn: RTAX_FEATURE_ECN, tcp_usec_ts: RTAX_FEATURE_TCP_USEC_TS } as const;

/** A feature that connections along the route use: `features` of `ip route`. */
export type RouteFeature = keyof typeof FEATURES;

/** Properties of the path: the metrics of ip-route(8). */
export interface MetricsOptions {
  /** In bytes. */
  readonly mtu?: number;
  /** The MSS to announce, in bytes. */
  readonly advmss?: number;
  /** Most that TCP announces as its window, in bytes. */
  readonly window?: number;
  /** First guess of the round-trip time; a number is in milliseconds. */
  readonly rtt?: Duration;
  readonly rttvar?: Duration;
  readonly ssthresh?: number;
  /** Clamp of the congestion window, in segments; counts only with `lock`. */
  readonly cwnd?: number;
  readonly initcwnd?: number;
  /** First receive window, in segments. */
  readonly initrwnd?: number;
  readonly hoplimit?: number;
  readonly features?: readonly RouteFeature[];
  readonly quickack?: boolean;
  /** Least retransmission time-out; a number is in milliseconds. It is locked as well: otherwise TCP would not heed it. */
  readonly rtoMin?: Duration;
  readonly reordering?: number;
  /** Congestion control of TCP: `'cubic'`. */
  readonly congctl?: string;
  /** TCP Fast Open without a cookie. */
  readonly fastopenNoCookie?: boolean;
  /** Which of these stay as they are, whatever is learned of the path: `mtu lock 1300`. */
  readonly lock?: readonly (LockableMetric | 'congctl')[];
}

/** The metrics of a route as they are read: times in milliseconds. */
export type RouteMetrics = {
  readonly [K in keyof MetricsOptions]: MetricsOptions[K] extends Duration | undefined
    ? number
    : MetricsOptions[K];
} & {
  /** Metrics that have no name here yet, as they came. */
  readonly unknown?: readonly RawAttribute[];
};

/** Names of bits; a bit without one is read as a number, and may be written so. */
function bits(
  names: Readonly<Record<string, number>>,
): Field<(string | number)[], readonly (string | number)[]> {
  const check: Check = (name, value) => {
    if (!Array.isArray(value)) throw wrongType(name, value, 'an array');
    for (const [index, each] of value.entries()) oneOf(...Object.keys(names))(`${name}[${index}]`, each);
  };
  const byBit = new Map(Object.entries(names).map(([name, bit]) => [bit, name]));
  const codec: Codec<(string | number)[], readonly (string | number)[]> = {
    size: 4,
    write: (writer, values) =>
      u32.write(
        writer,
        values.reduce<number>(
          (sum, each) => sum | (typeof each === 'string' ? (names[each] ?? 0) : each),
          0,
        ) >>> 0,
      ),
    read: (view, start, end) => {
      const value = u32.read(view, start, end);
      const set: (string | number)[] = [];
      for (let bit = 1; bit <= value && bit > 0; bit *= 2)
        if (Math.floor(value / bit) % 2 === 1) set.push(byBit.get(bit) ?? bit);
      return set;
    },
  };
  return field(codec, check);
}

/** A time that the kernel counts in so many parts of a millisecond. */
function time(perMs: number): Field<number, Duration> {
  const count = (name: string, value: unknown) => {
    const parts = Math.round(parseDuration(name, value) * perMs);
    integer(0, 0xffff_ffff)(name, parts);
    return parts;
  };
  return {
    size: 4,
    check: (name, value) => {
      count(name, value);
    },
    write: (writer, value) => u32.write(writer, count('value', value)),
    read: (view, start, end) => u32.read(view, start, end) / perMs,
  };
}

const word = number(u32);
const LOCKS = Object.fromEntries(
  Object.entries({ ...NUMBERS, congctl: RTAX_CC_ALGO }).map(([name, metric]) => [name, 2 ** metric]),
);

const rows = {
  lock: [RTAX_LOCK, bits(LOCKS)],
  mtu: [NUMBERS.mtu, word],
  window: [NUMBERS.window, word],
  rtt: [NUMBERS.rtt, time(8)],
  rttvar: [NUMBERS.rttvar, time(4)],
  ssthresh: [NUMBERS.ssthresh, word],
  cwnd: [NUMBERS.cwnd, word],
  advmss: [NUMBERS.advmss, word],
  reordering: [NUMBERS.reordering, word],
  hoplimit: [NUMBERS.hoplimit, number(u32, 0, 255)],
  initcwnd: [NUMBERS.initcwnd, word],
  features: [RTAX_FEATURES, bits(FEATURES)],
  rtoMin: [NUMBERS.rtoMin, time(1)],
  initrwnd: [NUMBERS.initrwnd, word],
  quickack: [NUMBERS.quickack, onOff(u32)],
  congctl: [RTAX_CC_ALGO, field(string, text)],
  fastopenNoCookie: [RTAX_FASTOPEN_NO_COOKIE, onOff(u32)],
} as const;

/** RTA_METRICS: an attribute a metric. */
export const metricsAttributes = attributes(rows);

export const metricsCheck = nested(
  Object.fromEntries(
    Object.entries(rows).map(([name, [, { check }]]) => [name, check]),
  ) as Checks<MetricsOptions>,
);

/** As `ip route` does, and TCP wants, with the least time-out comes its lock. */
export function withLocks(metrics: MetricsOptions): MetricsOptions {
  const { rtoMin, lock = [] } = metrics;
  return rtoMin === undefined ? metrics : { ...metrics, lock: [...new Set([...lock, 'rtoMin' as const])] };
}
