import { accessSync, constants, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeEach } from 'vitest';

/** What a test may need that a machine may lack: each says why it is lacking, or nothing. */
const FEATURES = {
  root: () => (process.geteuid?.() === 0 ? undefined : 'not root'),
  ip: () => tool('ip', 'iproute2'),
  ss: () => tool('ss', 'iproute2'),
  genl: () => tool('genl', 'iproute2'),
  wg: () => tool('wg', 'wireguard-tools'),
  sysctl: () => tool('sysctl', 'procps'),
  nft: () => tool('nft', 'nftables'),
  tc: () => tool('tc', 'iproute2'),
  strace: () => tool('strace', 'strace'),
  tcpdump: () => tool('tcpdump', 'tcpdump'),
  nsenter: () => tool('nsenter', 'util-linux'),
  python3: () => tool('python3', 'python3'),
  slabinfo: () => readable('/proc/slabinfo'),
  ipv6: () => readable('/proc/net/if_inet6'),
} as const;

export type Feature = keyof typeof FEATURES;

/** Skips what follows in this file or suite, saying why, if the machine lacks one of these. */
export function needs(...features: readonly Feature[]): void {
  const lacking = features.flatMap((feature) => {
    const reason = FEATURES[feature]();
    return reason === undefined ? [] : [`needs ${feature}: ${reason}`];
  });
  beforeEach(({ skip }) => skip(lacking.length > 0, lacking.join(', ')));
}

/** Skips the rest of a test, saying why, if the kernel is older than what it is about. */
export function sinceLinux(version: string, skip: (condition: boolean, note: string) => void): void {
  const [has, wants] = [release(), version].map((each) =>
    each.split('.').map((part) => Number.parseInt(part, 10)),
  );
  const [major = 0, minor = 0] = has ?? [];
  const [wantedMajor = 0, wantedMinor = 0] = wants ?? [];
  const older = major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
  skip(older, `needs Linux ${version}: this is ${release()}`);
}

function tool(name: string, debianPackage: string): string | undefined {
  const found = (process.env.PATH ?? '').split(delimiter).some((folder) => executable(join(folder, name)));
  return found ? undefined : `no such program (Debian package ${debianPackage})`;
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function readable(path: string): string | undefined {
  try {
    readFileSync(path);
    return undefined;
  } catch (error) {
    return `${path}: ${(error as NodeJS.ErrnoException).code}`;
  }
}
