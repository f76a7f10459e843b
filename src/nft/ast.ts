/**
 * libnftables' JSON schema as exact types: the one form that text, objects and listings all pass through.
 *
 * It is what `nft -j` reads and writes (libnftables-json(5)). Numbers over 2^53 are bigint. Where text can say more,
 * there is one more property, and its documentation says so.
 */

import type { HooksReference } from './ast/hook.js';
import type { Flowtable, ObjectKind, ObjectReferenceTo, StatefulObject } from './ast/object.js';
import type { NamedMap, NamedSet, NewElements } from './ast/set.js';
import type { Statement } from './ast/statement.js';

export type * from './ast/expression.js';
export type * from './ast/hook.js';
export type * from './ast/object.js';
export type * from './ast/statement.js';

/** Which packets a table sees. */
export type Family = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev';

/** `dormant`: its chains are not entered; `owner`: it goes with the program that made it. */
export type TableFlag = 'dormant' | 'owner';

/** A table: what holds chains, sets and objects of one family. */
export interface Table {
  readonly family: Family;
  readonly name: string;
  readonly handle?: number;
  readonly flags?: TableFlag | readonly TableFlag[];
  /** Text only: nft 1.0.6 neither reads nor writes it in JSON. */
  readonly comment?: string;
}

/** What a base chain is for; `nat` sees the first packet of a connection, `route` routes anew what it changes. */
export type ChainType = 'filter' | 'nat' | 'route';

/** Where on its way a packet enters a base chain; nft(8), ADDRESS FAMILIES. */
export type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting' | 'ingress' | 'egress';

/** What becomes of a packet at the end of a base chain. Default `accept`. */
export type Policy = 'accept' | 'drop';

/** A regular chain, or with `type`, `hook` and `prio` a base chain, where packets enter. */
export interface Chain {
  readonly family: Family;
  readonly table: string;
  readonly name: string;
  readonly handle?: number;
  readonly type?: ChainType;
  readonly hook?: Hook;
  /** The order among the base chains of a hook, lowest first; text may use names such as `dstnat`. */
  readonly prio?: number;
  readonly policy?: Policy;
  /** Interfaces of an ingress or egress chain. */
  readonly dev?: string | readonly string[];
  /** Text only: hardware offload. */
  readonly flags?: readonly 'offload'[];
  /** Text only. */
  readonly comment?: string;
}

/** A rule: statements that are carried out one after the other, as long as the packet matches. */
export interface Rule {
  readonly family: Family;
  readonly table: string;
  readonly chain: string;
  readonly handle?: number;
  readonly comment?: string;
  readonly expr: readonly Statement[];
}

/** A rule to be added. */
export interface NewRule extends Rule {
  /** The rule, counted from 0, to add behind or insert before. */
  readonly index?: number;
  /** The handle of the rule to add behind or insert before; JSON calls it `handle` in `insert`. */
  readonly position?: number;
}

/** What `nft -j` says first. */
export interface MetaInfo {
  readonly version: string;
  readonly release_name: string;
  readonly json_schema_version: number;
}

/** One object of a ruleset. */
export type Item =
  | { readonly table: Table }
  | { readonly set: NamedSet }
  | { readonly map: NamedMap }
  /** What a `meter` statement fills; in the listing of meters only. */
  | { readonly meter: NamedSet }
  | StatefulObject
  | { readonly flowtable: Flowtable }
  | { readonly chain: Chain }
  | { readonly rule: Rule };

/** A listing: every table with its objects, flowtables and chains, then the rules. */
export interface Ruleset {
  readonly nftables: readonly Item[];
}

/** By name or by handle. */
export interface TableReference {
  readonly family: Family;
  readonly name?: string;
  readonly handle?: number;
}

export interface ChainReference extends TableReference {
  readonly table: string;
}

/** A rule by the handle that the kernel gave it. */
export interface RuleReference {
  readonly family: Family;
  readonly table: string;
  readonly chain: string;
  readonly handle: number;
}

/** All families, or one. */
export type FamilyReference = { readonly family?: Family } | null;

/** Which objects of tables to list: all, of a family, of a table. */
export type ObjectsReference = { readonly family?: Family; readonly table?: string } | null;

/** Which rules: all, of a family, of a table, of a chain. */
export type RulesReference = {
  readonly family?: Family;
  readonly table?: string;
  readonly chain?: string;
} | null;

/** What all objects of a kind are called. */
export type ObjectsKind =
  | 'counters'
  | 'quotas'
  | 'limits'
  | 'ct helpers'
  | 'ct timeouts'
  | 'ct expectations'
  | 'secmarks'
  | 'synproxys'
  | 'tunnels'
  | 'flowtables';

/** What `add` makes, unless it is there already. */
export type AddCommand =
  | { readonly set: NamedSet }
  | { readonly map: NamedMap }
  | { readonly element: NewElements }
  | { readonly table: Table }
  | { readonly chain: Chain }
  | { readonly rule: NewRule }
  | StatefulObject
  | { readonly flowtable: Flowtable };

/** What `create` makes; it must not be there yet. */
export type CreateCommand =
  | { readonly set: NamedSet }
  | { readonly map: NamedMap }
  | { readonly element: NewElements }
  | { readonly table: Table }
  | { readonly chain: Chain }
  | StatefulObject
  | { readonly flowtable: Flowtable };

/** Of a kind: by name or by handle. */
export type ObjectCommand = { [K in ObjectKind]: { readonly [P in K]: ObjectReferenceTo } }[ObjectKind];

/** All objects of a kind: `list counters`. */
export type ObjectsCommand = { [K in ObjectsKind]: { readonly [P in K]: ObjectsReference } }[ObjectsKind];

/** A set or a map, by name or handle. */
export type SetCommand = { readonly set: ObjectReferenceTo } | { readonly map: ObjectReferenceTo };

/** What `delete` takes away; by name or by handle. */
export type DeleteCommand =
  | SetCommand
  | { readonly element: NewElements }
  | { readonly table: TableReference }
  | { readonly chain: ChainReference }
  | { readonly rule: RuleReference }
  | ObjectCommand
  /** With `dev`, only these devices of it. */
  | { readonly flowtable: ObjectReferenceTo & Pick<Flowtable, 'dev'> };

/** What `flush` empties. */
export type FlushCommand =
  | SetCommand
  | { readonly meter: ObjectReferenceTo }
  | { readonly ruleset: FamilyReference }
  | { readonly table: TableReference }
  | { readonly chain: ChainReference };

/** What `list` shows. */
export type ListCommand =
  | SetCommand
  | { readonly sets: ObjectsReference }
  | { readonly maps: ObjectsReference }
  /** Sets that packets fill. */
  | { readonly meters: ObjectsReference }
  | { readonly meter: ObjectReferenceTo }
  | { readonly ruleset: FamilyReference }
  | { readonly tables: FamilyReference }
  | { readonly chains: FamilyReference }
  | { readonly table: TableReference }
  | { readonly chain: ChainReference }
  /** What the kernel runs at its hooks. Not in nft's JSON. */
  | { readonly hooks: HooksReference | null }
  | ObjectCommand
  | { readonly flowtable: ObjectReferenceTo }
  | ObjectsCommand;

/** What has counts, listed as it was before they are set back: rules since Linux 6.2, elements since 6.5. */
export type ResetCommand =
  | ObjectCommand
  | ObjectsCommand
  | SetCommand
  | { readonly element: NewElements }
  | { readonly rules: RulesReference }
  | { readonly rule: RuleReference };

/** One thing to do. */
export type Command =
  | { readonly add: AddCommand }
  | { readonly create: CreateCommand }
  | { readonly insert: { readonly rule: NewRule } }
  | { readonly replace: { readonly rule: NewRule } }
  | { readonly delete: DeleteCommand }
  /** As delete, but what is not there is no error. Linux 6.3. */
  | { readonly destroy: DeleteCommand }
  | { readonly flush: FlushCommand }
  | { readonly list: ListCommand }
  | { readonly reset: ResetCommand }
  /** The elements that hold these keys. */
  | { readonly get: { readonly element: NewElements } }
  | {
      readonly rename: {
        readonly chain: ChainReference & { readonly name: string; readonly newname: string };
      };
    };
