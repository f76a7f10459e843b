import type { Family } from './ast.js';
import type { PathKey } from './error.js';
import type { LowExpression } from './expr/index.js';
import type { PatternedRule } from './pattern/pattern.js';
import type { FieldValues } from './schema.js';
import type { Rows } from './set/rows.js';

/**
 * What a transaction sends, in order: one nf_tables message each. Numbers are the kernel's (NFPROTO_*, hook numbers,
 * NF_ACCEPT and NF_DROP, NFT_TABLE_F_*), integers in host order.
 */

export interface TableMessage {
  readonly family: number;
  readonly name?: string;
  readonly handle?: number;
  readonly flags?: number;
  readonly userdata?: Uint8Array;
}

export interface ChainMessage {
  readonly family: number;
  readonly table: string;
  readonly name?: string;
  readonly handle?: number;
  readonly type?: string;
  readonly hook?: number;
  readonly priority?: number;
  readonly policy?: number;
  readonly devices?: readonly string[];
  /** So that rules of this transaction can refer to a chain that the kernel will name. */
  readonly id?: number;
  /** NFT_CHAIN_HW_OFFLOAD, NFT_CHAIN_BINDING. */
  readonly flags?: number;
  readonly userdata?: Uint8Array;
}

export interface RuleMessage {
  readonly family: number;
  readonly table: string;
  readonly chain?: string;
  /** Instead of its name, the `id` of a chain of this transaction. */
  readonly chainId?: number;
  readonly handle?: number;
  /** The handle of the rule to add behind or insert before. */
  readonly position?: number;
  /** The same, for a rule of this transaction: its `id`. */
  readonly positionId?: number;
  /** So that other rules of this transaction can refer to it. */
  readonly id?: number;
  /** The rule, counted from 0, to add behind or insert before; `resolveIndexes` makes a position of it. */
  readonly index?: number;
  readonly expressions?: readonly LowExpression[];
  /** Instead of expressions, where whoever takes the operations can do with patterns. */
  readonly patterned?: PatternedRule;
  readonly userdata?: Uint8Array;
}

export interface SetMessage {
  readonly family: number;
  readonly table: string;
  readonly name?: string;
  readonly handle?: number;
  /** So that rules and elements of this transaction can refer to a set that the kernel will name. */
  readonly id?: number;
  /** NFT_SET_*. */
  readonly flags?: number;
  /** nft's number of the key's datatype; the numbers of a concatenation stand in one, six bits each. */
  readonly keyType?: number;
  /** In bytes. */
  readonly keyLength?: number;
  /** As keyType, of a map; NFT_DATA_VERDICT for verdicts. */
  readonly dataType?: number;
  readonly dataLength?: number;
  /** NFT_OBJECT_* that a map leads to. */
  readonly objectType?: number;
  /** NFT_SET_POL_*. */
  readonly policy?: number;
  /** The most elements that it may have. */
  readonly size?: number;
  /** Of a concatenation with intervals: the bytes of each field. */
  readonly fieldLengths?: readonly number[];
  /** Milliseconds. */
  readonly timeout?: number | bigint;
  /** Milliseconds. */
  readonly gcInterval?: number;
  /** What each new element gets. */
  readonly expressions?: readonly LowExpression[];
  readonly userdata?: Uint8Array;
}

/** One element as the kernel keeps it: of an interval set without concatenation, one end of an interval. */
export interface ElementMessage {
  /** Register bytes; none for the catch-all element. */
  readonly key?: Uint8Array;
  /** Of a concatenation: the last key of the interval, included. */
  readonly keyEnd?: Uint8Array;
  /** NFT_SET_ELEM_*. */
  readonly flags?: number;
  readonly data?: Uint8Array;
  /** NFT_JUMP and so on, with `chain` where it takes one. */
  readonly verdict?: number;
  readonly chain?: string;
  /** The name of a stateful object. */
  readonly object?: string;
  /** Milliseconds. */
  readonly timeout?: number | bigint;
  /** Milliseconds left. */
  readonly expiration?: number | bigint;
  readonly expressions?: readonly LowExpression[];
  readonly userdata?: Uint8Array;
}

export interface ElementsMessage {
  readonly family: number;
  readonly table: string;
  readonly set: string;
  /** Of a set that this transaction makes: its `id`. */
  readonly setId?: number;
  readonly elements: readonly ElementMessage[];
  /** More of them, where whoever takes the operations can do with rows. */
  readonly packed?: Rows | undefined;
  /** Which of the command's elements each is, where that can be told. */
  readonly indexes?: ArrayLike<number> | undefined;
}

export interface ObjectMessage {
  readonly family: number;
  readonly table: string;
  readonly name?: string;
  readonly handle?: number;
  /** NFT_OBJECT_*. */
  readonly type: number;
  /** What objects of the type have, by the names of its schema. */
  readonly fields?: FieldValues;
  readonly userdata?: Uint8Array;
}

export interface FlowtableMessage {
  readonly family: number;
  readonly table: string;
  readonly name?: string;
  readonly handle?: number;
  readonly hook?: number;
  readonly priority?: number;
  readonly devices?: readonly string[];
  /** NFT_FLOWTABLE_*. */
  readonly flags?: number;
}

/** Whose doing an operation is. */
export interface Origin {
  /** The command, counted from 0. */
  readonly command: number;
  /** The object within the command, as in `['add', 'rule']`. */
  readonly path: readonly PathKey[];
}

/** How a new object meets one that is there: nothing, or an error (NLM_F_EXCL). */
interface Creation {
  /** NLM_F_EXCL. */
  readonly exclusive: boolean;
}

export type Operation = Origin &
  (
    | ({ readonly op: 'newtable'; readonly table: TableMessage } & Creation)
    | ({ readonly op: 'newchain'; readonly chain: ChainMessage } & Creation)
    /** NFT_MSG_NEWCHAIN with another name for a handle, without NLM_F_CREATE. */
    | { readonly op: 'renamechain'; readonly chain: ChainMessage; readonly name: string }
    /** NLM_F_APPEND to add, nothing to insert, NLM_F_REPLACE instead of NLM_F_CREATE to replace. */
    | { readonly op: 'newrule'; readonly mode: 'append' | 'insert' | 'replace'; readonly rule: RuleMessage }
    /** Without a name or handle: every table of the family, or with family 0 every table. */
    | { readonly op: 'deltable'; readonly table: TableMessage; readonly destroy: boolean }
    | { readonly op: 'delchain'; readonly chain: ChainMessage; readonly destroy: boolean }
    /** Without a handle: every rule of the chain; without a chain: of the table. */
    | { readonly op: 'delrule'; readonly rule: RuleMessage; readonly destroy: boolean }
    | ({ readonly op: 'newset'; readonly set: SetMessage } & Creation)
    | ({ readonly op: 'newelements'; readonly elements: ElementsMessage } & Creation)
    | { readonly op: 'delset'; readonly set: SetMessage; readonly destroy: boolean }
    /** Without elements: all of them. */
    | { readonly op: 'delelements'; readonly elements: ElementsMessage; readonly destroy: boolean }
    | ({ readonly op: 'newobject'; readonly object: ObjectMessage } & Creation)
    | { readonly op: 'delobject'; readonly object: ObjectMessage; readonly destroy: boolean }
    | ({ readonly op: 'newflowtable'; readonly flowtable: FlowtableMessage } & Creation)
    | { readonly op: 'delflowtable'; readonly flowtable: FlowtableMessage; readonly destroy: boolean }
    | { readonly op: 'list'; readonly query: Query }
  );

/** An operation that asks for something, which is done when all changes are. */
export type QueryOperation = Extract<Operation, { readonly op: 'list' }>;

/** What a `list`, `get` or `reset` command asks for. */
export interface Query {
  readonly what: QueryKind;
  readonly family?: Family;
  readonly table?: string;
  readonly chain?: string;
  /** Of objects, flowtables and sets: only the one of this name. */
  readonly name?: string;
  /** Of rules: only the one of this handle. */
  readonly handle?: number;
  /** Of objects: their kind (NFT_OBJECT_*). */
  readonly type?: number;
  /** Of a set: only the elements that hold these keys; `intervals`: they are ends of intervals. */
  readonly elements?: { readonly keys: readonly ElementMessage[]; readonly intervals: boolean };
  /** Of hooks: with what sees the packets of this link. */
  readonly device?: string;
  /** Whether their counts are set back, too. */
  readonly reset?: boolean;
}

/** A query for one thing, which has to be there, or for as many as there are. */
export type QueryKind =
  | 'ruleset'
  | 'hooks'
  | 'tables'
  | 'table'
  | 'chains'
  | 'chain'
  | 'rules'
  | 'rule'
  | 'objects'
  | 'object'
  | 'flowtables'
  | 'flowtable'
  | 'sets'
  | 'set'
  | 'maps'
  | 'map'
  | 'meters'
  | 'meter'
  | 'elements';
