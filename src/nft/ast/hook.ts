import type { Family, Hook } from '../ast.js';

/** Something that the kernel runs at a hook of netfilter: a chain of nftables, or a function of a module. */
export interface HookEntry {
  readonly family: Family;
  readonly hook: Hook;
  /** The link whose packets it sees, where it was asked for one. */
  readonly device?: string | undefined;
  /** The lower, the earlier. */
  readonly prio: number;
  /** The kernel's function. */
  readonly function?: string | undefined;
  /** The module that it is in; without one it is in the kernel itself. */
  readonly module?: string | undefined;
  /** The base chain behind it. */
  readonly chain?: HookOwner | undefined;
  /** The flowtable behind it. Linux 6.17. */
  readonly flowtable?: HookOwner | undefined;
  /** The number of the BPF program behind it. Linux 6.4. */
  readonly bpf?: number | undefined;
}

/** A base chain or a flowtable. */
export interface HookOwner {
  readonly family: Family;
  readonly table: string;
  readonly name: string;
}

/** Which hooks to list. */
export interface HooksReference {
  /** Default: ip, ip6 and bridge. `inet`: ip and ip6. */
  readonly family?: Family;
  /** With what sees packets as they come in at this link; of the netdev family there is nothing else. */
  readonly device?: string;
}
