import { describe, expect, test } from 'vitest';
import type { LinkOptions } from '../../src/link/kinds/index.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { allLinkCases } from '../support/link_kinds.js';
import { addOrSkip, type Skip, withLower } from '../support/link_making.js';
import { needs, sinceLinux } from '../support/needs.js';
import { ip, ipJson } from './views.js';

needs('root', 'ip');
leavesNothingBehind();

/** What ip says of a link's kind. */
function kindInfo(namespace: Namespace): unknown {
  const [link] = ipJson(namespace, 'link show dev made0');
  const { info_kind, info_data = {} } = (link?.linkinfo ?? {}) as { info_kind?: string; info_data?: object };
  return { kind: info_kind, data: info_data };
}

/** Has ip do it, or skips the test with the kernel's reason if it lacks the kind. */
function ipOrSkip(namespace: Namespace, command: string, skip: Skip): void {
  try {
    ip(namespace, command);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    if (!/Unknown device type|Operation not supported/.test(stderr ?? '')) throw error;
    skip(true, `ip ${command}: ${stderr?.trim()}`);
  }
}

describe.each(allLinkCases())(
  'a link of kind %s',
  (_title, kind, { since = '4.0', options, ip: words, data, json, change }) => {
    const made = { ...options, name: 'made0' } as LinkOptions;

    test('that we make, ip reads', async ({ skip }) => {
      sinceLinux(since, skip);
      const namespace = await withLower();
      await addOrSkip(namespace, made, skip);
      expect(kindInfo(namespace)).toMatchObject({ kind, data: json });
    });

    test.skipIf(change === undefined)('that we change, ip reads', async ({ skip }) => {
      sinceLinux(since, skip);
      const namespace = await withLower();
      await addOrSkip(namespace, made, skip);
      await namespace.links.set('made0', { kind, ...change?.options } as never);
      expect(kindInfo(namespace)).toMatchObject({ kind, data: change?.json });
    });

    if (words === undefined) return;

    test('that ip makes, we read', async ({ skip }) => {
      sinceLinux(since, skip);
      const namespace = await withLower();
      ipOrSkip(namespace, `link add made0 ${words}`, skip);
      expect(await namespace.links.get('made0')).toMatchObject({ kind, data: { kind, ...data } });
    });

    test.skipIf(change === undefined)('that ip changes, we read', async ({ skip }) => {
      sinceLinux(since, skip);
      const namespace = await withLower();
      ipOrSkip(namespace, `link add made0 ${words}`, skip);
      ip(namespace, `link set made0 type ${kind} ${change?.ip}`);
      expect(await namespace.links.get('made0')).toMatchObject({ data: { kind, ...change?.data } });
    });
  },
);

test('a tunnel in UDP', async ({ skip }) => {
  const namespace = await withLower();
  const ends = { local: '192.0.2.1', remote: '192.0.2.2' };
  try {
    await addOrSkip(
      namespace,
      { kind: 'gretap', name: 'made0', ...ends, encapType: 'fou', encapPort: 5555, encapChecksum: true },
      skip,
    );
  } catch (error) {
    skip((error as { code?: string }).code === 'EINVAL', 'encapsulation needs CONFIG_NET_FOU (module fou)');
    throw error;
  }
  expect(kindInfo(namespace)).toMatchObject({
    data: { ...ends, encap: { type: 'fou', dport: 5555, csum: true, csum6: false } },
  });
});
