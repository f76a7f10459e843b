/**
 * What a name stands for outside nf_tables: services, protocols, users, interfaces. The compiler reads none of it
 * itself, so that it stays pure; whoever calls it hands the look-ups in (see system.ts for those of this machine).
 */
export interface Names {
  /** An IP protocol's number, as /etc/protocols has it. */
  protocol(name: string): number | undefined;
  /** An IP protocol's name; where undefined, it is listed as a number. */
  protocolName(protocol: number): string | undefined;
  /** A port number, as /etc/services has it. */
  service(name: string): number | undefined;
  /** A service's name, for listings with names. */
  serviceName(port: number): string | undefined;
  /** An interface's index, in the namespace that the rules are for. */
  interfaceIndex(name: string): number | undefined;
  /** Its name; where undefined, it is listed as a number. */
  interfaceName(index: number): string | undefined;
  /** A number from one of iproute2's or conntrack's tables. */
  symbol(table: SymbolFile, name: string): number | undefined;
  /** The name of a number in one of them. */
  symbolName(table: SymbolFile, value: number): string | undefined;
  /** The inode number of a control group (version 2), by its path below /sys/fs/cgroup. */
  controlGroup(path: string): bigint | undefined;
  /** The path of a control group, by its inode number. */
  controlGroupPath(id: bigint): string | undefined;
  /** By how many seconds local time is ahead of UTC, at a time in seconds since 1970 or now. */
  utcOffset(time: number | undefined): number;
}

/** Files that give numbers names: `/etc/iproute2/rt_marks`, `rt_realms`, `group`, and `/etc/passwd`, `/etc/group`. */
export type SymbolFile = 'rt_marks' | 'rt_realms' | 'devgroup' | 'connlabel' | 'user' | 'group';

/** Knows nothing: only numbers work. */
export const NO_NAMES: Names = {
  protocol: () => undefined,
  protocolName: () => undefined,
  service: () => undefined,
  serviceName: () => undefined,
  interfaceIndex: () => undefined,
  interfaceName: () => undefined,
  symbol: () => undefined,
  symbolName: () => undefined,
  controlGroup: () => undefined,
  controlGroupPath: () => undefined,
  utcOffset: () => 0,
};
