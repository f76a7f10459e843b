import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { HANDLE } from '../../src/handle/handle.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import type { TcpVerdict } from '../../src/probe/verdict.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { needs } from '../support/needs.js';
import { createNeighbours, LEFT, RIGHT } from '../support/neighbours.js';

needs('root', 'nft', 'nsenter');
leavesNothingBehind();

/** Rules of the real nft, in a namespace that has no name. */
function nft(ns: Namespace, rules: string): void {
  const inside = `--net=/proc/${process.pid}/fd/${ns[HANDLE].native.fd}`;
  execFileSync('nsenter', [inside, 'nft', '-f', '-'], { input: rules });
}

/** What is done to each port on its way in. */
const RULES = `
table inet filter {
  chain input {
    type filter hook input priority filter
    tcp dport 7001 drop
    tcp dport 7002 reject with tcp reset
    tcp dport 7003 reject
    tcp dport 7004 reject with icmpx type admin-prohibited
    tcp dport 7005 reject with icmpx type host-unreachable
    tcp dport 7006 reject with icmpx type no-route
  }
  chain prerouting {
    type nat hook prerouting priority dstnat
    tcp dport 7007 redirect to :7000
  }
}`;

type Expected = Partial<Record<'state' | 'error', string>> & { icmp?: readonly [type: number, code: number] };

const verdicts: readonly [port: number, what: string, v4: Expected, v6: Expected][] = [
  [7000, 'accepted', { state: 'open' }, { state: 'open' }],
  [7001, 'dropped', { state: 'filtered' }, { state: 'filtered' }],
  [7002, 'reset', { state: 'closed' }, { state: 'closed' }],
  [
    7003,
    'rejected: port unreachable',
    { state: 'unreachable', error: 'ECONNREFUSED', icmp: [3, 3] },
    { state: 'unreachable', error: 'ECONNREFUSED', icmp: [1, 4] },
  ],
  [
    7004,
    'rejected: administratively prohibited',
    { state: 'unreachable', error: 'EHOSTUNREACH', icmp: [3, 13] },
    { state: 'unreachable', error: 'EACCES', icmp: [1, 1] },
  ],
  [
    7005,
    'rejected: host unreachable',
    { state: 'unreachable', error: 'EHOSTUNREACH', icmp: [3, 1] },
    { state: 'unreachable', error: 'EHOSTUNREACH', icmp: [1, 3] },
  ],
  [
    7006,
    'rejected: no route',
    { state: 'unreachable', error: 'ENETUNREACH', icmp: [3, 0] },
    { state: 'unreachable', error: 'ENETUNREACH', icmp: [1, 0] },
  ],
  [7007, 'redirected to another port', { state: 'open' }, { state: 'open' }],
];

/** The part of a verdict that rules decide. */
function decided(verdict: TcpVerdict): Expected {
  if (verdict.state !== 'unreachable') return { state: verdict.state };
  const { state, error, icmp } = verdict;
  return { state, error, ...(icmp && { icmp: [icmp.type, icmp.code] }) };
}

describe('a probe through the rules of nft', () => {
  test('tells what they do to it', async () => {
    await using hosts = await createNeighbours();
    nft(hosts.right, RULES);
    const server = await hosts.right.listen({ port: 7000 });
    const ask = (host: string) =>
      Promise.all(verdicts.map(([port]) => hosts.left.probe.tcp({ host, port, timeout: 200, retries: 1 })));
    // One family after the other: the kernel limits how many ICMP errors it sends at once.
    const v4 = await ask(RIGHT.v4);
    const v6 = await ask(RIGHT.v6);
    server.close();
    expect(v4.map(decided)).toEqual(verdicts.map(([, , expected]) => expected));
    expect(v6.map(decided)).toEqual(verdicts.map(([, , , expected]) => expected));
  });

  test('tells its own from those on the way', async () => {
    await using hosts = await createNeighbours();
    nft(hosts.left, 'table ip out { chain o { type filter hook output priority 0; tcp dport 7000 drop; }; }');
    const options = { port: 7000, timeout: 100, retries: 1 };
    expect(await hosts.left.probe.tcp({ ...options, host: RIGHT.v4 })).toEqual({
      state: 'filtered',
      attempts: 1,
      error: 'EPERM',
    });
    expect(await hosts.left.probe.tcp({ ...options, host: RIGHT.v6 })).toMatchObject({ state: 'closed' });
    expect(await hosts.right.probe.tcp({ ...options, host: LEFT.v4 })).toMatchObject({ state: 'closed' });
  });
});
