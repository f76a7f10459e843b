import type { Immediate } from '../datatype/datatype.js';
import type { ExtendedSelector } from './selector.js';
import type {
  ConcatExpression,
  ElementExpression,
  MapExpression,
  SetExpression,
  VerdictExpression,
} from './set.js';

export type * from './selector.js';
export type * from './set.js';
export type { Immediate };

/** A field of a header, by name: `tcp dport`. */
export interface HeaderPayload {
  readonly protocol: string;
  readonly field: string;
  /** Of the packet that a tunnel carries, or of the tunnel's own header: `vxlan tcp dport`, `vxlan vni`. */
  readonly tunnel?: TunnelName;
}

/** What carries other packets. Reading those takes Linux 6.2. */
export type TunnelName = 'vxlan' | 'geneve' | 'gre' | 'gretap';

/** Bits of the packet, by position: `@nh,96,32`. */
export interface RawPayload {
  readonly base: 'll' | 'nh' | 'th' | 'ih';
  /** In bits, from the start of the header. */
  readonly offset: number;
  /** In bits. */
  readonly len: number;
  /** Of the packet that a tunnel carries. */
  readonly tunnel?: TunnelName;
}

/** A field of a header, `ip saddr`, or bits of one by their place, `@nh,96,32`. */
export interface PayloadExpression {
  readonly payload: HeaderPayload | RawPayload;
}

/** Metadata of the packet: `iifname`, `meta mark`. */
export interface MetaExpression {
  readonly meta: {
    readonly key: string;
    /** About the packet that a tunnel carries: `l4proto` or `protocol`. */
    readonly tunnel?: TunnelName;
  };
}

/** A property of the packet's connection: `ct state`, `ct original ip saddr`. */
export interface CtExpression {
  readonly ct: { readonly key: string; readonly dir?: 'original' | 'reply' };
}

/** A network: `192.0.2.0/24`. */
export interface PrefixExpression {
  readonly prefix: { readonly addr: Expression; readonly len: number };
}

/** From the first value to the second, both included: `1024-65535`. */
export interface RangeExpression {
  readonly range: readonly [Expression, Expression];
}

export type BinaryOperator = '&' | '|' | '^' | '<<' | '>>';

type Operands = readonly [Expression, Expression];

/** `ct mark & 0xff`: both sides are values of the left one's type. */
export type BinaryExpression =
  | { readonly '&': Operands }
  | { readonly '|': Operands }
  | { readonly '^': Operands }
  | { readonly '<<': Operands }
  | { readonly '>>': Operands };

/** Flags, any or all of which are meant: `established,related`. */
export type ListExpression = readonly Expression[];

/** What a statement matches, sets or translates to. */
export type Expression =
  | Immediate
  | PayloadExpression
  | MetaExpression
  | CtExpression
  | ExtendedSelector
  | PrefixExpression
  | RangeExpression
  | BinaryExpression
  | ListExpression
  | ConcatExpression
  | SetExpression
  | MapExpression
  | ElementExpression
  | VerdictExpression;
