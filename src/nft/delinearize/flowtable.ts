import { NFT_FLOWTABLE_COUNTER, NFT_FLOWTABLE_HW_OFFLOAD } from '../../uapi/nf_tables.js';
import type { Family, Flowtable, FlowtableFlag } from '../ast.js';
import type { KernelFlowtable } from '../kernel.js';
import { compactList } from '../statement/flags.js';

/** A flowtable as nft lists it; properties are in nft's order. */
export function raiseFlowtable(flowtable: KernelFlowtable, family: Family): Flowtable {
  const { table, name, handle, priority = 0, devices = [], flags: bits = 0 } = flowtable;
  const flags: FlowtableFlag[] = [];
  if ((bits & NFT_FLOWTABLE_HW_OFFLOAD) !== 0) flags.push('offload');
  if ((bits & NFT_FLOWTABLE_COUNTER) !== 0) flags.push('counter');
  return {
    family,
    name,
    table,
    handle,
    hook: 'ingress',
    prio: priority,
    ...(devices.length === 0 ? {} : { dev: compactList([...devices].sort()) }),
    ...(flags.length === 0 ? {} : { flags }),
  };
}
