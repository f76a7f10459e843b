import { type Check, oneOf, show } from '../check/options.js';
import { TC_LINKLAYER_ATM, TC_LINKLAYER_ETHERNET, TC_LINKLAYER_UNAWARE } from '../uapi/pkt_sched.js';
import { type Codec, named, s16, u8, u16, u32 } from '../wire/codec.js';
import { LITTLE_ENDIAN } from '../wire/endian.js';
import { struct } from '../wire/struct.js';
import { TICKS_PER_SECOND } from './measure.js';
import { parseRate } from './units.js';

/** How a link's framing changes what a packet costs. */
export type LinkLayer = 'ethernet' | 'atm';

export const LINK_LAYERS = { ethernet: TC_LINKLAYER_ETHERNET, atm: TC_LINKLAYER_ATM } as const;
export const linkLayer = oneOf(...Object.keys(LINK_LAYERS));

/** `struct tc_ratespec` of `<linux/pkt_sched.h>`. */
export const ratespec = struct({
  cellLog: u8,
  linkLayer: named(u8, { ...LINK_LAYERS, unaware: TC_LINKLAYER_UNAWARE }),
  overhead: u16,
  cellAlign: s16,
  mpu: u16,
  rate: u32,
});

/** What a rate is about, in base units. */
export interface RateOf {
  /** Bits per second. */
  readonly rate: number;
  /** Bytes that each packet has besides those that are seen. */
  readonly overhead?: number | undefined;
  /** Bytes that the smallest packet costs. */
  readonly mpu?: number | undefined;
  /** Bytes of the largest packet that the table of costs distinguishes. */
  readonly mtu?: number | undefined;
  readonly linkLayer?: LinkLayer | undefined;
}

/** Nothing would ever pass below a byte per second. */
export const shapingRate: Check = (field, value) => {
  if (parseRate(field, value) < 8) throw new RangeError(`${field} must be at least 8bit, not ${show(value)}`);
};

const U32 = 0xffff_ffff;
const TABLE_ENTRIES = 256;
const DEFAULT_MTU = 2047;
const ATM_CELL = { size: 53, payload: 48 };

/**
 * The rate's 64 bits, where it needs them: bytes per second beyond 2^32-1 stand in an attribute of their own, and
 * the 32 bits are full then.
 */
export function wideRate(bits: number | undefined): number | undefined {
  return bits !== undefined && bits / 8 > U32 ? bits : undefined;
}

/** The smallest cell with which the table reaches up to `mtu`. */
function cellLogOf(mtu: number): number {
  let cellLog = 0;
  while (mtu >> cellLog > TABLE_ENTRIES - 1) cellLog++;
  return cellLog;
}

export function toRatespec({ rate, overhead, mpu, mtu, linkLayer }: RateOf) {
  return {
    cellLog: cellLogOf(mtu || DEFAULT_MTU),
    linkLayer: linkLayer ?? 'ethernet',
    overhead,
    cellAlign: -1,
    mpu,
    rate: Math.min(Math.round(rate / 8), U32),
  };
}

/** Ticks that so many bytes take; as much as 32 bits hold at most. */
export function ticksForBytes(bytes: number, rate: number): number {
  return Math.min(Math.ceil((bytes * 8 * TICKS_PER_SECOND) / rate), U32);
}

export function bytesInTicks(ticks: number, rate: number): number {
  return Math.round((ticks * rate) / 8 / TICKS_PER_SECOND);
}

/**
 * The table of costs of packets by size, which kernels once shaped by. Those of today only insist on having one for
 * `police`; elsewhere knowing the link layer is enough for them.
 */
export const rateTable: Codec<Uint8Array, RateOf> = {
  size: undefined,
  write: (writer, of) => {
    const cellLog = cellLogOf(of.mtu || DEFAULT_MTU);
    const at = writer.reserve(TABLE_ENTRIES * 4);
    for (let i = 0; i < TABLE_ENTRIES; i++) {
      const ticks = ticksForBytes(sizeOnWire((i + 1) << cellLog, of), of.rate);
      writer.view.setUint32(at + i * 4, ticks, LITTLE_ENDIAN);
    }
  },
  read: (view, start, end) => new Uint8Array(view.buffer, view.byteOffset + start, end - start),
};

function sizeOnWire(bytes: number, { mpu = 0, linkLayer }: RateOf): number {
  const size = Math.max(bytes, mpu);
  return linkLayer === 'atm' ? Math.ceil(size / ATM_CELL.payload) * ATM_CELL.size : size;
}

/** Bits per second of a rate specification and the attribute that may go with it. */
export function rateOf(spec: { readonly rate: number }, wide: number | undefined): number {
  return wide ?? spec.rate * 8;
}

/** What else a rate specification says, where it says anything. */
export function framingOf(spec: {
  readonly overhead: number;
  readonly mpu: number;
  readonly linkLayer: string | number;
}) {
  return {
    overhead: spec.overhead || undefined,
    mpu: spec.mpu || undefined,
    linkLayer: spec.linkLayer === 'atm' ? ('atm' as const) : undefined,
  };
}
