import type {
  ChainReference,
  FamilyReference,
  HooksReference,
  ObjectKind,
  ObjectReferenceTo,
  ObjectsReference,
  RuleReference,
  RulesReference,
  SetElements,
  TableReference,
} from '../ast.js';
import { fail } from '../evaluate/context.js';
import { objectDefinition } from '../object/index.js';
import type { Query, QueryKind } from '../operation.js';
import type { Steps } from '../steps.js';
import { keysOf, kindIn } from './elements.js';
import type { Scope } from './scope.js';

function ask(query: Query, scope: Scope): void {
  scope.add({ op: 'list', query });
}

/** All of a kind, of a family, or of a table. */
export function listAll(what: QueryKind, reference: ObjectsReference | FamilyReference, scope: Scope): void {
  ask({ what, ...allIn(reference, scope) }, scope);
}

export function listTable(table: TableReference, scope: Scope): void {
  scope.family(table);
  ask({ what: 'table', family: table.family, table: scope.name(table, 'name') }, scope);
}

export function listChain(chain: ChainReference, scope: Scope): void {
  scope.family(chain);
  const names = { table: scope.name(chain, 'table'), chain: scope.name(chain, 'name') };
  ask({ what: 'chain', family: chain.family, ...names }, scope);
}

export function listObject(kind: ObjectKind, object: ObjectReferenceTo, reset: boolean, scope: Scope): void {
  const { type } = objectDefinition(kind);
  ask({ what: 'object', type, ...oneIn(object, scope), reset }, scope);
}

export function listObjects(kind: ObjectKind, objects: ObjectsReference, reset: boolean, scope: Scope): void {
  const { type } = objectDefinition(kind);
  ask({ what: 'objects', type, ...allIn(objects, scope), reset }, scope);
}

export function listSet(
  what: 'set' | 'map' | 'meter',
  set: ObjectReferenceTo,
  reset: boolean,
  scope: Scope,
): void {
  ask({ what, ...oneIn(set, scope), reset }, scope);
}

/** The elements of a set that hold keys. */
export function* getElements(elements: SetElements, reset: boolean, scope: Scope): Steps {
  const { family } = elements;
  const kind = kindIn(elements, scope);
  const keys = yield* keysOf(elements, kind, scope);
  const names = { table: scope.name(elements, 'table'), name: scope.name(elements, 'name') };
  const intervals = kind.interval && kind.key.type.fields === undefined;
  ask({ what: 'elements', family, ...names, elements: { keys, intervals }, reset }, scope);
}

export function listFlowtable(flowtable: ObjectReferenceTo, scope: Scope): void {
  ask({ what: 'flowtable', ...oneIn(flowtable, scope) }, scope);
}

export function listHooks(hooks: HooksReference | null, scope: Scope): void {
  const { family, device } = hooks ?? {};
  if (family !== undefined) scope.family({ family });
  if (family === 'netdev' && device === undefined)
    fail('say of which device: "list hooks netdev device NAME"');
  ask({ what: 'hooks', ...hooks }, scope);
}

export function resetRules(rules: RulesReference, scope: Scope): void {
  const chain = rules?.chain === undefined ? {} : { chain: scope.name(rules, 'chain') };
  ask({ what: 'rules', ...allIn(rules, scope), ...chain, reset: true }, scope);
}

export function resetRule(rule: RuleReference, scope: Scope): void {
  scope.family(rule);
  const { family } = rule;
  const handle = scope.handle(rule, 'handle') ?? fail('the handle of the rule is missing');
  const names = { table: scope.name(rule, 'table'), chain: scope.name(rule, 'chain') };
  ask({ what: 'rule', family, ...names, handle, reset: true }, scope);
}

function oneIn(object: ObjectReferenceTo, scope: Scope): Pick<Query, 'family' | 'table' | 'name'> {
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
