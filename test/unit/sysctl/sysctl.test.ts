import { describe, expect, test } from 'vitest';
import { SystemError } from '../../../src/error/system_error.js';
import { Handle } from '../../../src/handle/handle.js';
import type { SysctlJob, SysctlOutcome } from '../../../src/native/addon.js';
import { Sysctl } from '../../../src/sysctl/sysctl.js';
import { FakeSocket, fakeNamespace } from '../../support/fake_namespace.js';

/** A Sysctl whose kernel answers every job like this, and the jobs it was given, by system call. */
function sysctlOf(answer: (job: SysctlJob) => SysctlOutcome = () => undefined) {
  const calls: SysctlJob[][] = [];
  const native = fakeNamespace(new FakeSocket(), {
    sysctl: async (jobs) => {
      calls.push([...jobs]);
      return jobs.map(answer);
    },
  });
  const handle = new Handle(native, 'the fake');
  return { sysctl: new Sysctl(handle), handle, calls };
}

describe('a value', () => {
  test.each([
    ['1\n', 1],
    ['0\n', 0],
    ['-1\n', -1],
    ['9007199254740991\n', Number.MAX_SAFE_INTEGER],
    ['9007199254740992\n', '9007199254740992'],
    ['4096\t131072\t6291456\n', '4096\t131072\t6291456'],
    ['cubic\n', 'cubic'],
    ['\n', ''],
    ['1e3\n', '1e3'],
    ['0x10\n', '0x10'],
    ['00000000,00000003\n', '00000000,00000003'],
  ])('of %j is read as %j', async (text, value) => {
    expect(await sysctlOf(() => text).sysctl.get('net.x')).toBe(value);
  });

  test.each([
    [1, '1'],
    [-1, '-1'],
    [true, '1'],
    [false, '0'],
    ['4096 131072 6291456', '4096 131072 6291456'],
    ['', ''],
  ])('of %j is written as %j', async (value, text) => {
    const { sysctl, calls } = sysctlOf();
    await sysctl.set('net.x', value);
    expect(calls).toEqual([[['set', 'net/x', text]]]);
  });

  const refused: readonly (readonly [value: unknown, message: string])[] = [
    [Number.NaN, 'value must be a finite number, not NaN'],
    [Number.POSITIVE_INFINITY, 'value must be a finite number, not Infinity'],
    [undefined, 'value must be a number, a string or a boolean, not undefined'],
    [{}, 'value must be a number, a string or a boolean, not {}'],
    ['1\0', 'value must have no NUL in it, not "1\\u0000"'],
  ];

  test.each(refused)('of %o is refused, and nothing is written', async (value, message) => {
    const { sysctl, calls } = sysctlOf();
    await expect(sysctl.set('net.x', value as string)).rejects.toThrow(new TypeError(message));
    expect(calls).toEqual([]);
  });
});

test('a bad key is refused before anything is read', async () => {
  const { sysctl, calls } = sysctlOf();
  await expect(sysctl.get('net/../../etc/passwd')).rejects.toThrow(TypeError);
  await expect(sysctl.set('', 1)).rejects.toThrow(TypeError);
  await expect(sysctl.list('..')).rejects.toThrow(TypeError);
  expect(calls).toEqual([]);
});

test('what is issued in one tick is done in one visit to the namespace, in order', async () => {
  const { sysctl, calls } = sysctlOf(([operation]) => (operation === 'get' ? '1\n' : undefined));
  await Promise.all([sysctl.set('net.a', 1), sysctl.get('net.a'), sysctl.set('net.b', 'x')]);
  expect(calls).toEqual([
    [
      ['set', 'net/a', '1'],
      ['get', 'net/a'],
      ['set', 'net/b', 'x'],
    ],
  ]);
});

test('an error names the key as it was given, and the others of its tick are done', async () => {
  const { sysctl } = sysctlOf(([, path]) => (path === 'net/a' ? new SystemError(2, 'open', path) : '7\n'));
  const [failed, read] = await Promise.allSettled([sysctl.get('net.a'), sysctl.get('net.b')]);
  expect(failed).toMatchObject({
    reason: {
      name: 'SystemError',
      code: 'ENOENT',
      message: 'ENOENT: open sysctl net.a: no such file or directory',
    },
  });
  expect(read).toEqual({ status: 'fulfilled', value: 7 });
});

test('a list is by dotted key, its values read like any others', async () => {
  const { sysctl, calls } = sysctlOf(() => [
    ['net/ipv4/conf/eth0.5/forwarding', '1\n'],
    ['net/ipv4/tcp_congestion_control', 'cubic\n'],
  ]);
  expect(await sysctl.list()).toEqual(
    new Map<string, unknown>([
      ['net.ipv4.conf.eth0/5.forwarding', 1],
      ['net.ipv4.tcp_congestion_control', 'cubic'],
    ]),
  );
  expect(calls).toEqual([[['list', 'net']]]);
});

test('a closed namespace is refused', async () => {
  const { sysctl, handle } = sysctlOf();
  await handle.close();
  await expect(sysctl.get('net.x')).rejects.toMatchObject({ code: 'ERR_CLOSED' });
});
