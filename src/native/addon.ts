/** The only typed declaration of the C++ addon; what each call does is documented in native/. */

import type { SystemError } from '../error/system_error.js';

/** Netlink requests that go through one socket. */
export interface NativeBatch {
  readonly socket: NativeNetlinkSocket;
  /** The requests; it is written to. */
  readonly bytes: Uint8Array;
  /** Names of links that {@link slots} refers to. */
  readonly names: readonly string[];
  /** Pairs: offset of a 32-bit interface index in the batch, index into `names` of the link it stands for. */
  readonly slots: Uint32Array;
  /**
   * Triples, ascending: a request of this batch, an earlier batch, a request of that one. If the latter fails the former
   * is not sent, and its answer is ECANCELED.
   */
  readonly conditions: Uint32Array;
}

/** A netlink socket, open in some namespace, usable from any. One call at a time. */
export interface NativeNetlinkSocket {
  /**
   * Sends batches, one after the other, the first of them this socket's own; resolves to what the kernel answers to each,
   * without plain acknowledgements, `nlmsg_seq` being the index of the request answered.
   */
  transact(batches: readonly NativeBatch[]): Promise<(ArrayBuffer | SystemError)[]>;
  /** A new transaction, which is nothing to the kernel before its commit. */
  nftTransaction(): NativeNftTransaction;
  nftDump(requests: Uint8Array): NativeNftDump;
  close(): void;
}

/** One nf_tables transaction; requests are as in native/core/nft/format.h. One call at a time. */
export interface NativeNftTransaction {
  /** Encodes requests for the kernel while others are made. They must stay as they are meanwhile. */
  append(requests: Uint8Array): Promise<void>;
  /**
   * Encodes the rest and sends everything; resolves to the kernel's errors. Can be tried again, with nothing more. With
   * `check` nothing is applied.
   */
  commit(rest: Uint8Array, check: boolean): Promise<ArrayBuffer>;
  /** Lets go of everything. */
  close(): void;
}

/** nf_tables objects as of one moment. One call at a time. */
export interface NativeNftDump {
  /** More of them; nothing at the end. EINTR: they have changed meanwhile, and what came before is worth nothing. */
  next(): Promise<ArrayBuffer>;
  close(): void;
}

/** One piece of sysctl work: paths are relative to /proc/sys. */
export type SysctlJob =
  | readonly [operation: 'get', path: string]
  | readonly [operation: 'set', path: string, value: string]
  | readonly [operation: 'list', path: string];

export type SysctlOutcome =
  | string
  | readonly (readonly [path: string, value: string])[]
  | undefined
  | SystemError;

/** A socket that the event loop waits for. */
interface NativeReadable {
  /** Calls back once when there is something to take; until then the event loop stays alive. One at a time. */
  wait(callback: () => void): void;
  /** What has arrived, up to a bound, without waiting; empty if nothing has. */
  take(): ArrayBuffer;
}

/** Takes frames, each after a FrameHeader (native/core/packet_socket.h). */
export interface NativePacketSocket extends NativeReadable {
  /** Lets nothing new arrive. */
  stop(): void;
  /** Frames that the kernel had no room for so far. */
  dropped(): number;
  /** Whether the link is gone. */
  orphaned(): boolean;
  /** Forgets a callback that still waits; resolves when the descriptor is gone. */
  close(): Promise<void>;
}

/** Takes netlink messages that the kernel sends to groups. `take` throws ENOBUFS where some were lost. */
export interface NativeEventSocket extends NativeReadable {
  /** Whether waiting keeps the event loop alive; it does until it is said otherwise. */
  keepAlive(whether: boolean): void;
  /** RTNLGRP_*, or a family's number. No change after this returns is missed. */
  join(group: number): void;
  leave(group: number): void;
  /** Has an acknowledgement with this number come behind what the kernel has told by now. */
  fence(sequence: number): void;
  /** Forgets a callback that still waits. */
  close(): void;
}

/** Takes segments and errors, each after a ProbeHeader (native/core/tcp_probe_socket.h). */
export interface NativeTcpProbeSocket extends NativeReadable {
  readonly source: string;
  readonly sourcePort: number;
  /** When it was sent, in nanoseconds since 1970. */
  send(segment: Uint8Array): bigint;
  /** Forgets a callback that still waits. */
  close(): void;
}

export interface NativeNamespace {
  readonly fd: number;
  readonly device: number;
  readonly inode: number;
  readonly route: NativeNetlinkSocket;
  /** Missing where the kernel has no netfilter. */
  readonly netfilter?: NativeNetlinkSocket;
  sysctl(jobs: readonly SysctlJob[]): Promise<SysctlOutcome[]>;
  /**
   * A TCP socket that is not connected yet, bound if `address` is not empty, and kept to a link if `scope` is its index;
   * resolves to its descriptor.
   */
  openTcp(family: number, address: string, port: number, scope: number): Promise<number>;
  listenTcp(
    family: number,
    address: string,
    scope: number,
    port: number,
    backlog: number,
    ipv6Only: boolean,
  ): Promise<number>;
  /** Another netlink socket: NETLINK_* of `<linux/netlink.h>`. */
  openNetlink(protocol: number): Promise<NativeNetlinkSocket>;
  /** A link's frames, by its name or index; every link's if there is none. `buffer` is in bytes. */
  openPacketSocket(
    link: string | number | undefined,
    snaplen: number,
    buffer: number,
    promiscuous: boolean,
  ): Promise<NativePacketSocket>;
  /** In no group yet; `buffer` is in bytes. `protocol`: NETLINK_*, that of rtnetlink if it is left out. */
  openEventSocket(buffer: number, protocol?: number): Promise<NativeEventSocket>;
  /** Empty strings and 0: none, or for the kernel to choose. */
  openTcpProbe(
    family: number,
    address: string,
    zone: string,
    port: number,
    source: string,
    sourcePort: number,
  ): Promise<NativeTcpProbeSocket>;
  /** A tun or tap device that persists; `owner` and `group` -1: none; `index` 0: the kernel chooses. */
  createTun(name: string, flags: number, owner: number, group: number, index: number): Promise<void>;
  close(): void;
}

/** A name under /run/netns; with device and inode, only as long as it stands for that namespace. */
export type NameToDelete = readonly [name: string] | readonly [name: string, device: number, inode: number];

export interface Addon {
  useErrorClass(errorClass: typeof SystemError): void;
  createNamespaces(names: readonly (string | null)[]): Promise<(NativeNamespace | SystemError)[]>;
  /** By path, by descriptor, or the current one. */
  openNamespace(target?: string | number): Promise<NativeNamespace>;
  deleteNamespaceNames(names: readonly NameToDelete[]): Promise<(SystemError | undefined)[]>;
  /** Lets a name that was made here outlive this environment. */
  keepNamespaceName(name: string): void;
  /** Every name that was made here and is still there, at once, on the way out. */
  deleteOwnNamespaceNames(): void;
  /** Numbers of kernel and library headers as the addon was compiled with them; `undefined`: newer than those. */
  constants(): Record<string, number | undefined>;
}
