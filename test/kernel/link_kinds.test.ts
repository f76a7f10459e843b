import { describe, expect, test } from 'vitest';
import type { LinkOptions } from '../../src/link/kinds/index.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { allLinkCases } from '../support/link_kinds.js';
import { addOrSkip, withLower } from '../support/link_making.js';
import { needs, sinceLinux } from '../support/needs.js';

needs('root');
leavesNothingBehind();

describe.each(allLinkCases())(
  'a link of kind %s',
  (_title, kind, { since = '4.0', options, data, change }) => {
    const made = { ...options, name: 'made0' } as LinkOptions;

    test('is made, listed and deleted', async ({ skip }) => {
      sinceLinux(since, skip);
      const namespace = await withLower();
      await addOrSkip(namespace, made, skip);
      expect(await namespace.links.get('made0')).toMatchObject({ kind, data: { kind, ...data } });
      expect((await namespace.links.list({ kind })).map(({ name }) => name)).toContain('made0');
      await namespace.links.delete('made0');
      await expect(namespace.links.get('made0')).rejects.toMatchObject({ code: 'ENODEV' });
    });

    if (change === undefined) return;

    test('is changed', async ({ skip }) => {
      sinceLinux(since, skip);
      const namespace = await withLower();
      await addOrSkip(namespace, made, skip);
      await namespace.links.set('made0', { kind, ...change.options } as never);
      expect(await namespace.links.get('made0')).toMatchObject({ data: { kind, ...change.data } });
    });
  },
);
