import { describe, expect, test } from 'vitest';
import { sysctlKey, sysctlPath } from '../../../src/sysctl/key.js';

describe('a key', () => {
  test.each([
    ['net.ipv4.ip_forward', 'net/ipv4/ip_forward'],
    ['net/ipv4/ip_forward', 'net/ipv4/ip_forward'],
    ['net', 'net'],
    ['net.ipv4.conf.eth0.forwarding', 'net/ipv4/conf/eth0/forwarding'],
    ['net.ipv4.conf.eth0.100.forwarding', 'net/ipv4/conf/eth0.100/forwarding'],
    ['net.ipv4.conf.eth0/100.forwarding', 'net/ipv4/conf/eth0.100/forwarding'],
    ['net/ipv4/conf/eth0.100/forwarding', 'net/ipv4/conf/eth0.100/forwarding'],
    ['net.ipv6.conf.a.b.c.accept_ra', 'net/ipv6/conf/a.b.c/accept_ra'],
    ['net.ipv4.neigh.eth0.100.gc_stale_time', 'net/ipv4/neigh/eth0.100/gc_stale_time'],
    ['net.ipv6.neigh.eth0.100.gc_stale_time', 'net/ipv6/neigh/eth0.100/gc_stale_time'],
    ['net.mpls.conf.eth0.100.input', 'net/mpls/conf/eth0.100/input'],
    ['net.ipv4.conf', 'net/ipv4/conf'],
    ['net.ipv4.conf.all', 'net/ipv4/conf/all'],
  ])('%s is the file %s', (key, path) => {
    expect(sysctlPath(key)).toBe(path);
  });

  test.each([
    '..',
    'net/../../etc/passwd',
    'net/./ipv4',
    '/etc/passwd',
    'net..ipv4',
    'net.',
    '.net',
    'net/',
    'a\0b',
  ])('may not lead out of /proc/sys, or nowhere: %j', (key) => {
    expect(() => sysctlPath(key)).toThrow(
      new TypeError(`key must stay below /proc/sys, not ${JSON.stringify(key)}`),
    );
  });

  test.each(['', undefined, 5, null])('is a string: %j', (key) => {
    expect(() => sysctlPath(key)).toThrow(TypeError);
    expect(() => sysctlPath(key)).toThrow(/^key must be a sysctl key such as net\.ipv4\.ip_forward, not /);
  });
});

describe('a path', () => {
  test.each([
    ['net/ipv4/ip_forward', 'net.ipv4.ip_forward'],
    ['net/ipv4/conf/eth0.100/forwarding', 'net.ipv4.conf.eth0/100.forwarding'],
  ])('%s has the key %s, which leads back to it', (path, key) => {
    expect(sysctlKey(path)).toBe(key);
    expect(sysctlPath(key)).toBe(path);
  });
});
