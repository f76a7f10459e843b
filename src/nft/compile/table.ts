import { NFPROTO_UNSPEC } from '../../uapi/netfilter.js';
import { NFT_TABLE_F_DORMANT, NFT_TABLE_F_OWNER } from '../../uapi/nf_tables.js';
import type { FamilyReference, Table, TableFlag, TableReference } from '../ast.js';
import type { TableMessage } from '../operation.js';
import { listOf } from '../statement/flags.js';
import { commentData } from './comment.js';
import type { Scope } from './scope.js';

const FLAGS: Readonly<Record<TableFlag, number>> = {
  dormant: NFT_TABLE_F_DORMANT,
  owner: NFT_TABLE_F_OWNER,
};

export function compileTable(table: Table, exclusive: boolean, scope: Scope): void {
  const message: TableMessage = {
    family: scope.family(table),
    name: scope.name(table, 'name'),
    flags: tableFlags(table, scope),
    ...commentData(table, scope),
  };
  scope.add({ op: 'newtable', exclusive, table: message });
}

function tableFlags({ flags }: Table, scope: Scope): number {
  return listOf(flags).reduce((bits, flag) => {
    return bits | (FLAGS[flag] ?? scope.failAt('flags', `"${flag}" is no table flag (dormant, owner)`));
  }, 0);
}

/** By name or by handle. */
function reference(table: TableReference, scope: Scope): TableMessage {
  const family = scope.family(table);
  const handle = scope.handle(table, 'handle');
  if (table.name === undefined && handle !== undefined) return { family, handle };
  return { family, name: scope.name(table, 'name') };
}

export function deleteTable(table: TableReference, destroy: boolean, scope: Scope): void {
  const message = reference(table, scope);
  if (message.name !== undefined) scope.sets.merging.empty(message.family, message.name);
  scope.add({ op: 'deltable', table: message, destroy });
}

/** Takes all its rules away; chains stay. */
export function flushTable(table: TableReference, scope: Scope): void {
  const { family } = reference(table, scope);
  scope.add({ op: 'delrule', rule: { family, table: scope.name(table, 'name') }, destroy: false });
}

export function flushRuleset(ruleset: FamilyReference, scope: Scope): void {
  const family = ruleset?.family === undefined ? NFPROTO_UNSPEC : scope.family({ family: ruleset.family });
  scope.sets.merging.empty(family);
  scope.add({ op: 'deltable', table: { family }, destroy: false });
}
