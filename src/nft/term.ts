import type { BinaryOperator, MatchOperator } from './ast.js';
import type { Datatype, Order } from './datatype/datatype.js';
import type { Variable } from './evaluate/variable.js';
import type { HeaderField, Layer } from './fields/protocol.js';
import type { Tunnel } from './fields/tunnel.js';
import type { Hole } from './pattern/hole.js';
import type { CtKey } from './selector/ct_keys.js';
import type { MetaKey } from './selector/meta_keys.js';
import type { ExtendedTerm } from './selector/term.js';
import type { SetUse } from './set/definition.js';
import type { Value } from './value.js';

/**
 * Terms are expressions that know what they are: their datatype, width and byte order. `evaluate` makes them from
 * the AST, `linearize` turns them into instructions; `delinearize` goes the other way.
 */

export interface Typed {
  readonly type: Datatype;
  readonly bits: number;
  readonly order: Order;
}

/** A value known before any packet comes. Its bytes are most significant first, whatever its order in registers. */
export interface Constant extends Typed {
  readonly kind: 'constant';
  readonly value: Value;
  /** As it is evaluated. */
  readonly variable?: Variable;
  /** As it is listed. */
  readonly hole?: Hole;
}

/** Bytes of the packet. */
export interface PayloadTerm extends Typed {
  readonly kind: 'payload';
  readonly layer: Layer;
  /** In bits, from the start of the layer's header. */
  readonly offset: number;
  /** Undefined for raw payload. */
  readonly field: HeaderField | undefined;
  /** Whether its value says which protocol comes above. */
  readonly isProtocolKey: boolean;
  /** Where it is of the packet inside of a tunnel, or of the tunnel's own header. */
  readonly tunnel?: Tunnel | undefined;
}

export interface MetaTerm extends Typed {
  readonly kind: 'meta';
  readonly key: MetaKey;
  /** Where it is about the packet inside of a tunnel. */
  readonly tunnel?: Tunnel | undefined;
}

export interface CtTerm extends Typed {
  readonly kind: 'ct';
  readonly key: CtKey;
  /** IP_CT_DIR_*. */
  readonly direction: number | undefined;
}

export interface BinaryTerm extends Typed {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Term;
  readonly right: Term;
}

/** A term whose bytes are turned round, to compare it in the other order. */
export interface ByteorderTerm extends Typed {
  readonly kind: 'byteorder';
  readonly operator: 'hton' | 'ntoh';
  readonly argument: Term;
}

/** All values that begin like `base`: a network, or a name with a wildcard. */
export interface PrefixTerm extends Typed {
  readonly kind: 'prefix';
  readonly base: Constant;
  /** In bits. */
  readonly length: number;
}

/** Both ends included. */
export interface RangeTerm extends Typed {
  readonly kind: 'range';
  readonly from: Constant;
  readonly to: Constant;
}

/** Several terms side by side. */
export interface ConcatTerm extends Typed {
  readonly kind: 'concat';
  readonly parts: readonly Term[];
}

/** What a key leads to. */
export interface MapTerm extends Typed {
  readonly kind: 'map';
  readonly key: Term;
  readonly set: SetUse;
}

/** A set that something is looked up in. */
export interface SetTerm extends Typed {
  readonly kind: 'set';
  readonly set: SetUse;
}

/** What reads the packet or its connection. */
export type SelectorTerm = PayloadTerm | MetaTerm | CtTerm | ExtendedTerm;

export type Term =
  | Constant
  | SelectorTerm
  | BinaryTerm
  | ByteorderTerm
  | PrefixTerm
  | RangeTerm
  | ConcatTerm
  | MapTerm
  | SetTerm;

/** A comparison that the rule goes on after. */
export interface Match {
  readonly kind: 'match';
  readonly operator: MatchOperator;
  readonly left: Term;
  readonly right: Term;
}

export function constant(type: Datatype, order: Order, bits: number, value: Value): Constant {
  return { kind: 'constant', type, order, bits, value };
}

/** Whether the term is the same for every packet. */
export function isConstant(term: Term): term is Constant | PrefixTerm | RangeTerm {
  return term.kind === 'constant' || term.kind === 'prefix' || term.kind === 'range';
}
