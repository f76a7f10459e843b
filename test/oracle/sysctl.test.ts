import { describe, expect, test } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import type { SysctlValue } from '../../src/sysctl/sysctl.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { vethPair } from '../support/topology.js';
import { runIn } from './tools.js';

needs('root', 'sysctl', 'ipv6');
leavesNothingBehind();

const sysctl = (namespace: Namespace, ...words: string[]) => runIn(namespace, ['sysctl', ...words]);

/** Tabs within a value are a matter of taste: sysctl keeps them as they are, and so do we. */
const values: readonly (readonly [key: string, value: SysctlValue])[] = [
  ['net.ipv4.ip_forward', 1],
  ['net.ipv4.ip_default_ttl', 77],
  ['net.ipv4.conf.near0.rp_filter', 2],
  ['net.ipv6.conf.near0.router_solicitations', -1],
  ['net.ipv4.ip_local_port_range', '20000\t30000'],
  ['net.ipv4.ping_group_range', '0\t5'],
  ['net.ipv4.neigh.near0.gc_stale_time', 99],
];

describe.each(values)('%s', (key, value) => {
  test('that we set is what sysctl reads', async () => {
    const { near } = await vethPair();
    await near.sysctl.set(key, value);
    expect(sysctl(near, '-n', key)).toBe(`${value}\n`);
  });

  test('that sysctl sets is what we read', async () => {
    const { near } = await vethPair();
    sysctl(near, '-q', '-w', `${key}=${value}`);
    expect(await near.sysctl.get(key)).toBe(value);
  });
});

test('an interface with a dot in its name is written the way of sysctl', async () => {
  const { near } = await vethPair();
  await near.links.set('near0', { up: false }); // before Linux 6.2 no link has another name while it is up
  await near.links.set('near0', { name: 'near.5' });
  await near.sysctl.set('net.ipv4.conf.near/5.rp_filter', 2);
  expect(sysctl(near, '-n', 'net.ipv4.conf.near/5.rp_filter')).toBe('2\n');
  expect([...(await near.sysctl.list('net/ipv4/conf/near.5')).keys()]).toContain(
    'net.ipv4.conf.near/5.rp_filter',
  );
});

test('a list is that of sysctl -a', async () => {
  const { near } = await vethPair();
  const lines = sysctl(near, '-a', '--pattern', '^net\\.ipv[46]\\.conf\\.').trimEnd().split('\n');
  const theirs = lines
    .map((line) => line.split(' = '))
    .filter(([key = '']) => !key.endsWith('stable_secret'));
  const ours = [...(await near.sysctl.list('net.ipv4.conf')), ...(await near.sysctl.list('net.ipv6.conf'))];
  expect(ours.map(([key, value]) => [key, String(value)]).sort()).toEqual(theirs.sort());
});
