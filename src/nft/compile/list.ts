import type {
  ChainReference,
  FamilyReference,
  ObjectKind,
  ObjectReferenceTo,
  ObjectsReference,
  TableReference,
} from '../ast.js';
import { objectDefinition } from '../object/index.js';
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

export function listObject(kind: ObjectKind, object: ObjectReferenceTo, reset: boolean, scope: Scope): void {
  const { type } = objectDefinition(kind);
  scope.add({ op: 'list', query: { what: 'objects', type, ...namedIn(object, scope), reset } });
}

export function listObjects(kind: ObjectKind, objects: ObjectsReference, reset: boolean, scope: Scope): void {
  const { type } = objectDefinition(kind);
  scope.add({ op: 'list', query: { what: 'objects', type, ...allIn(objects, scope), reset } });
}

export function listSet(set: ObjectReferenceTo, scope: Scope): void {
  scope.add({ op: 'list', query: { what: 'set', ...namedIn(set, scope) } });
}

export function listSets(what: 'sets' | 'maps', sets: ObjectsReference, scope: Scope): void {
  scope.add({ op: 'list', query: { what, ...allIn(sets, scope) } });
}

export function listFlowtable(flowtable: ObjectReferenceTo, scope: Scope): void {
  scope.add({ op: 'list', query: { what: 'flowtables', ...namedIn(flowtable, scope) } });
}

export function listFlowtables(flowtables: ObjectsReference, scope: Scope): void {
  scope.add({ op: 'list', query: { what: 'flowtables', ...allIn(flowtables, scope) } });
}

function namedIn(object: ObjectReferenceTo, scope: Scope): Pick<Query, 'family' | 'table' | 'name'> {
  scope.family(object);
  const { family } = object;
  return { family, table: scope.name(object, 'table'), name: scope.name(object, 'name') };
}

function allIn(objects: ObjectsReference, scope: Scope): Pick<Query, 'family' | 'table'> {
  if (objects?.family === undefined) return {};
  const { family } = objects;
  scope.family({ family });
  return objects.table === undefined ? { family } : { family, table: scope.name(objects, 'table') };
}
