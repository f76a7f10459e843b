import { NF_ACCEPT, NF_DROP } from '../../uapi/netfilter.js';
import { NFT_CHAIN_HW_OFFLOAD } from '../../uapi/nf_tables.js';
import type { Chain, ChainReference } from '../ast.js';
import { hookNumber, hooksOf, needsDevice } from '../hook.js';
import type { ChainMessage } from '../operation.js';
import { listOf } from '../statement/flags.js';
import { commentData } from './comment.js';
import { deviceNames } from './devices.js';
import type { Scope } from './scope.js';

const POLICIES = { accept: NF_ACCEPT, drop: NF_DROP } as const;

const TYPES: readonly unknown[] = ['filter', 'nat', 'route'];

export function compileChain(chain: Chain, exclusive: boolean, scope: Scope): void {
  const message: ChainMessage = {
    family: scope.family(chain),
    table: scope.name(chain, 'table'),
    name: scope.name(chain, 'name'),
    ...baseChain(chain, scope),
    ...commentData(chain, scope),
  };
  scope.add({ op: 'newchain', exclusive, chain: message });
}

type BaseChain = Pick<ChainMessage, 'type' | 'hook' | 'priority' | 'policy' | 'devices' | 'flags'>;

function baseChain(chain: Chain, scope: Scope): BaseChain {
  const policy = chainPolicy(chain, scope);
  if (chain.type === undefined && chain.hook === undefined && chain.prio === undefined) {
    return { ...policy, ...chainFlags(chain) };
  }
  if (!TYPES.includes(chain.type)) return scope.failAt('type', `"${chain.type}" is no chain type`);
  const { type, hook, prio } = chain;
  const number = hook === undefined ? undefined : hookNumber(chain.family, hook);
  if (hook === undefined || number === undefined) {
    const known = hooksOf(chain.family).join(', ');
    return scope.failAt('hook', `tables of the ${chain.family} family have no hook "${hook}" (${known})`);
  }
  if (prio === undefined || prio !== (prio | 0)) {
    return scope.failAt('prio', `${prio} is no priority, which is an integer of 32 bits`);
  }
  return {
    ...(type === undefined ? {} : { type }),
    hook: number,
    priority: prio,
    ...policy,
    ...chainDevices(chain, needsDevice(chain.family, hook), scope),
    ...chainFlags(chain),
  };
}

function chainPolicy({ policy }: Chain, scope: Scope): Pick<BaseChain, 'policy'> {
  if (policy === undefined) return {};
  if (!Object.hasOwn(POLICIES, policy))
    return scope.failAt('policy', `"${policy}" is no policy (accept, drop)`);
  return { policy: POLICIES[policy] };
}

function chainFlags({ flags }: Chain): Pick<BaseChain, 'flags'> {
  return listOf(flags).includes('offload') ? { flags: NFT_CHAIN_HW_OFFLOAD } : {};
}

function chainDevices(chain: Chain, needed: boolean, scope: Scope): Pick<BaseChain, 'devices'> {
  const devices = deviceNames(chain, scope);
  if (devices.length === 0 && needed) return scope.failAt('dev', 'a chain at this hook needs a device');
  if (devices.length === 0) return {};
  if (!needed) return scope.failAt('dev', 'a chain at this hook belongs to no device');
  return { devices };
}

/** By name or by handle. */
function reference(chain: ChainReference, scope: Scope): ChainMessage {
  const family = scope.family(chain);
  const table = scope.name(chain, 'table');
  const handle = scope.handle(chain, 'handle');
  if (chain.name === undefined && handle !== undefined) return { family, table, handle };
  return { family, table, name: scope.name(chain, 'name') };
}

export function deleteChain(chain: ChainReference, destroy: boolean, scope: Scope): void {
  scope.add({ op: 'delchain', chain: reference(chain, scope), destroy });
}

/** Takes all its rules away. */
export function flushChain(chain: ChainReference, scope: Scope): void {
  const { family, table } = reference(chain, scope);
  scope.add({ op: 'delrule', rule: { family, table, chain: scope.name(chain, 'name') }, destroy: false });
}

/** The kernel renames by handle, which the transaction looks up. */
export function compileRename(chain: ChainReference & { readonly newname: string }, scope: Scope): void {
  scope.add({ op: 'renamechain', chain: reference(chain, scope), name: scope.name(chain, 'newname') });
}
