import type { ElementMessage } from '../operation.js';
import type { SetKind, SetUse } from '../set/definition.js';

/** A set without a name that a rule brings along. */
export interface AnonymousSet extends SetKind {
  readonly elements: readonly ElementMessage[];
}

/** The sets of a rule's table. */
export interface Sets {
  /** The set or map of that name; undefined where there is none. */
  find(name: string): SetKind | undefined;
  /** Has the set made before the rule; returns how the rule refers to it. */
  add(set: AnonymousSet): SetUse;
}
