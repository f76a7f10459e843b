/** The only typed declaration of the C++ addon; what each call does is documented in native/. */

import type { SystemError } from '../error/system_error.js';

/** A netlink socket, open in some namespace, usable from any. One call at a time. */
export interface NativeNetlinkSocket {
  /**
   * Sends a batch of netlink requests; resolves to the kernel's answers without plain acknowledgements,
   * `nlmsg_seq` being the index of the request answered. `slots` are pairs: offset of a 32-bit interface index in
   * the batch, index into `names` of the link it stands for. The batch is written to.
   */
  transact(batch: Uint8Array, names: readonly string[], slots: Uint32Array): Promise<ArrayBuffer>;
  /** One nf_tables transaction (native/core/nft/format.h). */
  nftCommit(batch: Uint8Array): Promise<ArrayBuffer>;
  /** nf_tables objects as of one generation. */
  nftDump(requests: Uint8Array): Promise<ArrayBuffer>;
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

export interface NativeNamespace {
  readonly fd: number;
  readonly device: number;
  readonly inode: number;
  readonly route: NativeNetlinkSocket;
  readonly netfilter: NativeNetlinkSocket;
  sysctl(jobs: readonly SysctlJob[]): Promise<SysctlOutcome[]>;
  /** A TCP socket that is not connected yet, bound if `address` is not empty; resolves to its descriptor. */
  openTcp(family: number, address: string, port: number): Promise<number>;
  listenTcp(
    family: number,
    address: string,
    scope: number,
    port: number,
    backlog: number,
    ipv6Only: boolean,
  ): Promise<number>;
  close(): void;
}

export interface Addon {
  useErrorClass(constructor: typeof SystemError): void;
  createNamespaces(names: readonly (string | null)[]): Promise<(NativeNamespace | SystemError)[]>;
  /** By path, by descriptor, or the current one. */
  openNamespace(target?: string | number): Promise<NativeNamespace>;
  deleteNamespaceNames(names: readonly string[]): Promise<(SystemError | undefined)[]>;
  /** Lets a name that was made here outlive this environment. */
  keepNamespaceName(name: string): void;
  /** Every name that was made here and is still there, at once, on the way out. */
  deleteOwnNamespaceNames(): void;
  /** Numbers of kernel and library headers as the addon was compiled with them. */
  constants(): Record<string, number>;
}
