import type { Family } from '../ast.js';
import type { ElementColumns } from '../set/columns.js';
import type { Expression } from './expression.js';
import type { OpaqueStatement, StatefulStatement, Statement, VerdictStatement } from './statement.js';

/** Several expressions side by side, as one key: `ip saddr . tcp dport`. */
export interface ConcatExpression {
  readonly concat: readonly Expression[];
}

/** An element with more to it than its key: `192.0.2.1 timeout 5m comment "guest"`. */
export interface ElementExpression {
  readonly elem: {
    readonly val: Expression;
    /** In seconds. */
    readonly timeout?: number;
    /** In seconds: what is left of the timeout. */
    readonly expires?: number;
    readonly comment?: string;
    /** What stands with it beside the first statement, whose key stands among these here; text only. */
    readonly stmt?: readonly Statement[];
  } & Partial<{
    readonly [K in ElementStatementKey]: Extract<ElementStatement, Readonly<Record<K, unknown>>>[K];
  }>;
}

/** What an element can have of its own: `192.0.2.1 counter`, `192.0.2.1 limit rate 1/second`. */
export type ElementStatement = StatefulStatement | OpaqueStatement;

type KeysOf<T> = T extends unknown ? keyof T : never;

export type ElementStatementKey = KeysOf<ElementStatement>;

/** A key of a map, and what it leads to. */
export type MapEntry = readonly [key: Expression, data: Expression];

/**
 * A set without a name: `{ 22, 80-90 }`, or with {@link MapEntry}s a map. `"*"` stands for whatever no other element
 * is for.
 */
export interface SetExpression {
  readonly set: Expression | readonly (Expression | MapEntry)[];
}

/** What a key leads to in a map, which is `"@name"` or a {@link SetExpression}: `tcp dport map { 22 : 1, 80 : 2 }`. */
export interface MapExpression {
  readonly map: { readonly key: Expression; readonly data: Expression };
}

/** A verdict that a map leads to. */
export type VerdictExpression = VerdictStatement;

/** What a set may do: `constant` is never changed, `dynamic` by packets, `interval` holds ranges too. */
export type SetFlag = 'constant' | 'dynamic' | 'interval' | 'timeout';

/** The datatype of keys or data, several where they stand side by side: `ipv4_addr`, `['ipv4_addr', 'inet_service']`. */
export type SetType = string | readonly string[];

/** A set with a name: its elements are of a type, and rules look them up as `@name`. */
export interface NamedSet {
  readonly family: Family;
  readonly name: string;
  readonly table: string;
  /** Or an expression whose datatype it is: `typeof ip saddr`. */
  readonly type: SetType | { readonly typeof: Expression };
  readonly handle?: number;
  /** Text only: nft 1.0.6 has it in text only. */
  readonly comment?: string;
  readonly policy?: 'performance' | 'memory';
  /** The most elements that it may have. */
  readonly size?: number;
  /** One by itself, or several; listings have a list. */
  readonly flags?: SetFlag | readonly SetFlag[];
  /** In seconds: what elements get that say none themselves. */
  readonly timeout?: number;
  /** In seconds: how often elements whose time is over are taken away. */
  readonly 'gc-interval'?: number;
  /** Elements that touch or overlap become one. */
  readonly 'auto-merge'?: boolean;
  readonly elem?: readonly (Expression | MapEntry)[];
  /** What each new element gets. */
  readonly stmt?: readonly Statement[];
}

/** A map with a name. */
export interface NamedMap extends NamedSet {
  /** What keys lead to: a datatype, `verdict`, or a kind of object such as `counter`. */
  readonly map: SetType | { readonly typeof: Expression };
  /** Text only: keys lead to ranges, as of addresses: `type ipv4_addr : interval ipv4_addr`. */
  readonly interval?: boolean;
}

/** Elements to add to a set or a map, or to delete from it. */
export interface SetElements {
  readonly family: Family;
  readonly table: string;
  readonly name: string;
  readonly elem: readonly (Expression | MapEntry)[];
}

/**
 * The same as `run` takes them. Elements are a list, or anything else that can be gone through more than once; or columns
 * of numbers, of a set whose keys and data are single values: then none needs an object of its own.
 */
export interface NewElements extends Omit<SetElements, 'elem'> {
  readonly elem: Iterable<Expression | MapEntry> | ElementColumns;
}
