import type { ObjectKind, StatefulObject } from '../ast.js';
import { counter } from './counter.js';
import { ctExpectation } from './ct_expectation.js';
import { ctHelper } from './ct_helper.js';
import { ctTimeout } from './ct_timeout.js';
import type { ObjectDefinition } from './definition.js';
import { limit } from './limit.js';
import { quota } from './quota.js';
import { secmark } from './secmark.js';
import { synproxy } from './synproxy.js';
import { tunnel } from './tunnel.js';

export type ObjectOf<K extends ObjectKind> =
  Extract<StatefulObject, Readonly<Record<K, unknown>>> extends Readonly<Record<K, infer O>> ? O : never;

/** What an object has besides the names of itself, its table and its handle. */
type PropertiesOf<K extends ObjectKind> = Omit<
  ObjectOf<K>,
  'family' | 'table' | 'name' | 'handle' | 'comment'
>;

/** Every kind of stateful object, by its key in the AST, which is its name in text, too. */
export const OBJECTS: { readonly [K in ObjectKind]: ObjectDefinition<PropertiesOf<K>> } = {
  counter,
  quota,
  limit,
  'ct helper': ctHelper,
  'ct timeout': ctTimeout,
  'ct expectation': ctExpectation,
  secmark,
  synproxy,
  tunnel,
};

export const OBJECT_KINDS = Object.keys(OBJECTS) as readonly ObjectKind[];

/** Properties of some kind of object. */
export type AnyProperties = Readonly<Record<string, unknown>>;

// The registry pairs each kind with its own properties, which TypeScript cannot follow through an index.
const definitions = OBJECTS as unknown as Readonly<Record<ObjectKind, ObjectDefinition<AnyProperties>>>;

export function objectDefinition(kind: ObjectKind): ObjectDefinition<AnyProperties> {
  return definitions[kind];
}

export function isObjectKind(kind: string): kind is ObjectKind {
  return Object.hasOwn(OBJECTS, kind);
}

/** The kind of a number (NFT_OBJECT_*); undefined for kinds without words. */
export function objectKindNumbered(type: number): ObjectKind | undefined {
  return OBJECT_KINDS.find((kind) => OBJECTS[kind].type === type);
}
