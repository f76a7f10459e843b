import { type Check, checkOptions, integer, oneOf } from '../../check/options.js';
import { requires } from '../../netlink/requirement.js';
import {
  PGACT_DETERM,
  PGACT_NETRAND,
  TCA_GACT_PARMS,
  TCA_GACT_PROB,
  TCA_GACT_TM,
} from '../../uapi/tc_gact.js';
import { attributes } from '../../wire/attributes.js';
import { named, type Read, u16 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { type OwnChecks, present, type TcKind, translated } from '../kind.js';
import { type Control, control, controlCode } from './control.js';
import { type CommonAction, fromGeneric, generic, times } from './generic.js';

/** Another verdict for one packet of so many. */
export interface GactRandom {
  /** `netrand` by chance, `determ` by counting. */
  readonly type: 'netrand' | 'determ';
  readonly control: Control;
  /** For one packet of so many. */
  readonly value: number;
}

/** A verdict: `action gact drop`, or `action drop` alone, for which `'drop'` alone does, too; tc-actions(8). */
export interface GactAction extends CommonAction {
  readonly kind: 'gact';
  readonly control: Control;
  readonly random?: GactRandom;
}

const RANDOM = { netrand: PGACT_NETRAND, determ: PGACT_DETERM } as const;

const set = attributes({
  times: [TCA_GACT_TM, times],
  parameters: [TCA_GACT_PARMS, struct(generic)],
  random: [TCA_GACT_PROB, struct({ type: named(u16, RANDOM), value: u16, control: controlCode })],
});

const random: Check = (field, value) =>
  checkOptions<GactRandom>(
    field,
    value as GactRandom,
    { type: oneOf(...Object.keys(RANDOM)), control, value: integer(1, 0xffff) },
    ['type', 'control', 'value'],
    `${field}.`,
  );

const checks: OwnChecks<GactAction, CommonAction & { kind: 'gact' }> = { control, random };

export const gact: TcKind<GactAction> = {
  needs: requires('action', 'gact', 'NET_ACT_GACT', 'act_gact'),
  checks,
  required: ['control'],
  options: translated(
    set,
    ({ index, control, random }: GactAction) => ({ parameters: { index, control }, random }),
    ({ parameters, times, random }: Read<typeof set>) =>
      present({ ...fromGeneric(parameters, times), random: random?.type === 0 ? undefined : random }),
  ),
};
