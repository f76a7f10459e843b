import type { Expression } from './expression.js';
import type { TcpOptionExpression } from './selector.js';

/** `bypass`: without a program, packets go on; `fanout`: each processor has a queue of its own. */
export type QueueFlag = 'bypass' | 'fanout';

/** Hands packets to a program (nfnetlink_queue): `queue to 1-3`. */
export interface QueueStatement {
  readonly queue: null | {
    /** A queue, a range of them, or what chooses one; by default 0. */
    readonly num?: Expression;
    readonly flags?: QueueFlag | readonly QueueFlag[];
  };
}

/** Sends a copy elsewhere: `dup to 192.0.2.1 device eth1`; in tables of the netdev family `addr` is an interface. */
export interface DupStatement {
  readonly dup: { readonly addr: Expression; readonly dev?: Expression };
}

/** Sends the packet itself out of an interface, to a neighbour there if there is an address: `fwd to eth1`. */
export interface FwdStatement {
  readonly fwd: { readonly dev: Expression; readonly family?: 'ip' | 'ip6'; readonly addr?: Expression };
}

/** Gives the packet to a local transparent socket: `tproxy to 127.0.0.1:50080`. */
export interface TproxyStatement {
  readonly tproxy: {
    /** Of the address; in tables of the inet family, also which packets are meant. */
    readonly family?: 'ip' | 'ip6';
    readonly addr?: Expression;
    readonly port?: Expression;
  };
}

/** Takes an option out of TCP segments: `reset tcp option sack-perm`. */
export interface ResetStatement {
  readonly reset: TcpOptionExpression;
}

/** Has the connection take the short way of a flowtable from now on: `flow add @ft`. */
export interface FlowStatement {
  readonly flow: {
    readonly op: 'add';
    /** With "@" before its name. */
    readonly flowtable: string;
  };
}

/** A match or target of iptables, which only its own tools can write. */
export interface XtStatement {
  readonly xt: { readonly type: 'match' | 'target'; readonly name: string };
}
