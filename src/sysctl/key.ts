import { show, wrongType } from '../check/options.js';

/**
 * Directories with one subdirectory for each interface. In dotted keys an interface's name may have dots of its
 * own: it is everything between these and the last part.
 */
const PER_INTERFACE = /^(net\.(?:ipv4|ipv6|mpls)\.(?:conf|neigh))\.(.+)\.([^.]+)$/;

/**
 * The path below /proc/sys that a key means.
 *
 * `net.ipv4.conf.eth0.forwarding` and `net/ipv4/conf/eth0/forwarding` are the same; so are
 * `net.ipv4.conf.eth0.5.forwarding`, `net.ipv4.conf.eth0/5.forwarding` (sysctl(8)'s way to write an interface with
 * a dot) and `net/ipv4/conf/eth0.5/forwarding`.
 */
export function sysctlPath(key: unknown): string {
  if (typeof key !== 'string' || key === '')
    throw wrongType('key', key, 'a sysctl key such as net.ipv4.ip_forward');
  const path = partsOf(key);
  if (path.some((part) => part === '' || part === '.' || part === '..' || part.includes('\0'))) {
    throw new TypeError(`key must stay below /proc/sys, not ${show(key)}`);
  }
  return path.join('/');
}

function partsOf(key: string): string[] {
  const slash = key.indexOf('/');
  const dot = key.indexOf('.');
  // The separator that comes first is the separator, as in sysctl(8).
  if (slash >= 0 && (dot < 0 || slash < dot)) return key.split('/');
  const [, directory, name, leaf] = PER_INTERFACE.exec(key) ?? [];
  if (directory !== undefined && name !== undefined && leaf !== undefined) {
    return [...directory.split('.'), name.replaceAll('/', '.'), leaf];
  }
  return key.split('.').map((part) => part.replaceAll('/', '.'));
}

/** Whether a path below /proc/sys is there only while a certain link is. */
export function isOfLink(path: string): boolean {
  return /^net\/(ipv4|ipv6|mpls)\/(conf|neigh)\/(?!(all|default)\/)/.test(path);
}

/** The dotted key of a path below /proc/sys, dots within a part written as slashes. */
export function sysctlKey(path: string): string {
  return path
    .split('/')
    .map((part) => part.replaceAll('.', '/'))
    .join('.');
}
