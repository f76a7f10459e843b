import { integer } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import {
  TCA_POLICE_AVRATE,
  TCA_POLICE_PEAKRATE,
  TCA_POLICE_PEAKRATE64,
  TCA_POLICE_PKTBURST64,
  TCA_POLICE_PKTRATE64,
  TCA_POLICE_RATE,
  TCA_POLICE_RATE64,
  TCA_POLICE_RESULT,
  TCA_POLICE_TBF,
  TCA_POLICE_TM,
} from '../../uapi/pkt_cls.js';
import { attributes } from '../../wire/attributes.js';
import { type Read, s32, u32 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { type OwnChecks, present, type TcKind, translated } from '../kind.js';
import { number64, rate32, rate64 } from '../measure.js';
import {
  bytesInTicks,
  framingOf,
  type LinkLayer,
  linkLayer,
  rateOf,
  ratespec,
  rateTable,
  shapingRate,
  ticksForBytes,
  toRatespec,
  wideRate,
} from '../ratespec.js';
import { parseIf, parseRate, parseSize, type Rate, type Size } from '../units.js';
import { type Control, control, controlCode } from './control.js';
import { type CommonAction, fromGeneric, times } from './generic.js';

/** Lets packets pass up to a rate: `action police rate RATE burst SIZE`; tc-police(8). */
export interface PoliceAction extends CommonAction {
  readonly kind: 'police';
  /** Bits per second that conform. This or {@link packetRate} or {@link averageRate}. */
  readonly rate?: Rate;
  /** What may pass at once after a pause. Wanted with {@link rate}. */
  readonly burst?: Size;
  /** Never faster than this, bursts included; wants {@link mtu}. */
  readonly peakRate?: Rate;
  /** Larger packets exceed. Default: any packet may conform, or 2047 bytes with {@link peakRate}. */
  readonly mtu?: Size;
  readonly mpu?: Size;
  readonly overhead?: number;
  readonly linkLayer?: LinkLayer;
  /** By the rate that an estimator measures, instead of a bucket. */
  readonly averageRate?: Rate;
  /** Packets per second that conform (since Linux 5.13). */
  readonly packetRate?: number;
  readonly packetBurst?: number;
  /** What becomes of packets that conform. Default `pass`. */
  readonly conform?: Control;
  /** What becomes of those that exceed the rate. Default `reclassify`, as with tc(8). */
  readonly exceed?: Control;
}

/** `struct tc_police` of `<linux/pkt_cls.h>`. */
const policeStruct = struct({
  index: u32,
  exceed: controlCode,
  limit: u32,
  burst: u32,
  mtu: u32,
  rate: ratespec,
  peakRate: ratespec,
  references: s32,
  bindings: s32,
  capabilities: u32,
});

const set = attributes({
  parameters: [TCA_POLICE_TBF, policeStruct],
  rateTable: [TCA_POLICE_RATE, rateTable],
  peakRateTable: [TCA_POLICE_PEAKRATE, rateTable],
  rate64: [TCA_POLICE_RATE64, rate64],
  peakRate64: [TCA_POLICE_PEAKRATE64, rate64],
  averageRate: [TCA_POLICE_AVRATE, rate32],
  packetRate: [TCA_POLICE_PKTRATE64, number64],
  packetBurst: [TCA_POLICE_PKTBURST64, number64],
  conform: [TCA_POLICE_RESULT, controlCode],
  times: [TCA_POLICE_TM, times],
});

function encode(options: PoliceAction) {
  const { averageRate, packetRate, packetBurst, conform } = options;
  const rate = parseIf(parseRate, 'rate', options.rate);
  const burst = parseIf(parseSize, 'burst', options.burst);
  const peakRate = parseIf(parseRate, 'peakRate', options.peakRate);
  if (rate === undefined && packetRate === undefined && averageRate === undefined)
    throw new TypeError('police needs rate, packetRate or averageRate');
  if (rate !== undefined && burst === undefined) throw new TypeError('police with rate needs burst');
  if (packetRate !== undefined && packetBurst === undefined)
    throw new TypeError('police with packetRate needs packetBurst');
  if (peakRate !== undefined && rate === undefined) throw new TypeError('police with peakRate needs rate');
  const mtu = parseIf(parseSize, 'mtu', options.mtu);
  const framing = {
    overhead: options.overhead,
    mpu: parseIf(parseSize, 'mpu', options.mpu),
    linkLayer: options.linkLayer,
    mtu,
  };
  const spec = rate === undefined ? undefined : { ...framing, rate };
  const peak = peakRate === undefined ? undefined : { ...framing, rate: peakRate };
  return {
    parameters: {
      index: options.index,
      exceed: options.exceed ?? 'reclassify',
      burst: rate === undefined ? 0 : ticksForBytes(burst ?? 0, rate),
      mtu,
      rate: spec && toRatespec(spec),
      peakRate: peak && toRatespec(peak),
    },
    rateTable: spec,
    rate64: wideRate(rate),
    peakRateTable: peak,
    peakRate64: wideRate(peakRate),
    averageRate,
    packetRate,
    packetBurst: packetRate && packetBurst && ticksForPackets(packetBurst, packetRate),
    conform,
  } as const;
}

/** As with bytes, the kernel is told how long a burst of packets lasts. */
const ticksForPackets = (packets: number, rate: number) => ticksForBytes(packets, rate * 8);
const packetsInTicks = (ticks: number, rate: number) => bytesInTicks(ticks, rate * 8);

function decode({ parameters, times, ...read }: Read<typeof set>) {
  const rate = (parameters && rateOf(parameters.rate, read.rate64)) || undefined;
  const peakRate = (parameters && rateOf(parameters.peakRate, read.peakRate64)) || undefined;
  return present({
    ...fromGeneric(parameters, times),
    rate,
    burst: rate && parameters && bytesInTicks(parameters.burst, rate),
    peakRate,
    mtu: parameters?.mtu || undefined,
    ...(parameters && framingOf(parameters.rate)),
    averageRate: read.averageRate || undefined,
    packetRate: read.packetRate,
    packetBurst: read.packetRate && read.packetBurst && packetsInTicks(read.packetBurst, read.packetRate),
    conform: read.conform,
    exceed: parameters?.exceed,
  });
}

const number = integer(1, Number.MAX_SAFE_INTEGER);

const checks: OwnChecks<PoliceAction, CommonAction & { kind: 'police' }> = {
  rate: shapingRate,
  burst: parseSize,
  peakRate: shapingRate,
  mtu: parseSize,
  mpu: parseSize,
  overhead: integer(0, 0xffff),
  linkLayer,
  averageRate: shapingRate,
  packetRate: number,
  packetBurst: number,
  conform: control,
  exceed: control,
};

export const police: TcKind<PoliceAction> = {
  needs: requires('action', 'police', 'NET_ACT_POLICE', 'act_police'),
  checks,
  options: translated(set, encode, decode),
};
