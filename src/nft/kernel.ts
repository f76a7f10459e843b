import type { Statement } from './ast.js';
import type { LowExpression } from './expr/index.js';
import type { ElementMessage, FlowtableMessage, ObjectMessage, SetMessage } from './operation.js';
import type { FieldValues } from './schema.js';

/** Objects as the kernel lists them; numbers are its own (NFPROTO_*, hook numbers, NF_ACCEPT and NF_DROP). */

export interface KernelTable {
  readonly family: number;
  readonly name: string;
  readonly handle: number;
  /** NFT_TABLE_F_*. */
  readonly flags?: number;
  readonly userdata?: Uint8Array;
}

export interface KernelChain {
  readonly family: number;
  readonly table: string;
  readonly name: string;
  readonly handle: number;
  readonly type?: string;
  readonly hook?: number;
  readonly priority?: number;
  readonly policy?: number;
  readonly devices?: readonly string[];
  /** NFT_CHAIN_*. */
  readonly flags?: number;
  readonly userdata?: Uint8Array;
}

/** A rule; its instructions may be read from `encoded` only when they are wanted. */
export interface KernelRule {
  readonly family: number;
  readonly table: string;
  readonly chain: string;
  readonly handle: number;
  readonly expressions: readonly LowExpression[];
  /** The same as bytes, of which the data of the instructions are parts; of a multiple of 4 bytes. */
  readonly encoded?: Uint8Array;
  /** What was made of it already, while the rest of the ruleset was still on its way. */
  readonly statements?: readonly Statement[] | undefined;
  readonly userdata?: Uint8Array;
}

/** A set or a map; `elements` are there if they were asked for. */
export interface KernelSet extends SetMessage {
  readonly name: string;
  readonly handle: number;
  /** In the kernel's order. */
  readonly elements?: readonly ElementMessage[];
}

/** A stateful object. */
export interface KernelObject extends ObjectMessage {
  readonly name: string;
  readonly handle: number;
  readonly fields: FieldValues;
}

export interface KernelFlowtable extends FlowtableMessage {
  readonly name: string;
  readonly handle: number;
}

/** A whole ruleset, or a part of it, each kind in the kernel's order. */
export interface KernelRuleset {
  readonly tables: readonly KernelTable[];
  readonly chains: readonly KernelChain[];
  /** With the anonymous ones, which belong to a rule. */
  readonly sets: readonly KernelSet[];
  readonly objects: readonly KernelObject[];
  readonly flowtables: readonly KernelFlowtable[];
  readonly rules: readonly KernelRule[];
}
