import type { TcKind } from '../kind.js';
import type { ControlWord } from './control.js';
import { type GactAction, gact } from './gact.js';
import { type MirredAction, mirred } from './mirred.js';
import { type PoliceAction, police } from './police.js';
import { type SkbeditAction, skbedit } from './skbedit.js';
import { type VlanAction, vlan } from './vlan.js';

/** An action by kind. A new kind is a file beside this one and a line in each of these two. */
export type ActionOptions = GactAction | MirredAction | PoliceAction | SkbeditAction | VlanAction;

/** The kinds of actions that can be made, by their names in `tc`. */
export type ActionKind = ActionOptions['kind'];

/** What a filter takes: an action, or only a verdict. */
export type ActionInput = ActionOptions | ControlWord;

export const ACTION_KINDS: { readonly [K in ActionKind]: TcKind<Extract<ActionOptions, { kind: K }>> } = {
  gact,
  mirred,
  police,
  skbedit,
  vlan,
};
