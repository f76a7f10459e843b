import type { OptionField } from '../fields/option.js';
import type { Term, Typed } from '../term.js';

/** The kinds of headers and options that not every packet has, by their keys in the AST. */
export type OptionKind = 'exthdr' | 'tcp option' | 'ip option' | 'sctp chunk' | 'dccp option';

/** Bits of such a header, or whether it is there. */
export interface OptionTerm<K extends OptionKind = OptionKind> extends Typed {
  readonly kind: K;
  /** The protocol, option or chunk. */
  readonly number: number;
  /** In bits, from its start. */
  readonly offset: number;
  /** Undefined for raw bits, and where only presence is asked. */
  readonly field: OptionField | undefined;
  /** Whether it is there is all that is asked. */
  readonly present: boolean;
}

export interface RtTerm extends Typed {
  readonly kind: 'rt';
  /** NFT_RT_*. */
  readonly key: number;
}

export interface SocketTerm extends Typed {
  readonly kind: 'socket';
  /** NFT_SOCKET_*. */
  readonly key: number;
  readonly level: number;
}

export interface OsfTerm extends Typed {
  readonly kind: 'osf';
  /** NF_OSF_TTL_*. */
  readonly ttl: number;
  readonly version: boolean;
}

export interface FibTerm extends Typed {
  readonly kind: 'fib';
  /** NFT_FIB_RESULT_*. */
  readonly result: number;
  /** NFTA_FIB_F_*. */
  readonly flags: number;
}

export interface NumgenTerm extends Typed {
  readonly kind: 'numgen';
  /** NFT_NG_*. */
  readonly mode: number;
  readonly modulus: number;
  readonly offset: number;
}

export interface JhashTerm extends Typed {
  readonly kind: 'jhash';
  readonly argument: Term;
  readonly modulus: number;
  readonly seed: number | undefined;
  readonly offset: number;
}

export interface SymhashTerm extends Typed {
  readonly kind: 'symhash';
  readonly modulus: number;
  readonly offset: number;
}

export interface IpsecTerm extends Typed {
  readonly kind: 'ipsec';
  /** NFT_XFRM_KEY_*. */
  readonly key: number;
  /** XFRM_POLICY_*. */
  readonly direction: number;
  readonly spnum: number;
}

export interface TunnelTerm extends Typed {
  readonly kind: 'tunnel';
  /** NFT_TUNNEL_*. */
  readonly key: number;
}

export type ExtendedTerm =
  | OptionTerm<'exthdr'>
  | OptionTerm<'tcp option'>
  | OptionTerm<'ip option'>
  | OptionTerm<'sctp chunk'>
  | OptionTerm<'dccp option'>
  | RtTerm
  | SocketTerm
  | OsfTerm
  | FibTerm
  | NumgenTerm
  | JhashTerm
  | SymhashTerm
  | IpsecTerm
  | TunnelTerm;
