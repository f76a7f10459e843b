import type { Expression } from './expression.js';

/** A named object of the table: its name, or a map that leads to names. */
export type ObjectReference = Expression;

/** Counts what comes by; null starts at zero. */
export interface CounterStatement {
  readonly counter:
    | null
    | { readonly packets: number | bigint; readonly bytes: number | bigint }
    | ObjectReference;
}

/** What a rate is per. */
export type TimeUnit = 'second' | 'minute' | 'hour' | 'day' | 'week';

/** `kbytes` are 1024 bytes, `mbytes` 1024 kbytes. */
export type ByteUnit = 'bytes' | 'kbytes' | 'mbytes';

/** Of packets, or with another unit of bytes; kbytes are 1024 bytes, mbytes 1024 kbytes. */
export interface Rate {
  readonly rate: number | bigint;
  readonly per: TimeUnit;
  /** What may come at once beyond the rate; of packets 5 by default. */
  readonly burst?: number;
  /** Only what is over the rate goes on. */
  readonly inv?: boolean;
  /** By default packets. */
  readonly rate_unit?: 'packets' | ByteUnit;
  /** By default bytes. */
  readonly burst_unit?: 'packets' | ByteUnit;
}

/** Goes on for so much traffic: `limit rate 10/second`. */
export interface LimitStatement {
  readonly limit: Rate | ObjectReference;
}

/** An amount of traffic. */
export interface Quota {
  readonly val: number | bigint;
  /** By default bytes. */
  readonly val_unit?: ByteUnit;
  /** What has come by so far. */
  readonly used?: number | bigint;
  readonly used_unit?: ByteUnit;
  /** Only what is over it goes on. */
  readonly inv?: boolean;
}

/** Goes on until so much traffic has come by: `quota 1 mbytes`. */
export interface QuotaStatement {
  readonly quota: Quota | ObjectReference;
}

/** Goes on while there are so few connections, of those that come here: `ct count 20`. */
export interface CtCountStatement {
  readonly 'ct count': {
    readonly val: number;
    /** Goes on only beyond. */
    readonly inv?: boolean;
  };
}

/** Remembers when the last packet came by. nft since 1.0.7; Linux 5.14. */
export interface LastStatement {
  readonly last: null | {
    /** How many milliseconds ago; if no packet came yet, it is missing. */
    readonly used?: number | bigint;
  };
}

/** TCP options that a server has. */
export type SynproxyFlag = 'timestamp' | 'sack-perm';

/** Options that a server behind it is known to have. */
export interface Synproxy {
  /** Maximum segment size, in bytes. */
  readonly mss?: number;
  /** Window scale. */
  readonly wscale?: number;
  readonly flags?: SynproxyFlag | readonly SynproxyFlag[];
}

/** Completes TCP handshakes in place of the server: `synproxy mss 1460 wscale 7`. */
export interface SynproxyStatement {
  readonly synproxy: null | Synproxy | ObjectReference;
}

/** Gives the packet's connection a helper, timeouts or an expectation, or the packet a security mark or a tunnel, by name. */
export type AssignStatement =
  | { readonly 'ct helper': ObjectReference }
  | { readonly 'ct timeout': ObjectReference }
  | { readonly 'ct expectation': ObjectReference }
  | { readonly secmark: ObjectReference }
  /** Sends the packet into it. nft since 1.1.6. */
  | { readonly tunnel: ObjectReference };

/** What has a state of its own that packets change. */
export type StatefulStatement =
  | CounterStatement
  | LimitStatement
  | QuotaStatement
  | CtCountStatement
  | LastStatement;
