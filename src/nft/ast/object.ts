import type { Family } from '../ast.js';
import type { ByteUnit, SynproxyFlag, TimeUnit } from './stateful.js';

interface OfTable {
  readonly family: Family;
  readonly name: string;
  readonly table: string;
  readonly handle?: number;
}

interface NamedObject extends OfTable {
  readonly comment?: string;
}

/** A counter that rules share: `counter name "x"`. */
export interface Counter extends NamedObject {
  readonly packets?: number | bigint;
  readonly bytes?: number | bigint;
}

/** A quota that rules share: `quota name "x"`. */
export interface QuotaObject extends NamedObject {
  /** By default 0. */
  readonly bytes?: number | bigint;
  /** What has come by so far, in bytes. */
  readonly used?: number | bigint;
  /** Only what is over it goes on. */
  readonly inv?: boolean;
}

/** A limit that rules share: `limit name "x"`. */
export interface LimitObject extends NamedObject {
  readonly rate: number | bigint;
  readonly per: TimeUnit;
  readonly burst?: number;
  readonly inv?: boolean;
  readonly rate_unit?: 'packets' | ByteUnit;
  readonly burst_unit?: 'packets' | ByteUnit;
}

/** Whose connections it is about. */
export type CtProtocol = 'tcp' | 'udp';

/** A helper of connection tracking, which rules give to connections: `ct helper set "x"`. */
export interface CtHelper extends NamedObject {
  /** The kernel's name for it: `ftp`, `sip`. */
  readonly type: string;
  /** A transport protocol; listings have numbers of others. */
  readonly protocol: CtProtocol | number;
  /** By default the table's family. */
  readonly l3proto?: Family;
}

/** How long connections are remembered: `ct timeout set "x"`. */
export interface CtTimeout extends NamedObject {
  readonly protocol: CtProtocol | number;
  readonly l3proto?: Family;
  /** Seconds by state; nft's usual ones where a state is missing: 432000 for `established` and so on. */
  readonly policy?: Readonly<Record<string, number>> | null;
}

/** Connections that are expected to follow one: `ct expectation set "x"`. */
export interface CtExpectation extends NamedObject {
  readonly protocol: CtProtocol | number;
  readonly dport: number;
  /** In milliseconds. */
  readonly timeout: number;
  /** How many may be expected at once. */
  readonly size: number;
  readonly l3proto?: Family;
}

/** A security context, which rules give to packets: `meta secmark set "x"`. */
export interface Secmark extends NamedObject {
  readonly context: string;
}

/** A SYN proxy that rules share: `synproxy name "x"`. nft 1.0.6 lists it in JSON, and cannot read it there. */
export interface SynproxyObject extends NamedObject {
  readonly mss: number;
  readonly wscale: number;
  readonly flags?: SynproxyFlag | readonly SynproxyFlag[];
}

/** Where a tunnel leads that rules send packets into: `tunnel name "x"`. nft since 1.1.6. */
export interface TunnelObject extends NamedObject {
  /** The tunnel's number: a VNI, a key. */
  readonly id: number;
  /** Of the outer packet. */
  readonly 'src-ipv4'?: string;
  readonly 'dst-ipv4'?: string;
  readonly 'src-ipv6'?: string;
  readonly 'dst-ipv6'?: string;
  readonly sport?: number;
  readonly dport?: number;
  readonly tos?: number;
  /** 255 where it is not said. */
  readonly ttl?: number;
  /** What the options are of. */
  readonly type?: 'vxlan' | 'erspan' | 'geneve';
  readonly tunnel?: TunnelOptions | readonly GeneveOption[];
}

/** Of VXLAN the group policy; of ERSPAN the rest. */
export interface TunnelOptions {
  readonly gbp?: number;
  /** 1 has an index, 2 a direction and the number of the hardware. */
  readonly version?: number;
  readonly index?: number;
  readonly dir?: 'ingress' | 'egress';
  readonly hwid?: number;
}

/** An option of GENEVE; RFC 8926, section 3.5. */
export interface GeneveOption {
  readonly class: number;
  readonly 'opt-type': number;
  /** Whole words of 32 bits: `0x12345678`. */
  readonly data: string;
}

/** A stateful object of a table, which rules refer to by name. */
export type StatefulObject =
  | { readonly counter: Counter }
  | { readonly quota: QuotaObject }
  | { readonly limit: LimitObject }
  | { readonly 'ct helper': CtHelper }
  | { readonly 'ct timeout': CtTimeout }
  | { readonly 'ct expectation': CtExpectation }
  | { readonly secmark: Secmark }
  | { readonly synproxy: SynproxyObject }
  | { readonly tunnel: TunnelObject };

type KeysOf<T> = T extends unknown ? keyof T : never;

/** The kinds of stateful objects. */
export type ObjectKind = KeysOf<StatefulObject>;

/** By name or by handle. */
export interface ObjectReferenceTo {
  readonly family: Family;
  readonly table: string;
  readonly name?: string;
  readonly handle?: number;
}

/** The short way through the router for packets of known connections: `flow add @x`. */
export interface Flowtable extends OfTable {
  readonly hook?: 'ingress';
  /** The order among the chains of the hook, lowest first. */
  readonly prio?: number;
  /** Interfaces between which packets take the short way. */
  readonly dev?: string | readonly string[];
  /** Text only: `offload` has the network card do it, `counter` keeps the counters of connections. */
  readonly flags?: readonly FlowtableFlag[];
}

/** `offload`: the hardware does it; `counter`: what passes is counted. */
export type FlowtableFlag = 'offload' | 'counter';
