import type { Names } from '../names/names.js';
import type { Value } from '../value.js';

/** A constant as the AST has it: a name, a number or an address in text, or a truth value. */
export type Immediate = string | number | bigint | boolean;

/**
 * How a value's bytes lie in a register: most significant first, or as the host has integers. Strings are `big`:
 * they lie there as they are read.
 */
export type Order = 'big' | 'host';

/** A value of a datatype in a width and byte order of its own. */
export interface TypedField {
  readonly type: Datatype;
  readonly bits: number;
  readonly order: Order;
}

/** What a value is: how it is written, and how wide it is. nft's `describe` shows the same names. */
export interface Datatype {
  /** As in a set's `type`: `ipv4_addr`. */
  readonly name: string;
  /** nft's number for it, which it stores with sets. */
  readonly id: number;
  /** For messages: `IPv4 address`. */
  readonly description: string;
  /** Width in bits; 0 where the expression alone says. */
  readonly bits: number;
  readonly order: Order;
  readonly base: 'integer' | 'string' | 'verdict' | 'invalid';
  /** Bits with names, that can be tested one by one. */
  readonly bitmask: boolean;
  /** Whether a netmask of it is listed as `/24`. */
  readonly prefix: boolean;

  /** The same without names of values: nft finds none where it had numbers turned round to order them. */
  readonly unnamed?: Datatype;

  /** Of a concatenation: what stands side by side in it. */
  readonly fields?: readonly TypedField[];

  /** Reads a constant; throws a {@link ValueError}. */
  parse(immediate: string | number | bigint, names: Names): Value;
  /** The constant as nft's JSON has it. */
  toAst(value: Value, names: Names): Immediate;
  /** The constant of the AST as nft's text has it. */
  toText(immediate: Immediate, names: Names, style: TextStyle): string;
  /** The constant of the AST as nft's JSON has it in a style; undefined where it has the same in all. */
  inJson?(immediate: Immediate, names: Names, style: TextStyle): Immediate | undefined;
}

/** How constants are listed. */
export interface TextStyle {
  /** Numbers instead of the names of flags, types and the like (part of `nft -n`). */
  readonly numericSymbols: boolean;
  /** Numbers instead of the names of IP protocols (`nft -p`). */
  readonly numericProtocols: boolean;
  /** Names of services instead of ports (`nft -S`). */
  readonly serviceNames: boolean;
  /** Names of users and groups instead of their numbers (`nft -u`). */
  readonly userNames: boolean;
  /** Seconds instead of days, hours and minutes (`nft -T`). */
  readonly numericTimes: boolean;
}

export const DEFAULT_STYLE: TextStyle = {
  numericSymbols: false,
  numericProtocols: false,
  serviceNames: false,
  userNames: false,
  numericTimes: false,
};

/** Why a constant does not fit its datatype; whoever catches it knows where it stood. */
export class ValueError extends Error {
  override readonly name = 'ValueError';
}
