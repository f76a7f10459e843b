import { type Check, checkOptions, oneOf, wrongType } from '../../check/options.js';
import type { Requirement } from '../../netlink/requirement.js';
import {
  TCA_ACT_COOKIE,
  TCA_ACT_FLAGS,
  TCA_ACT_HW_STATS,
  TCA_ACT_INDEX,
  TCA_ACT_KIND,
  TCA_ACT_OPTIONS,
  TCA_ACT_STATS,
} from '../../uapi/pkt_cls.js';
import { attributes, eachAttribute, type RawAttribute, writeAttribute } from '../../wire/attributes.js';
import { bytes, type Codec, string, u32 } from '../../wire/codec.js';
import type { OwnReading, TcKind } from '../kind.js';
import type { UnlistedKind } from '../reading.js';
import { readOptions } from '../reading.js';
import { statistics, type TcStats, toStats } from '../stats.js';
import { control } from './control.js';
import { type CommonAction, commonChecks } from './generic.js';
import { ACTION_KINDS, type ActionInput, type ActionOptions } from './index.js';

/** What is read of every action. */
export interface CommonActionReading {
  readonly index?: number;
  readonly cookie?: Uint8Array;
  /** Filters and others that hold it. */
  readonly references?: number;
  /** Filters that use it. */
  readonly bindings?: number;
  /** How long ago it was made, in milliseconds. */
  readonly installed?: number;
  /** How long ago it was used last, in milliseconds. */
  readonly lastUsed?: number;
  readonly stats?: TcStats;
  /** Attributes that have no name here, as they came. */
  readonly unknown?: readonly RawAttribute[];
}

type Known<O> = O extends ActionOptions
  ? { readonly kind: O['kind'] } & OwnReading<O, CommonAction & { kind: 1 }>
  : never;

/** An action of a filter as the kernel reports it. */
export type Action = CommonActionReading &
  (Known<ActionOptions> | { readonly kind: UnlistedKind; readonly raw?: Uint8Array });

const set = attributes({
  kind: [TCA_ACT_KIND, string],
  options: [TCA_ACT_OPTIONS, bytes],
  index: [TCA_ACT_INDEX, u32],
  cookie: [TCA_ACT_COOKIE, bytes],
  flags: [TCA_ACT_FLAGS, bytes],
  hardwareStats: [TCA_ACT_HW_STATS, bytes],
  stats: [TCA_ACT_STATS, statistics],
});

/** As many as the kernel takes in a row (TCA_ACT_MAX_PRIO). */
const MOST = 32;

const kindName = oneOf(...Object.keys(ACTION_KINDS));

const kindOf = (kind: ActionOptions['kind']): TcKind<ActionOptions> => ACTION_KINDS[kind];

/** A verdict alone is short for an action that gives it. */
const expand = (action: ActionInput): ActionOptions =>
  typeof action === 'string' ? { kind: 'gact', control: action } : action;

/** A list of actions, each an object or a word. */
export const checkActions: Check = (field, value) => {
  if (!Array.isArray(value) || value.length < 1 || value.length > MOST)
    throw wrongType(field, value, `a list of 1 to ${MOST} actions`);
  for (const [i, action] of value.entries()) {
    const where = `${field}[${i}]`;
    if (typeof action === 'string') {
      control(where, action);
      continue;
    }
    if (typeof action !== 'object' || action === null) throw wrongType(where, action, 'an action');
    kindName(`${where}.kind`, action.kind);
    const { checks, required = [], checkTogether } = kindOf(action.kind);
    checkOptions(
      where,
      action,
      { kind: kindName, ...commonChecks, ...checks } as never,
      required as never[],
      `${where}.`,
    );
    checkTogether?.(where, action);
  }
};

/** What the kernel has to have for these actions. */
export function needsOf(actions: readonly ActionInput[] | undefined): (Requirement | undefined)[] {
  return (actions ?? []).map((action) => kindOf(expand(action).kind).needs);
}

const one: Codec<Action, ActionInput> = {
  size: undefined,
  write: (writer, action) => {
    const expanded = expand(action);
    writeAttribute(writer, 'kind', TCA_ACT_KIND, string, expanded.kind);
    const codec = kindOf(expanded.kind).options;
    if (codec) writeAttribute(writer, 'options', TCA_ACT_OPTIONS, codec, expanded);
    if (expanded.cookie) writeAttribute(writer, 'cookie', TCA_ACT_COOKIE, bytes, expanded.cookie);
  },
  read: (view, start, end) => {
    const { kind = '', options, cookie, stats, unknown } = set.read(view, start, end);
    return {
      kind,
      ...readOptions(ACTION_KINDS, kind, options),
      ...(cookie ? { cookie } : {}),
      ...(stats ? { stats: toStats(stats) } : {}),
      ...(unknown ? { unknown } : {}),
    } as Action;
  },
};

/** Actions in their order: each is an attribute numbered by its place, from 1. */
export const actionList: Codec<Action[], readonly ActionInput[]> = {
  size: undefined,
  write: (writer, actions) => {
    for (const [i, action] of actions.entries()) writeAttribute(writer, `[${i}]`, i + 1, one, action);
  },
  read: (view, start, end) => {
    const actions: Action[] = [];
    eachAttribute(view, start, end, (_, from, to) => actions.push(one.read(view, from, to)));
    return actions;
  },
};
