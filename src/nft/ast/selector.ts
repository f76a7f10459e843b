import type { Expression } from './expression.js';

/** A header or option, or without `field` whether there is one at all: the other side is then `true` or `false`. */
export interface OptionReference {
  readonly name: string;
  readonly field?: string;
}

/** An IPv6 extension header: `frag id`, `exthdr hbh`. */
export interface ExthdrExpression {
  readonly exthdr: OptionReference & {
    /** Of `rt0` in nft's JSON: how many addresses behind the one of `field`. */
    readonly offset?: number;
  };
}

/** Bits of a TCP option by position, `@255,8,8`; the first 8 bits compared with `true` or `false`: whether it is there. */
export interface RawTcpOption {
  /** The option's kind. */
  readonly base: number;
  /** In bits, from the start of the option. */
  readonly offset: number;
  /** In bits. */
  readonly len: number;
}

/** `tcp option maxseg size`, `tcp option 253`. */
export interface TcpOptionExpression {
  readonly 'tcp option': OptionReference | RawTcpOption;
}

/** `ip option rr ptr`. */
export interface IpOptionExpression {
  readonly 'ip option': OptionReference;
}

/** `sctp chunk data stream`. */
export interface SctpChunkExpression {
  readonly 'sctp chunk': OptionReference;
}

/** Whether a DCCP option is there: `dccp option 38`. nft since 1.0.8; Linux 6.3. */
export interface DccpOptionExpression {
  readonly 'dccp option': { readonly type: number };
}

/** A property of the packet's route: `rt nexthop`. */
export interface RtExpression {
  readonly rt: {
    readonly key: 'classid' | 'nexthop' | 'mtu' | 'ipsec';
    /** Of which version of IP the next hop is; by default as the rule says. */
    readonly family?: 'ip' | 'ip6';
  };
}

/** A property of the socket that a packet is for: `socket mark`. */
export interface SocketExpression {
  readonly socket: {
    readonly key: 'transparent' | 'mark' | 'wildcard' | 'cgroupv2';
    /** Of `cgroupv2`, how deep the group lies below the root. nft 1.0.6 says it in text only. */
    readonly level?: number;
  };
}

/** The tunnel that a packet came out of: its number, or with `path` whether there was one. nft since 1.1.6. */
export interface TunnelExpression {
  readonly tunnel: { readonly key: 'path' | 'id' };
}

/** The operating system that a TCP connection comes from, as pf.os tells it by its SYN: `osf name`. */
export interface OsfExpression {
  readonly osf: {
    readonly key: 'name' | 'version';
    /** By default the TTL must fit; `loose` allows for hops in between, `skip` ignores it. */
    readonly ttl?: 'loose' | 'skip';
  };
}

/** What of a packet is looked up. */
export type FibFlag = 'saddr' | 'daddr' | 'mark' | 'iif' | 'oif';

/** What the routing tables say about parts of the packet: `fib saddr . iif oif`. */
export interface FibExpression {
  readonly fib: {
    /** `check`: whether there is a route; the same as `oif` compared with `true` or `false`. nft since 1.1.5. */
    readonly result: 'oif' | 'oifname' | 'type' | 'check';
    /** Exactly one of the addresses, at most one of the interfaces. */
    readonly flags: FibFlag | readonly FibFlag[];
  };
}

/** A number from `offset` on, of `mod` many: one after the other, or by chance. */
export interface NumgenExpression {
  readonly numgen: { readonly mode: 'inc' | 'random'; readonly mod: number; readonly offset?: number };
}

/** A hash of an expression, as a number from `offset` on, of `mod` many. */
export interface JhashExpression {
  readonly jhash: {
    readonly mod: number;
    /** By default the kernel draws one. */
    readonly seed?: number;
    readonly offset?: number;
    readonly expr: Expression;
  };
}

/** A hash of the flow, the same in both directions, as a number from `offset` on, of `mod` many. */
export interface SymhashExpression {
  readonly symhash: { readonly mod: number; readonly offset?: number };
}

/** A property of what IPsec did, or will do, to the packet: `ipsec in reqid`. */
export interface IpsecExpression {
  readonly ipsec: {
    readonly key: 'saddr' | 'daddr' | 'reqid' | 'spi';
    /** Of which version of IP the address is. */
    readonly family?: 'ip' | 'ip6';
    readonly dir: 'in' | 'out';
    /** Which of several transformations, counted from 0; by default the first. */
    readonly spnum?: number;
  };
}

/** What reads the packet's options and surroundings. */
export type ExtendedSelector =
  | ExthdrExpression
  | TcpOptionExpression
  | IpOptionExpression
  | SctpChunkExpression
  | DccpOptionExpression
  | RtExpression
  | SocketExpression
  | OsfExpression
  | FibExpression
  | NumgenExpression
  | JhashExpression
  | SymhashExpression
  | IpsecExpression
  | TunnelExpression;
