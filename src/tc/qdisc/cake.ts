import { boolean, type Check, integer, oneOf } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import {
  CAKE_ACK_AGGRESSIVE,
  CAKE_ACK_FILTER,
  CAKE_ACK_NONE,
  CAKE_ATM_ATM,
  CAKE_ATM_NONE,
  CAKE_ATM_PTM,
  CAKE_DIFFSERV_BESTEFFORT,
  CAKE_DIFFSERV_DIFFSERV3,
  CAKE_DIFFSERV_DIFFSERV4,
  CAKE_DIFFSERV_DIFFSERV8,
  CAKE_DIFFSERV_PRECEDENCE,
  CAKE_FLOW_DST_IP,
  CAKE_FLOW_DUAL_DST,
  CAKE_FLOW_DUAL_SRC,
  CAKE_FLOW_FLOWS,
  CAKE_FLOW_HOSTS,
  CAKE_FLOW_NONE,
  CAKE_FLOW_SRC_IP,
  CAKE_FLOW_TRIPLE,
  TCA_CAKE_ACK_FILTER,
  TCA_CAKE_ATM,
  TCA_CAKE_AUTORATE,
  TCA_CAKE_BASE_RATE64,
  TCA_CAKE_DIFFSERV_MODE,
  TCA_CAKE_FLOW_MODE,
  TCA_CAKE_FWMARK,
  TCA_CAKE_INGRESS,
  TCA_CAKE_MEMORY,
  TCA_CAKE_MPU,
  TCA_CAKE_NAT,
  TCA_CAKE_OVERHEAD,
  TCA_CAKE_RAW,
  TCA_CAKE_RTT,
  TCA_CAKE_SPLIT_GSO,
  TCA_CAKE_TARGET,
  TCA_CAKE_WASH,
} from '../../uapi/pkt_sched.js';
import { attributes } from '../../wire/attributes.js';
import { flag, named, type Read, s32, u32 } from '../../wire/codec.js';
import { type OwnChecks, present, type TcKind, translated } from '../kind.js';
import { count, microseconds, rate64, size32, truth } from '../measure.js';
import { type Duration, parseDuration, type Rate, type Size } from '../units.js';
import { cakeXstats } from './cake_xstats.js';
import type { QdiscPlace } from './place.js';

/** Which packets go before which others, by their DS field. */
const DIFFSERV = {
  diffserv3: CAKE_DIFFSERV_DIFFSERV3,
  diffserv4: CAKE_DIFFSERV_DIFFSERV4,
  diffserv8: CAKE_DIFFSERV_DIFFSERV8,
  besteffort: CAKE_DIFFSERV_BESTEFFORT,
  precedence: CAKE_DIFFSERV_PRECEDENCE,
} as const;

/** What is to be treated alike: hosts, flows, or flows of hosts. */
const FLOW_MODES = {
  flowblind: CAKE_FLOW_NONE,
  srchost: CAKE_FLOW_SRC_IP,
  dsthost: CAKE_FLOW_DST_IP,
  hosts: CAKE_FLOW_HOSTS,
  flows: CAKE_FLOW_FLOWS,
  'dual-srchost': CAKE_FLOW_DUAL_SRC,
  'dual-dsthost': CAKE_FLOW_DUAL_DST,
  'triple-isolate': CAKE_FLOW_TRIPLE,
} as const;

const ACK_FILTERS = {
  disabled: CAKE_ACK_NONE,
  enabled: CAKE_ACK_FILTER,
  aggressive: CAKE_ACK_AGGRESSIVE,
} as const;

/** How the line cuts packets. */
const CELLS = { noatm: CAKE_ATM_NONE, atm: CAKE_ATM_ATM, ptm: CAKE_ATM_PTM } as const;

/** Round trips as tc-cake(8) names them, in milliseconds. */
const ROUND_TRIPS = {
  datacentre: 0.1,
  lan: 1,
  metro: 10,
  regional: 30,
  internet: 100,
  oceanic: 300,
  satellite: 1000,
  // tc(8) itself has it so, whatever the page says of an hour.
  interplanetary: 1_000_000,
} as const;

/** A shaper with a queue for each flow that needs little said: `tc qdisc add ... cake`; tc-cake(8). */
export interface CakeQdisc extends QdiscPlace {
  readonly kind: 'cake';
  /** Default: no limit (Infinity). */
  readonly bandwidth?: Rate;
  /** Finds the bandwidth out by what comes in. Default false. */
  readonly autorateIngress?: boolean;
  /** About the round trip of most connections, or what tc-cake(8) calls it. Default 100 ms. */
  readonly rtt?: Duration | keyof typeof ROUND_TRIPS;
  /** Default diffserv3. */
  readonly diffserv?: keyof typeof DIFFSERV;
  /** Default triple-isolate. */
  readonly flowMode?: keyof typeof FLOW_MODES;
  /** Tells hosts apart by their addresses before translation. Default false. */
  readonly nat?: boolean;
  /** Clears the DS field of what it sends. Default false. */
  readonly wash?: boolean;
  /** Cuts large packets up before they are sent. Default true. */
  readonly splitGso?: boolean;
  /** Drops acknowledgements that later ones stand for. Default disabled. */
  readonly ackFilter?: keyof typeof ACK_FILTERS;
  /** For all queues. Default: by the bandwidth. */
  readonly memoryLimit?: Size;
  /** Bits of the firewall mark that choose the tin. Default: none (0). */
  readonly fwmark?: number;
  /** Default noatm. */
  readonly atm?: keyof typeof CELLS;
  /** What each packet costs besides its own length, from -64 to 256 bytes. */
  readonly overhead?: number;
  /** What the smallest packet costs, up to 256 bytes. */
  readonly mpu?: number;
  /** Packets cost what the kernel says, without a correction for the line. True unless there is an {@link overhead}. */
  readonly raw?: boolean;
  /** Shapes what comes in: packets it drops have used the line all the same. Default false. */
  readonly ingress?: boolean;
}

const set = attributes({
  bandwidth: [TCA_CAKE_BASE_RATE64, rate64],
  diffserv: [TCA_CAKE_DIFFSERV_MODE, named(u32, DIFFSERV)],
  atm: [TCA_CAKE_ATM, named(u32, CELLS)],
  flowMode: [TCA_CAKE_FLOW_MODE, named(u32, FLOW_MODES)],
  overhead: [TCA_CAKE_OVERHEAD, s32],
  raw: [TCA_CAKE_RAW, flag],
  mpu: [TCA_CAKE_MPU, u32],
  rtt: [TCA_CAKE_RTT, microseconds],
  target: [TCA_CAKE_TARGET, microseconds],
  autorateIngress: [TCA_CAKE_AUTORATE, truth(u32)],
  memoryLimit: [TCA_CAKE_MEMORY, size32],
  fwmark: [TCA_CAKE_FWMARK, u32],
  nat: [TCA_CAKE_NAT, truth(u32)],
  wash: [TCA_CAKE_WASH, truth(u32)],
  splitGso: [TCA_CAKE_SPLIT_GSO, truth(u32)],
  ingress: [TCA_CAKE_INGRESS, truth(u32)],
  ackFilter: [TCA_CAKE_ACK_FILTER, named(u32, ACK_FILTERS)],
});

const isNamed = (rtt: unknown): rtt is keyof typeof ROUND_TRIPS =>
  typeof rtt === 'string' && Object.hasOwn(ROUND_TRIPS, rtt);

/** The delay that packets may have for long: a twentieth of the round trip, at least the kernel's unit. */
const targetOf = (rtt: number) => Math.max(rtt / 20, 1e-3);

function encode({ bandwidth, rtt, raw, ...options }: CakeQdisc) {
  const { link: _, parent: _p, handle: _h, kind: _k, ingressBlock: _i, egressBlock: _e, ...own } = options;
  const roundTrip = isNamed(rtt)
    ? ROUND_TRIPS[rtt]
    : rtt === undefined
      ? undefined
      : parseDuration('rtt', rtt);
  return {
    ...own,
    bandwidth: bandwidth === Number.POSITIVE_INFINITY ? 0 : bandwidth,
    rtt: roundTrip,
    target: roundTrip === undefined ? undefined : targetOf(roundTrip),
    raw: raw || undefined,
  };
}

const decode = ({ bandwidth, raw, ...read }: Read<typeof set>) =>
  present({
    ...read,
    bandwidth: bandwidth === 0 ? Number.POSITIVE_INFINITY : bandwidth,
    raw: raw ?? false,
  });

const bandwidth: Check = (field, value) => {
  if (value !== Number.POSITIVE_INFINITY) rate64.check(field, value);
};

const checks: OwnChecks<CakeQdisc, QdiscPlace & { kind: 'cake' }> = {
  bandwidth,
  autorateIngress: boolean,
  rtt: (field, value) => {
    if (!isNamed(value)) microseconds.check(field, value);
  },
  diffserv: oneOf(...Object.keys(DIFFSERV)),
  flowMode: oneOf(...Object.keys(FLOW_MODES)),
  nat: boolean,
  wash: boolean,
  splitGso: boolean,
  ackFilter: oneOf(...Object.keys(ACK_FILTERS)),
  memoryLimit: size32.check,
  fwmark: count.check,
  atm: oneOf(...Object.keys(CELLS)),
  overhead: integer(-64, 256),
  mpu: integer(0, 256),
  raw: boolean,
  ingress: boolean,
};

export const cake: TcKind<CakeQdisc> = {
  needs: requires('qdisc', 'cake', 'NET_SCH_CAKE', 'sch_cake'),
  checks,
  options: translated(set, encode, decode),
  xstats: cakeXstats,
};
