import { type Checks, integer } from '../../check/options.js';
import { type Read, s32 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { present } from '../kind.js';
import { nanoseconds } from '../measure.js';
import { type Duration, parseDuration, parseIf, parseSize, type Size } from '../units.js';
import { type Distribution, distributionName } from './netem_distribution.js';

/** Times at which packets leave, like those of a slotted medium; either from `min` to `max` apart, or spread. */
export interface Slot {
  /** The least time between two slots. */
  readonly min?: Duration;
  /** The most. Default: {@link min}. */
  readonly max?: Duration;
  /** Instead of {@link min} and {@link max}: how times spread around {@link delay}. Written only. */
  readonly distribution?: Distribution;
  readonly delay?: Duration;
  readonly jitter?: Duration;
  /** Packets in one slot. Default: any number. */
  readonly packets?: number;
  /** Bytes in one slot. Default: any number. */
  readonly bytes?: Size;
}

export const slotChecks: Checks<Slot> = {
  min: parseDuration,
  max: parseDuration,
  distribution: distributionName,
  delay: parseDuration,
  jitter: parseDuration,
  packets: integer(1, 0x7fff_ffff),
  bytes: parseSize,
};

/** `struct tc_netem_slot` of `<linux/pkt_sched.h>`. */
export const slot = struct({
  min: nanoseconds,
  max: nanoseconds,
  packets: s32,
  bytes: s32,
  delay: nanoseconds,
  jitter: nanoseconds,
});

export function splitSlot(options: Slot | undefined) {
  if (options === undefined) return undefined;
  const { min, max = min, distribution, delay, jitter, packets } = options;
  if ((min === undefined) === (delay === undefined)) throw new TypeError('slot needs either min or delay');
  if (delay !== undefined && distribution === undefined)
    throw new TypeError('slot.delay needs slot.distribution');
  const [least = 0, most = 0] = [min, max].map((time) => parseIf(parseDuration, 'slot', time));
  if (most < least) throw new RangeError(`slot.max must not be less than slot.min, not ${max}`);
  const bytes = parseIf(parseSize, 'slot.bytes', options.bytes);
  return { slot: { min, max, packets, bytes, delay, jitter }, distribution };
}

export function joinSlot(read: Read<typeof slot> | undefined) {
  if (!read) return undefined;
  const { min, max, packets, bytes, delay, jitter } = read;
  const spread = delay !== 0 || jitter !== 0;
  return present({
    min: spread ? undefined : min,
    max: spread ? undefined : max,
    packets: packets || undefined,
    bytes: bytes || undefined,
    delay: delay || undefined,
    jitter: jitter || undefined,
  });
}
