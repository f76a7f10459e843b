import type { LowExpression } from '../expr/index.js';
import type { ElementMessage } from '../operation.js';
import type { SetKind, SetUse } from '../set/definition.js';

/** A set without a name that a rule brings along. */
export interface AnonymousSet extends SetKind {
  readonly elements: readonly ElementMessage[];
  /** Of a set that packets fill by themselves. */
  readonly meter?: Meter | undefined;
}

export interface Meter {
  readonly name: string;
  /** The most elements that it may have; 0 leaves it to the kernel. */
  readonly size: number;
  /** Whether elements have one. */
  readonly timeout: boolean;
}

/** The sets of a rule's table, and what a rule brings along. */
export interface Sets {
  /** The set or map of that name; undefined where there is none. */
  find(name: string): SetKind | undefined;
  /** What to say where there is none. */
  missing(name: string): string;
  /** Has the set made before the rule; returns how the rule refers to it. */
  add(set: AnonymousSet): SetUse;
  /** Has a chain without a name made before the rule; returns how the rule refers to it. */
  addChain(): number;
  /** Adds a rule to such a chain. */
  addRule(chainId: number, expressions: readonly LowExpression[], comment: string | undefined): void;
}
