import { didYouMean } from '../../check/suggest.js';
import type { ObjectKind } from '../ast.js';
import type { PathKey } from '../error.js';
import { fail } from '../evaluate/context.js';
import { OBJECT_KINDS, objectDefinition } from '../object/index.js';
import type { Steps } from '../steps.js';
import { reasonAgainst } from '../verbs.js';
import { compileChain, compileRename, deleteChain, flushChain } from './chain.js';
import { compileElements, deleteElements, flushSet } from './elements.js';
import { compileFlowtable, deleteFlowtable } from './flowtable.js';
import {
  getElements,
  listAll,
  listChain,
  listFlowtable,
  listHooks,
  listObject,
  listObjects,
  listSet,
  listTable,
  resetRule,
  resetRules,
} from './list.js';
import { compileSet, deleteSet } from './named_set.js';
import { compileObject as compileNewObject, deleteObject } from './object.js';
import { compileNewRule, deleteRule } from './rule.js';
import { type Environment, Scope } from './scope.js';
import { compileTable, deleteTable, flushRuleset, flushTable } from './table.js';

// Each takes the object that stands under its verb and kind, as ast.ts types it; JSON from outside is checked within.
// What can take long gives the steps that it is done in, the others nothing.
type Compiler = (object: never, scope: Scope) => unknown;

type Compilers = Readonly<Record<string, Compiler>>;

/** A compiler for each kind of stateful object. */
function ofObjects(compilerOf: (kind: ObjectKind) => Compiler): Compilers {
  return Object.fromEntries(OBJECT_KINDS.map((kind) => [kind, compilerOf(kind)]));
}

/** The same, for all objects of a kind: `counters`. */
function ofAllObjects(compilerOf: (kind: ObjectKind) => Compiler): Compilers {
  return Object.fromEntries(OBJECT_KINDS.map((kind) => [objectDefinition(kind).plural, compilerOf(kind)]));
}

const ADD = {
  table: (table, scope) => compileTable(table, false, scope),
  chain: (chain, scope) => compileChain(chain, false, scope),
  rule: (rule, scope) => compileNewRule(rule, 'append', scope),
  set: (set, scope) => compileSet(set, false, scope),
  map: (map, scope) => compileSet(map, false, scope),
  element: (elements, scope) => compileElements(elements, false, scope),
  flowtable: (flowtable, scope) => compileFlowtable(flowtable, false, scope),
  ...ofObjects((kind) => (object, scope) => compileNewObject(kind, object, false, scope)),
} as const satisfies Compilers;

/** What each verb can be followed by. */
export const VERBS: Readonly<Record<string, Compilers>> = {
  add: ADD,
  create: {
    table: (table, scope) => compileTable(table, true, scope),
    chain: (chain, scope) => compileChain(chain, true, scope),
    set: (set, scope) => compileSet(set, true, scope),
    map: (map, scope) => compileSet(map, true, scope),
    element: (elements, scope) => compileElements(elements, true, scope),
    flowtable: (flowtable, scope) => compileFlowtable(flowtable, true, scope),
    ...ofObjects((kind) => (object, scope) => compileNewObject(kind, object, true, scope)),
  },
  insert: { rule: (rule, scope) => compileNewRule(rule, 'insert', scope) },
  replace: { rule: (rule, scope) => compileNewRule(rule, 'replace', scope) },
  delete: {
    table: (table, scope) => deleteTable(table, false, scope),
    chain: (chain, scope) => deleteChain(chain, false, scope),
    rule: (rule, scope) => deleteRule(rule, false, scope),
    set: (set, scope) => deleteSet(set, false, scope),
    map: (map, scope) => deleteSet(map, false, scope),
    element: (elements, scope) => deleteElements(elements, false, scope),
    flowtable: (flowtable, scope) => deleteFlowtable(flowtable, false, scope),
    ...ofObjects((kind) => (object, scope) => deleteObject(kind, object, false, scope)),
  },
  destroy: {
    table: (table, scope) => deleteTable(table, true, scope),
    chain: (chain, scope) => deleteChain(chain, true, scope),
    rule: (rule, scope) => deleteRule(rule, true, scope),
    set: (set, scope) => deleteSet(set, true, scope),
    map: (map, scope) => deleteSet(map, true, scope),
    element: (elements, scope) => deleteElements(elements, true, scope),
    flowtable: (flowtable, scope) => deleteFlowtable(flowtable, true, scope),
    ...ofObjects((kind) => (object, scope) => deleteObject(kind, object, true, scope)),
  },
  flush: {
    ruleset: flushRuleset,
    table: flushTable,
    chain: flushChain,
    set: flushSet,
    map: flushSet,
    meter: flushSet,
  },
  list: {
    ruleset: (ruleset, scope) => listAll('ruleset', ruleset, scope),
    tables: (tables, scope) => listAll('tables', tables, scope),
    table: listTable,
    chains: (chains, scope) => listAll('chains', chains, scope),
    chain: listChain,
    hooks: listHooks,
    sets: (sets, scope) => listAll('sets', sets, scope),
    set: (set, scope) => listSet('set', set, false, scope),
    maps: (maps, scope) => listAll('maps', maps, scope),
    map: (map, scope) => listSet('map', map, false, scope),
    meters: (meters, scope) => listAll('meters', meters, scope),
    meter: (meter, scope) => listSet('meter', meter, false, scope),
    flowtables: (flowtables, scope) => listAll('flowtables', flowtables, scope),
    flowtable: listFlowtable,
    ...ofObjects((kind) => (object, scope) => listObject(kind, object, false, scope)),
    ...ofAllObjects((kind) => (objects, scope) => listObjects(kind, objects, false, scope)),
  },
  reset: {
    rules: resetRules,
    rule: resetRule,
    set: (set, scope) => listSet('set', set, true, scope),
    map: (map, scope) => listSet('map', map, true, scope),
    element: (elements, scope) => getElements(elements, true, scope),
    ...ofObjects((kind) => (object, scope) => listObject(kind, object, true, scope)),
    ...ofAllObjects((kind) => (objects, scope) => listObjects(kind, objects, true, scope)),
  },
  get: { element: (elements, scope) => getElements(elements, false, scope) },
  rename: { chain: compileRename },
};

/** Adds the operations of a command, in steps if it is long; of an error `report` is told where in the command it is. */
export function compileCommand(
  command: unknown,
  index: number,
  environment: Environment,
  report: (path: readonly PathKey[], error: unknown) => never,
): Steps | undefined {
  const scope = new Scope(index, environment);
  try {
    const steps = dispatch(command, scope);
    return steps && reporting(steps, scope, report);
  } catch (error) {
    return report(scope.path, error);
  }
}

function* reporting(
  steps: Steps,
  scope: Scope,
  report: (path: readonly PathKey[], error: unknown) => never,
): Steps {
  try {
    yield* steps;
  } catch (error) {
    report(scope.path, error);
  }
}

function dispatch(command: unknown, scope: Scope): Steps | undefined {
  const [key, value] = onlyProperty(command);
  if (key === 'metainfo') return checkVersion(value, scope);
  const verb = Object.hasOwn(VERBS, key) ? VERBS[key] : undefined;
  // An object without a verb is added, so that listings can be read back.
  if (verb === undefined) return compileObject(ADD, key, value, scope);
  scope.path.push(key);
  const [kind, object] = onlyProperty(value);
  return compileObject(verb, kind, object, scope);
}

/** libnftables-json(5): the only version there is. */
const SCHEMA_VERSION = 1;

/** Listings say which version of the schema they are written in. */
function checkVersion(metainfo: unknown, scope: Scope): undefined {
  scope.path.push('metainfo');
  const version: unknown =
    typeof metainfo === 'object' && metainfo !== null
      ? Reflect.get(metainfo, 'json_schema_version')
      : undefined;
  if (typeof version === 'number' && version > SCHEMA_VERSION)
    scope.failAt('json_schema_version', `version ${version} of the schema is not known`);
  return undefined;
}

function compileObject(compilers: Compilers, kind: string, object: unknown, scope: Scope): Steps | undefined {
  const compile = Object.hasOwn(compilers, kind) ? compilers[kind] : undefined;
  if (compile === undefined) return refuse(compilers, kind, scope);
  scope.path.push(kind);
  // What names many things needs no object to say which.
  const mayBeNull = kind === 'ruleset' || kind.endsWith('s');
  if (typeof object !== 'object' || (object === null && !mayBeNull)) fail(`a ${kind} is an object`);
  return compile(object as never, scope) as Steps | undefined;
}

function refuse(compilers: Compilers, kind: string, scope: Scope): never {
  const [verb = 'add'] = scope.path;
  const known = Object.keys(compilers);
  const hint = didYouMean(kind, [...known, ...(scope.path.length === 0 ? Object.keys(VERBS) : [])]);
  return fail(
    reasonAgainst(String(verb), kind) ?? `"${kind}" is not known here (${known.join(', ')})${hint}`,
  );
}

function onlyProperty(object: unknown): readonly [key: string, value: unknown] {
  if (typeof object !== 'object' || object === null) return fail('an object is wanted');
  const keys = Object.keys(object);
  const [key] = keys;
  if (key === undefined || keys.length > 1) return fail('an object with a single property is wanted');
  return [key, (object as Readonly<Record<string, unknown>>)[key]];
}
