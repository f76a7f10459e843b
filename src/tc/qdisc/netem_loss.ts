import { type Check, type Checks, checkOptions, nested } from '../../check/options.js';
import { NETEM_LOSS_GE, NETEM_LOSS_GI } from '../../uapi/pkt_sched.js';
import { attributes } from '../../wire/attributes.js';
import type { Read } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { percent32 } from '../measure.js';
import { type Percent, parsePercent } from '../units.js';

/** How likely something is, and how much that depends on whether it happened to the packet before. */
export type Chance = Percent | { readonly probability: Percent; readonly correlation: Percent };

/**
 * Loss by a Markov chain of four states: 1 received, 2 received within a burst, 3 lost within a burst, 4 a single
 * loss. `p13` is how likely state 3 follows state 1.
 */
export interface StateLoss {
  readonly p13: Percent;
  /** Default: 100% less {@link p13}. */
  readonly p31?: Percent;
  /** Default 0. */
  readonly p32?: Percent;
  /** Default 100%. */
  readonly p23?: Percent;
  /** Default 0. */
  readonly p14?: Percent;
}

/** Loss by a Gilbert-Elliott chain of a good and a bad state. */
export interface GilbertElliottLoss {
  /** From the good state to the bad one. */
  readonly p: Percent;
  /** And back. Default: 100% less {@link p}. */
  readonly r?: Percent;
  /** Loss in the bad state, `1-h` of tc-netem(8). Default 100%. */
  readonly lossInBad?: Percent;
  /** Loss in the good state, `1-k` of tc-netem(8). Default 0. */
  readonly lossInGood?: Percent;
}

/** How packets are lost: each by chance, or by a model with states. */
export type Loss = Chance | { readonly state: StateLoss } | { readonly gemodel: GilbertElliottLoss };

/** TCA_NETEM_LOSS of `<linux/pkt_sched.h>`. */
export const lossModel = attributes({
  /** `struct tc_netem_gimodel` */
  state: [
    NETEM_LOSS_GI,
    struct({ p13: percent32, p31: percent32, p32: percent32, p14: percent32, p23: percent32 }),
  ],
  /** `struct tc_netem_gemodel`, which holds how likely a packet survives the bad state. */
  gemodel: [NETEM_LOSS_GE, struct({ p: percent32, r: percent32, h: percent32, lossInGood: percent32 })],
});

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

export const chance: Check = (field, value) => {
  if (!isObject(value)) parsePercent(field, value);
  else
    checkOptions<Exclude<Chance, Percent>>(
      field,
      value as never,
      { probability: parsePercent, correlation: parsePercent },
      ['probability', 'correlation'],
      `${field}.`,
    );
};

const STATE: Checks<StateLoss> = {
  p13: parsePercent,
  p31: parsePercent,
  p32: parsePercent,
  p23: parsePercent,
  p14: parsePercent,
};

const GILBERT_ELLIOTT: Checks<GilbertElliottLoss> = {
  p: parsePercent,
  r: parsePercent,
  lossInBad: parsePercent,
  lossInGood: parsePercent,
};

export const loss: Check = (field, value) => {
  const nestedIn = `${field}.`;
  if (isObject(value) && 'state' in value)
    checkOptions(field, value, { state: nested(STATE, ['p13']) }, [], nestedIn);
  else if (isObject(value) && 'gemodel' in value)
    checkOptions(field, value, { gemodel: nested(GILBERT_ELLIOTT, ['p']) }, [], nestedIn);
  else chance(field, value);
};

/** The two numbers of a chance. */
export function splitChance(value: Chance | undefined): { probability: Percent; correlation: Percent } {
  if (value === undefined) return { probability: 0, correlation: 0 };
  return isObject(value) ? value : { probability: value, correlation: 0 };
}

/** One number where it is enough; nothing for what never happens. */
export function joinChance(probability: number, correlation: number) {
  if (correlation !== 0) return { probability, correlation };
  return probability === 0 ? undefined : probability;
}

/** The part of a loss that is no model, and the model. */
export function splitLoss(loss: Loss | undefined) {
  if (isObject(loss) && 'state' in loss) {
    const { p13, p31 = 100 - parsePercent('p13', p13), p32 = 0, p23 = 100, p14 = 0 } = loss.state;
    return { random: splitChance(undefined), model: { state: { p13, p31, p32, p14, p23 } } };
  }
  if (isObject(loss) && 'gemodel' in loss) {
    const { p, r = 100 - parsePercent('p', p), lossInBad = 100, lossInGood = 0 } = loss.gemodel;
    const h = 100 - parsePercent('lossInBad', lossInBad);
    return { random: splitChance(undefined), model: { gemodel: { p, r, h, lossInGood } } };
  }
  return { random: splitChance(loss), model: undefined };
}

export function joinLoss(
  model: Read<typeof lossModel> | undefined,
  probability: number,
  correlation: number,
) {
  const { state, gemodel } = model ?? {};
  if (state) return { state };
  if (!gemodel) return joinChance(probability, correlation);
  const { p, r, h, lossInGood } = gemodel;
  return { gemodel: { p, r, lossInBad: Math.round((100 - h) * 1e7) / 1e7, lossInGood } };
}
