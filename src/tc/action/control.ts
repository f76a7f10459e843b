import { type Check, checkOptions, integer, oneOf } from '../../check/options.js';
import {
  TC_ACT_GOTO_CHAIN,
  TC_ACT_JUMP,
  TC_ACT_OK,
  TC_ACT_PIPE,
  TC_ACT_QUEUED,
  TC_ACT_RECLASSIFY,
  TC_ACT_REDIRECT,
  TC_ACT_REPEAT,
  TC_ACT_SHOT,
  TC_ACT_STOLEN,
  TC_ACT_TRAP,
  TC_ACT_UNSPEC,
} from '../../uapi/pkt_cls.js';
import { type Codec, s32 } from '../../wire/codec.js';

/** The words of tc(8); of two for the same, the first is the one that is read. */
const WORDS = {
  pass: TC_ACT_OK,
  ok: TC_ACT_OK,
  drop: TC_ACT_SHOT,
  shot: TC_ACT_SHOT,
  pipe: TC_ACT_PIPE,
  continue: TC_ACT_UNSPEC,
  reclassify: TC_ACT_RECLASSIFY,
  stolen: TC_ACT_STOLEN,
  queued: TC_ACT_QUEUED,
  repeat: TC_ACT_REPEAT,
  redirect: TC_ACT_REDIRECT,
  trap: TC_ACT_TRAP,
} as const;

/** A verdict: `pipe` goes on with the next action, `continue` with the next filter. */
export type ControlWord = keyof typeof WORDS;

/** What becomes of a packet after an action: a verdict, another chain of filters, or some actions further on. */
export type Control = ControlWord | { readonly goto: number } | { readonly jump: number };

/** The upper four bits say that a number follows, the others are it. */
const VALUE = 0x0fff_ffff;

const word = oneOf(...Object.keys(WORDS));

export const control: Check = (field, value) => {
  if (typeof value !== 'object' || value === null) word(field, value);
  else if ('jump' in value) checkOptions(field, value, { jump: integer(1, 31) }, [], `${field}.`);
  else checkOptions(field, value as { goto: number }, { goto: integer(0, VALUE) }, ['goto'], `${field}.`);
};

const byNumber = new Map<number, ControlWord>();
for (const [name, number] of Object.entries(WORDS) as [ControlWord, number][])
  if (!byNumber.has(number)) byNumber.set(number, name);

/** A control as the kernel numbers it. A number that has no name here is read as it is. */
export const controlCode: Codec<Control | number, Control> = {
  size: 4,
  write: (writer, value) => {
    if (typeof value !== 'object') s32.write(writer, WORDS[value]);
    else s32.write(writer, 'goto' in value ? TC_ACT_GOTO_CHAIN | value.goto : TC_ACT_JUMP | value.jump);
  },
  read: (view, start, end) => {
    const code = s32.read(view, start, end);
    const kind = code & ~VALUE;
    if (kind === TC_ACT_GOTO_CHAIN) return { goto: code & VALUE };
    if (kind === TC_ACT_JUMP) return { jump: code & VALUE };
    return byNumber.get(code) ?? code;
  },
};
