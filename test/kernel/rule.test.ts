import { describe, expect, test } from 'vitest';
import type { RuleOptions } from '../../src/rule/options.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root', 'ipv6');
leavesNothingBehind();

// Until Linux 5.18 those of priority 0 were called permanent.
const kernel = { protocol: 'kernel', flags: expect.any(Array), unknown: [] };

test('a new namespace has the rules of the kernel', async () => {
  const { rules } = await unnamed();
  expect(await rules.list()).toEqual([
    { family: 'inet', priority: 0, action: 'lookup', table: 'local', ...kernel },
    { family: 'inet', priority: 32_766, action: 'lookup', table: 'main', ...kernel },
    { family: 'inet', priority: 32_767, action: 'lookup', table: 'default', ...kernel },
    { family: 'inet6', priority: 0, action: 'lookup', table: 'local', ...kernel },
    { family: 'inet6', priority: 32_766, action: 'lookup', table: 'main', ...kernel },
  ]);
});

/** Each is read as it is said, with what goes without saying. */
const RULES: readonly (readonly [RuleOptions, read?: object])[] = [
  [{ priority: 9 }, { family: 'inet', action: 'lookup', table: 'main' }],
  [{ from: '192.0.2.0/24', table: 100 }],
  [{ from: '192.0.2.7', table: 100 }, { from: '192.0.2.7/32' }],
  [{ to: '2001:db8::/32', table: 5000 }, { family: 'inet6' }],
  [{ from: '2001:db8::/32', to: '2001:db8:1::/48', table: 100 }],
  [{ family: 'inet6', table: 'main', priority: 5 }],
  [{ not: true, from: '192.0.2.0/24', table: 100 }],
  [{ tos: 0x10, table: 100 }],
  [{ fwmark: 1, table: 100 }, { fwmask: 0xffff_ffff }],
  [{ fwmark: 0x100, fwmask: 0xff00, table: 100 }],
  [{ iif: 'lo', table: 100 }],
  [{ oif: 'nowhere0', table: 100 }, { flags: ['oif_detached'] }],
  [{ uidrange: [1000, 1999], table: 100 }],
  [{ ipproto: 'tcp', sport: 80, dport: [1000, 2000], table: 100 }],
  [{ ipproto: 47, table: 100 }],
  [{ tunId: 77, table: 100 }],
  [{ l3mdev: true }, { action: 'lookup' }],
  [{ suppressPrefixlength: 0, table: 'main' }],
  [{ suppressIfgroup: 5, table: 'main' }],
  [
    { goto: 40_000, priority: 100 },
    { action: 'goto', flags: ['unresolved'] },
  ],
  [{ action: 'nop' }],
  [{ action: 'blackhole', from: '192.0.2.0/24' }],
  [{ action: 'unreachable', from: '192.0.2.0/24' }],
  [{ action: 'prohibit', family: 'inet6' }],
  [{ realms: { from: 3, to: 4 }, table: 100 }],
  [{ protocol: 'static', table: 100 }],
  [{ protocol: 77, table: 100 }],
];

/** What came later: an older kernel refuses it, or takes no notice. */
const NEWER: readonly (readonly [since: string, RuleOptions])[] = [
  ['6.13', { dscp: 46, table: 100 }],
  ['6.14', { family: 'inet6', flowlabel: 0xabcde, flowlabelMask: 0xf_ffff, table: 100 }],
  ['6.14', { family: 'inet6', flowlabel: 0xa0000, flowlabelMask: 0xf_0000, table: 100 }],
  ['6.15', { ipproto: 'tcp', sport: 0x1000, sportMask: 0xff00, table: 100 }],
  ['6.15', { family: 'inet6', ipproto: 'udp', dport: 8, dportMask: 0xfff8, table: 100 }],
  ['6.15', { dscp: 32, dscpMask: 0x38, table: 100 }],
];

describe('a rule', () => {
  test.for(NEWER)('since Linux %s: %j', async ([since, options], { skip }) => {
    const { rules } = await unnamed();
    const before = await rules.list();
    const refused = await rules.add({ priority: 9, ...options }).catch(({ code }) => code);
    const [rule = {}] = await rules.list({ priority: 9 });
    if (refused === 'EINVAL' || !Object.keys(options).every((name) => name in rule))
      skip(`this kernel does not know all of it (Linux ${since})`);
    expect(refused).toBeUndefined();
    expect(rule).toMatchObject(options);
    expect((rule as { unknown: unknown }).unknown).toEqual([]);
    await rules.delete({ priority: 9, ...options });
    expect(await rules.list()).toEqual(before);
  });

  test.for(RULES)('%j', async ([options, read]) => {
    const { rules } = await unnamed();
    const before = await rules.list();
    await rules.add(options);
    const added = (await rules.list()).filter(
      (rule) => !before.some((other) => JSON.stringify(other) === JSON.stringify(rule)),
    );
    expect(added).toMatchObject([{ ...options, ...read }]);
    await rules.delete(options);
    expect(await rules.list()).toEqual(before);
  });

  test('that is there already is refused, as is deleting one that is not', async () => {
    const { rules } = await unnamed();
    const rule = { from: '192.0.2.0/24', table: 100, priority: 7 };
    await rules.add(rule);
    await expect(rules.add(rule)).rejects.toMatchObject({ code: 'EEXIST', operation: 'RTM_NEWRULE' });
    await rules.delete({ priority: 7 });
    await expect(rules.delete(rule)).rejects.toMatchObject({ code: 'ENOENT', operation: 'RTM_DELRULE' });
  });
});

test('rules are listed by what they say, and flushed so', async () => {
  const { rules } = await unnamed();
  await rules.add({ table: 100, priority: 10, protocol: 'bird' });
  await rules.add({ table: 100, priority: 20, iif: 'lo', family: 'inet6' });
  await rules.add({ table: 5000, priority: 30, oif: 'lo' });
  const priorities = async (filter: Parameters<typeof rules.list>[0]) =>
    (await rules.list(filter)).map(({ priority }) => priority);
  expect(await priorities({ table: 100 })).toEqual([10, 20]);
  expect(await priorities({ table: 100, family: 'inet6' })).toEqual([20]);
  expect(await priorities({ protocol: 'bird' })).toEqual([10]);
  expect(await priorities({ iif: 'lo' })).toEqual([20]);
  expect(await priorities({ oif: 'lo' })).toEqual([30]);
  expect(await priorities({ priority: 30 })).toEqual([30]);
  expect(await rules.flush({ table: 100 })).toBe(2);
  expect(await priorities({ family: 'inet' })).toEqual([0, 30, 32_766, 32_767]);
  expect(await rules.flush({ family: 'inet' })).toBe(3);
  expect(await priorities({ family: 'inet' })).toEqual([0]);
  expect(await priorities({ family: 'inet6' })).toEqual([0, 32_766]);
});
