import { type Check, integer, wrongType } from '../../check/options.js';
import { s32, u32, u64 } from '../../wire/codec.js';
import { struct } from '../../wire/struct.js';
import { present } from '../kind.js';
import { type Control, controlCode } from './control.js';

/** What every kind of action takes. */
export interface CommonAction {
  /** Its number among the actions of its kind. Filters that give the same number share the action. */
  readonly index?: number;
  /** Up to 16 bytes that come back as they are. */
  readonly cookie?: Uint8Array;
}

const COOKIE = 16;

const cookie: Check = (field, value) => {
  if (!(value instanceof Uint8Array) || value.length < 1 || value.length > COOKIE)
    throw wrongType(field, value, `from 1 to ${COOKIE} bytes`);
};

export const commonChecks = { index: integer(1, 0xffff_ffff), cookie };

/** The macro `tc_gen` of `<linux/pkt_cls.h>`, with which most kinds' parameters start. */
export const generic = {
  index: u32,
  capabilities: u32,
  control: controlCode,
  references: s32,
  bindings: s32,
};

/** When it was made, when it was used first and last, in hundredths of a second ago (`struct tcf_t`). */
export const times = struct({ install: u64, lastUse: u64, expires: u64, firstUse: u64 });

/** What is read of it, and when it was used, in milliseconds ago. */
export function fromGeneric(
  found:
    | {
        readonly index: number;
        readonly control?: Control | number;
        readonly references: number;
        readonly bindings: number;
      }
    | undefined,
  used: { readonly install: bigint; readonly lastUse: bigint } | undefined,
) {
  return present({
    index: found?.index,
    control: found?.control,
    references: found?.references,
    bindings: found?.bindings,
    installed: used && Number(used.install) * 10,
    lastUsed: used && Number(used.lastUse) * 10,
  });
}
