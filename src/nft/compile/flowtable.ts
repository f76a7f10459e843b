import { NFT_FLOWTABLE_COUNTER, NFT_FLOWTABLE_HW_OFFLOAD } from '../../uapi/nf_tables.js';
import type { Flowtable, FlowtableFlag, ObjectReferenceTo } from '../ast.js';
import { hookNumber } from '../hook.js';
import type { FlowtableMessage } from '../operation.js';
import { anything, integer, object, oneOrMore, text, word } from '../shape.js';
import { listOf } from '../statement/flags.js';
import { deviceNames } from './devices.js';
import { nameOrHandle } from './object.js';
import type { Scope } from './scope.js';

const FLAGS: Readonly<Record<FlowtableFlag, number>> = {
  offload: NFT_FLOWTABLE_HW_OFFLOAD,
  counter: NFT_FLOWTABLE_COUNTER,
};

const shape = object(
  { family: anything, table: text, name: text },
  {
    handle: integer,
    hook: word('ingress'),
    prio: integer,
    dev: oneOrMore(text),
    flags: oneOrMore(word(...Object.keys(FLAGS))),
  },
);

export function compileFlowtable(flowtable: Flowtable, exclusive: boolean, scope: Scope): void {
  const family = scope.family(flowtable);
  shape(flowtable, scope);
  const flags = listOf(flowtable.flags).reduce((bits, flag) => bits | FLAGS[flag], 0);
  const message: FlowtableMessage = {
    family,
    table: scope.name(flowtable, 'table'),
    name: scope.name(flowtable, 'name'),
    ...hookOf(flowtable, scope),
    devices: deviceNames(flowtable, scope),
    ...(flags === 0 ? {} : { flags }),
  };
  scope.add({ op: 'newflowtable', exclusive, flowtable: message });
}

function hookOf({ hook, prio }: Flowtable, scope: Scope): Pick<FlowtableMessage, 'hook' | 'priority'> {
  if (hook === undefined) return {};
  if (prio === undefined || prio !== (prio | 0)) {
    return scope.failAt('prio', `${prio} is no priority, which is an integer of 32 bits`);
  }
  return { hook: hookNumber('netdev', hook) ?? 0, priority: prio };
}

/** The flowtable, or with devices only those of it. */
export function deleteFlowtable(
  flowtable: ObjectReferenceTo & Pick<Flowtable, 'dev' | 'hook' | 'prio'>,
  destroy: boolean,
  scope: Scope,
): void {
  const devices = deviceNames(flowtable, scope);
  const message: FlowtableMessage = {
    ...nameOrHandle(flowtable, scope),
    ...(devices.length === 0 ? {} : { devices }),
  };
  scope.add({ op: 'delflowtable', flowtable: message, destroy });
}
