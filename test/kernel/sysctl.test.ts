import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root', 'ipv6');
leavesNothingBehind();

describe('a parameter', () => {
  test('is read and set in its own namespace, and nowhere else', async () => {
    const [one, other] = await Promise.all([unnamed(), unnamed()]);
    const here = readFileSync('/proc/sys/net/ipv4/ip_default_ttl', 'utf8');
    await one.sysctl.set('net.ipv4.ip_default_ttl', 33);
    await other.sysctl.set('net.ipv4.ip_default_ttl', 44);
    expect(await one.sysctl.get('net.ipv4.ip_default_ttl')).toBe(33);
    expect(await other.sysctl.get('net.ipv4.ip_default_ttl')).toBe(44);
    expect(readFileSync('/proc/sys/net/ipv4/ip_default_ttl', 'utf8')).toBe(here);
  });

  test('may be given as a boolean', async () => {
    const { sysctl } = await unnamed();
    await sysctl.set('net.ipv4.ip_forward', true);
    expect(await sysctl.get('net.ipv4.ip_forward')).toBe(1);
    await sysctl.set('net.ipv4.ip_forward', false);
    expect(await sysctl.get('net.ipv4.ip_forward')).toBe(0);
  });

  test('that is no single number is text', async () => {
    const { sysctl } = await unnamed();
    await sysctl.set('net.ipv4.ip_local_port_range', '20000 30000');
    expect(await sysctl.get('net.ipv4.ip_local_port_range')).toBe('20000\t30000');
    expect(await sysctl.get('net.ipv4.tcp_congestion_control')).toMatch(/^[a-z]+$/);
  });

  test('may be negative', async () => {
    const { sysctl } = await unnamed();
    await sysctl.set('net.ipv6.conf.lo.router_solicitations', -1);
    expect(await sysctl.get('net.ipv6.conf.lo.router_solicitations')).toBe(-1);
  });

  test('of an interface exists from when the interface does', async () => {
    const { links, sysctl } = await unnamed();
    const key = 'net.ipv4.conf.a.forwarding';
    await expect(sysctl.get(key)).rejects.toMatchObject({ code: 'ENOENT' });
    await links.add({ kind: 'veth', name: 'a', peer: { name: 'b' } });
    await sysctl.set(key, 1);
    expect(await sysctl.get(key)).toBe(1);
    expect(await sysctl.get('net.ipv4.conf.b.forwarding')).toBe(0);
  });

  test.each(['net.ipv4.conf.a.5.rp_filter', 'net.ipv4.conf.a/5.rp_filter', 'net/ipv4/conf/a.5/rp_filter'])(
    'of an interface with a dot in its name is %s',
    async (key) => {
      const { links, sysctl } = await unnamed();
      await links.add({ kind: 'veth', name: 'a.5', peer: { name: 'a' } });
      await sysctl.set(key, 2);
      expect(await sysctl.get(key)).toBe(2);
      expect(await sysctl.get('net.ipv4.conf.a.rp_filter')).toBe(0);
    },
  );

  test('of IPv6 and of neighbours is found likewise', async () => {
    const { links, sysctl } = await unnamed();
    await links.add({ kind: 'veth', name: 'a.5', peer: { name: 'b' } });
    await sysctl.set('net.ipv6.conf.a.5.forwarding', 1);
    expect(await sysctl.get('net.ipv6.conf.a.5.forwarding')).toBe(1);
    await sysctl.set('net.ipv4.neigh.a.5.gc_stale_time', 77);
    expect(await sysctl.get('net.ipv4.neigh.a.5.gc_stale_time')).toBe(77);
  });
});

describe('a list', () => {
  test('has what lies below a key, by keys that can be used', async () => {
    const { links, sysctl } = await unnamed();
    await links.add({ kind: 'veth', name: 'a.5', peer: { name: 'b' } });
    const list = await sysctl.list('net.ipv4.conf');
    const interfaces = new Set([...list.keys()].map((key) => key.split('.')[3]));
    expect(interfaces).toEqual(new Set(['all', 'a/5', 'b', 'default', 'lo']));
    for (const [key, value] of list) expect([key, await sysctl.get(key)]).toEqual([key, value]);
  });

  test('is of all network parameters unless something else is said', async () => {
    const { sysctl } = await unnamed();
    const list = await sysctl.list();
    expect(list.size).toBeGreaterThan(100);
    expect([...list.keys()].every((key) => key.startsWith('net.'))).toBe(true);
    expect(list.get('net.ipv4.ip_forward')).toBe(0);
  });

  test('may be of one parameter', async () => {
    const { sysctl } = await unnamed();
    expect(await sysctl.list('net.ipv4.ip_forward')).toEqual(new Map([['net.ipv4.ip_forward', 0]]));
  });
});

describe('an error names the key', () => {
  test.each([
    [
      'that does not exist',
      'net.ipv4.nope',
      'ENOENT',
      'ENOENT: open sysctl net.ipv4.nope: no such file or directory',
    ],
    [
      'that is a directory',
      'net.ipv4',
      'EISDIR',
      'EISDIR: read sysctl net.ipv4: illegal operation on a directory',
    ],
  ])('when reading one %s', async (_what, key, code, message) => {
    const { sysctl } = await unnamed();
    await expect(sysctl.get(key)).rejects.toMatchObject({ name: 'SystemError', code, message });
  });

  test('when listing one that does not exist', async () => {
    const { sysctl } = await unnamed();
    await expect(sysctl.list('net.nope')).rejects.toMatchObject({
      code: 'ENOENT',
      subject: 'sysctl net.nope',
    });
  });

  test('when setting one that may only be read', async () => {
    const { sysctl } = await unnamed();
    const key = 'net.ipv4.tcp_available_congestion_control';
    await expect(sysctl.set(key, 'cubic')).rejects.toMatchObject({
      code: 'EACCES',
      message: `EACCES: open sysctl ${key}: permission denied`,
    });
  });

  test('when setting one to what it cannot be', async () => {
    const { sysctl } = await unnamed();
    await expect(sysctl.set('net.ipv4.ip_forward', 'yes')).rejects.toMatchObject({
      code: 'EINVAL',
      message: 'EINVAL: write sysctl net.ipv4.ip_forward: invalid argument',
    });
  });

  test.each(['../../etc/passwd', 'net/../../etc/passwd', '/etc/passwd', 'net..ipv4'])(
    'that would lead out of /proc/sys: %s',
    async (key) => {
      const { sysctl } = await unnamed();
      await expect(sysctl.get(key)).rejects.toThrow(
        new TypeError(`key must stay below /proc/sys, not ${JSON.stringify(key)}`),
      );
    },
  );
});
