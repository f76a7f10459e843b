import type {
  CtExpression,
  Expression,
  ExthdrExpression,
  IpOptionExpression,
  MetaExpression,
  PayloadExpression,
  TcpOptionExpression,
} from './expression.js';
import type {
  DupStatement,
  FlowStatement,
  FwdStatement,
  QueueStatement,
  ResetStatement,
  TproxyStatement,
  XtStatement,
} from './forwarding.js';
import type { AssignStatement, StatefulStatement, SynproxyStatement } from './stateful.js';

export type * from './forwarding.js';
export type * from './stateful.js';

/** `in` leaves it to the type: a test of flags, a look-up or equality, as text without an operator does. */
export type MatchOperator = '==' | '!=' | '<' | '>' | '<=' | '>=' | 'in' | '!';

/** Ends the rule for packets that do not match: `tcp dport 22`. */
export interface MatchStatement {
  readonly match: { readonly op: MatchOperator; readonly left: Expression; readonly right: Expression };
}

/** Where `jump` and `goto` lead. */
export interface ChainTarget {
  /** A regular chain of the same table. */
  readonly target: string;
}

/** A chain without a name, which belongs to the rule; nft's JSON has its text: `jump { counter accept }`. */
export interface BoundChain {
  readonly rules: readonly BoundRule[];
}

/** A rule of a chain within a rule. */
export interface BoundRule {
  readonly expr: readonly Statement[];
  readonly comment?: string;
}

/** What becomes of the element. */
export type SetOperator = 'add' | 'update' | 'delete';

/** The element, and what happens to it. */
export interface SetUpdate {
  readonly op: SetOperator;
  /** The key, with a timeout as an {@link ElementExpression}. */
  readonly elem: Expression;
  /** What a new element gets. */
  readonly stmt?: readonly Statement[];
}

/** A packet puts an element into a set or a map, or takes it out: `update @seen { ip saddr timeout 1m }`. */
export type SetUpdateStatement =
  | { readonly set: SetUpdate & { readonly set: string } }
  | { readonly map: SetUpdate & { readonly data: Expression; readonly map: string } };

/** A statement for each key that comes by: `meter m { ip saddr limit rate 10/second }`; set statements say the same. */
export interface MeterStatement {
  readonly meter: {
    /** The key, with a timeout as an {@link ElementExpression}. */
    readonly key: Expression;
    readonly stmt: Statement;
    /** The most keys that it remembers, by default 65535; 0 leaves it to the kernel. */
    readonly size?: number;
    /** Of its set, which no other statement can use. */
    readonly name: string;
  };
}

/** A verdict by look-up: `tcp dport vmap { 22 : accept, 23 : drop }`. */
export interface VmapStatement {
  readonly vmap: { readonly key: Expression; readonly data: Expression };
}

/** What becomes of the packet: `accept`, `drop`, `continue`, `return`, `jump CHAIN`, `goto CHAIN`. */
export type VerdictStatement =
  | { readonly accept: null }
  | { readonly drop: null }
  | { readonly continue: null }
  | { readonly return: null }
  | { readonly jump: ChainTarget | BoundChain }
  | { readonly goto: ChainTarget | BoundChain };

/** How urgent it is, as of syslog(3); `audit` goes to the audit subsystem. */
export type LogLevel = 'emerg' | 'alert' | 'crit' | 'err' | 'warn' | 'notice' | 'info' | 'debug' | 'audit';

/** What of a packet is logged beside the usual. */
export type LogFlag = 'tcp sequence' | 'tcp options' | 'ip options' | 'skuid' | 'ether' | 'all';

/** What `log` takes; nft(8), LOG STATEMENT. */
export interface Log {
  readonly prefix?: string;
  /** A netlink group (nfnetlink_log) instead of the kernel log. */
  readonly group?: number;
  /** Bytes of the packet to pass on. */
  readonly snaplen?: number;
  /** Packets to collect before they are passed on. */
  readonly 'queue-threshold'?: number;
  readonly level?: LogLevel;
  readonly flags?: LogFlag | readonly LogFlag[];
}

/** Tells of the packet in the kernel log, or to a program: `log prefix "..."`; null is `log` with nothing more. */
export interface LogStatement {
  readonly log: Log | null;
}

/** How the sender of a rejected packet is told. */
export type RejectType = 'tcp reset' | 'icmp' | 'icmpv6' | 'icmpx';

/** Drops and tells the sender; null chooses the usual error of the packet's protocol. */
export interface RejectStatement {
  readonly reject: null | { readonly type?: RejectType; readonly expr?: Expression };
}

/** How an address or a port is chosen; nft(8), NAT STATEMENTS. */
export type NatFlag = 'random' | 'fully-random' | 'persistent' | 'netmap';

/** What a map leads to. */
export type NatTypeFlag = 'interval' | 'prefix' | 'concat';

/** What `snat`, `dnat`, `masquerade` and `redirect` take; nft(8), NAT STATEMENTS. */
export interface Nat {
  /** Needed in tables of the inet family, where the rule does not say which version of IP it is for. */
  readonly family?: 'ip' | 'ip6';
  readonly addr?: Expression;
  readonly port?: Expression;
  readonly flags?: NatFlag | readonly NatFlag[];
  readonly type_flags?: NatTypeFlag | readonly NatTypeFlag[];
}

/** Rewrites the address and port of a connection's first packet, and so of all of them. */
export type NatStatement =
  | { readonly snat: Nat }
  | { readonly dnat: Nat }
  | { readonly masquerade: Nat | null }
  | { readonly redirect: Nat | null };

/** What can be set. */
export type MangleKey =
  | MetaExpression
  | CtExpression
  | PayloadExpression
  | ExthdrExpression
  | TcpOptionExpression
  | IpOptionExpression;

/** Sets metadata, a property of the connection, or bytes of the packet: `meta mark set 1`, `ip ttl set 64`. */
export interface MangleStatement {
  readonly mangle: {
    readonly key: MangleKey;
    readonly value: Expression;
  };
}

/** An expression of the kernel that this version cannot put into words. It is listed, and nothing else is changed by it. */
export interface OpaqueStatement {
  readonly opaque: {
    /** The kernel's name for it. */
    readonly name: string;
    /** Its attributes, base64. */
    readonly data: string;
  };
}

/** One part of a rule: what it matches or what it does. */
export type Statement =
  | MatchStatement
  | VerdictStatement
  | VmapStatement
  | SetUpdateStatement
  | MeterStatement
  | StatefulStatement
  | AssignStatement
  | SynproxyStatement
  | LogStatement
  | RejectStatement
  | NatStatement
  | MangleStatement
  | { readonly notrack: null }
  | QueueStatement
  | DupStatement
  | FwdStatement
  | TproxyStatement
  | ResetStatement
  | FlowStatement
  | XtStatement
  | OpaqueStatement;

type KeysOf<T> = T extends unknown ? keyof T : never;

/** The single key that names a statement: `match`, `counter`. */
export type StatementKey = KeysOf<Statement>;
