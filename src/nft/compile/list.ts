import type { ChainReference, FamilyReference, TableReference } from '../ast.js';
import type { Query } from '../operation.js';
import type { Scope } from './scope.js';

function listFamily(what: Query['what'], reference: FamilyReference, scope: Scope): void {
  if (reference?.family === undefined) {
    scope.add({ op: 'list', query: { what } });
    return;
  }
  const { family } = reference;
  scope.family({ family });
  scope.add({ op: 'list', query: { what, family } });
}

export function listRuleset(ruleset: FamilyReference, scope: Scope): void {
  listFamily('ruleset', ruleset, scope);
}

export function listTables(tables: FamilyReference, scope: Scope): void {
  listFamily('tables', tables, scope);
}

export function listChains(chains: FamilyReference, scope: Scope): void {
  listFamily('chains', chains, scope);
}

export function listTable(table: TableReference, scope: Scope): void {
  scope.family(table);
  const query: Query = { what: 'table', family: table.family, table: scope.name(table, 'name') };
  scope.add({ op: 'list', query });
}

export function listChain(chain: ChainReference, scope: Scope): void {
  scope.family(chain);
  const table = scope.name(chain, 'table');
  const query: Query = { what: 'chain', family: chain.family, table, chain: scope.name(chain, 'name') };
  scope.add({ op: 'list', query });
}
