import { describe, expect, test } from 'vitest';
import { SystemError } from '../../src/error/system_error.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import type { ClassOptions } from '../../src/tc/class/index.js';
import type { FilterOptions } from '../../src/tc/filter/index.js';
import type { QdiscOptions } from '../../src/tc/qdisc/index.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { LOWER } from '../support/link_kinds.js';
import { type Skip, withLower } from '../support/link_making.js';
import { needs } from '../support/needs.js';
import { ACTION_CASES, CLASS_CASES, FILTER_CASES, QDISC_CASES, type TcCase } from '../support/tc_cases.js';

needs('root');
leavesNothingBehind();

const link = LOWER;

/** Does it, or skips the test with the kernel's reason if it lacks the kind. */
async function orSkip(work: Promise<void>, skip: Skip): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof SystemError && /needs CONFIG_/.test(error.message))) throw error;
    skip(true, error.message);
  }
}

/** What must be read of what was written, but for where it hangs. */
function reading({ options, data }: TcCase<never>): object {
  const { parent: _, handle: __, ...rest } = options as Record<string, unknown>;
  return data ?? rest;
}

async function withClsact(): Promise<Namespace> {
  const namespace = await withLower();
  await namespace.qdiscs.add({ kind: 'clsact', link });
  return namespace;
}

describe.each(Object.entries(QDISC_CASES) as unknown as [string, TcCase<never>[]][])(
  'qdisc %s',
  (kind, cases) => {
    test.for(cases)('$tc', async (each, { skip }) => {
      const namespace = await withLower();
      const made = { ...(each.options as object), link } as QdiscOptions;
      const place = { link, parent: kind === 'clsact' || kind === 'ingress' ? kind : 'root' } as const;
      await orSkip(kind === 'noqueue' ? namespace.qdiscs.replace(made) : namespace.qdiscs.add(made), skip);
      expect(await namespace.qdiscs.get(place)).toMatchObject({ kind, ...reading(each) });
      const listed = await namespace.qdiscs.list({ link, kind });
      expect(listed).toEqual([expect.objectContaining({ kind, parent: place.parent })]);
      if (kind === 'noqueue') return;
      await expect(namespace.qdiscs.add(made)).rejects.toMatchObject({ code: 'EEXIST' });
      await namespace.qdiscs.delete(place);
      expect(await namespace.qdiscs.list({ link, kind })).toEqual([]);
      await namespace.qdiscs.replace(made);
      expect(await namespace.qdiscs.get(place)).toMatchObject({ kind, ...reading(each) });
    });

    test.for(cases.filter(({ change }) => change !== undefined))(
      'changed: $change.tc',
      async (each, { skip }) => {
        const namespace = await withLower();
        await orSkip(namespace.qdiscs.add({ ...(each.options as object), link } as QdiscOptions), skip);
        await namespace.qdiscs.set({
          ...(each.change as unknown as { options: object }).options,
          link,
        } as QdiscOptions);
        const expected = reading(each.change as TcCase<never>);
        expect(await namespace.qdiscs.get({ link })).toMatchObject({ kind, ...expected });
      },
    );
  },
);

describe.each(Object.entries(CLASS_CASES) as unknown as [string, TcCase<never>[]][])(
  'class %s',
  (kind, cases) => {
    test.for(cases)('$tc', async (each, { skip }) => {
      const namespace = await withLower();
      await orSkip(namespace.qdiscs.add({ kind, link, handle: '1:' } as QdiscOptions), skip);
      // hfsc also lists itself, as the topmost class.
      const listed = async () =>
        (await namespace.classes.list({ link })).filter((found) => found.classId !== '1:');
      const made = { ...(each.options as object), link } as ClassOptions;
      const { classId } = made;
      await namespace.classes.add(made);
      expect(await namespace.classes.get({ link, classId })).toMatchObject({ kind, ...reading(each) });
      expect(await listed()).toEqual([expect.objectContaining({ kind, classId })]);
      await expect(namespace.classes.add(made)).rejects.toMatchObject({ code: 'EEXIST' });
      await namespace.classes.replace(made);
      if (each.change) {
        const change = each.change as TcCase<never>;
        await namespace.classes.set({ ...(change.options as object), link } as ClassOptions);
        expect(await namespace.classes.get({ link, classId })).toMatchObject(reading(change));
      }
      await namespace.classes.delete({ link, classId });
      expect(await listed()).toEqual([]);
    });
  },
);

describe.each(Object.entries(FILTER_CASES) as unknown as [string, TcCase<never>[]][])(
  'filter %s',
  (kind, cases) => {
    test.for(cases)('$tc', async (each, { skip }) => {
      const namespace = await withClsact();
      const made = { ...(each.options as object), link } as FilterOptions;
      await orSkip(namespace.filters.add(made), skip);
      const [found, ...others] = (await namespace.filters.list({ link, parent: 'ingress' })).filter(
        // u32 lists its tables, too.
        (filter) => kind !== 'u32' || 'keys' in filter,
      );
      expect(others).toEqual([]);
      expect(found).toMatchObject({ kind, priority: 10, parent: 'ingress', ...each.data });
      expect(found?.actions).toMatchObject([{ kind: 'gact' }]);
      const { handle, protocol } = found as unknown as {
        handle: number;
        protocol: FilterOptions['protocol'];
      };
      const id = {
        link,
        parent: 'ingress',
        priority: 10,
        kind,
        handle,
        ...(protocol ? { protocol } : {}),
      } as const;
      expect(await namespace.filters.get(id)).toMatchObject({ kind, ...each.data });
      // The only one of its kind at a priority cannot be changed.
      if (kind !== 'matchall') {
        await namespace.filters.set({ ...made, handle, actions: ['reclassify'] } as FilterOptions);
        expect((await namespace.filters.get(id)).actions).toMatchObject([{ control: 'reclassify' }]);
        await namespace.filters.replace({ ...made, handle, actions: ['shot'] } as FilterOptions);
        expect((await namespace.filters.get(id)).actions).toMatchObject([{ control: 'drop' }]);
      }
      await namespace.filters.delete(id);
      expect(
        (await namespace.filters.list({ link, parent: 'ingress' })).filter((filter) => filter.actions),
      ).toEqual([]);
    });
  },
);

describe.each(Object.entries(ACTION_CASES))('action %s', (kind, cases) => {
  test.for(cases as (typeof cases)[number][])('$tc', async ({ options, ...each }, { skip }) => {
    const namespace = await withClsact();
    const filter = {
      kind: 'flower',
      link,
      parent: 'ingress',
      protocol: 'ip',
      priority: 1,
      handle: 1,
      actions: [options],
    } as const;
    await orSkip(namespace.filters.add(filter), skip);
    const [found] = await namespace.filters.list({ link, parent: 'ingress' });
    if ('newer' in each && found?.actions?.[0] && !(each.newer in found.actions[0]))
      skip(true, `this kernel has no ${each.newer}`);
    const expected = 'data' in each ? (each.data as object) : options;
    expect(found?.actions).toMatchObject([{ kind, ...expected }]);
    await namespace.filters.replace({ ...filter, actions: ['shot'] });
    const [after] = await namespace.filters.list({ link, parent: 'ingress' });
    expect(after?.actions).toMatchObject([{ kind: 'gact', control: 'drop' }]);
  });
});

test('a filter is changed', async ({ skip }) => {
  const namespace = await withClsact();
  const filter = {
    kind: 'flower',
    protocol: 'ip',
    link,
    parent: 'ingress',
    priority: 1,
    handle: 1,
  } as const;
  await orSkip(namespace.filters.add({ ...filter, actions: ['pass'] }), skip);
  await namespace.filters.set({ ...filter, actions: ['shot'] });
  const [found] = await namespace.filters.list({ link, parent: 'ingress' });
  expect(found?.actions).toMatchObject([{ control: 'drop' }]);
});

test('all filters of a parent go together', async ({ skip }) => {
  const namespace = await withClsact();
  for (const priority of [1, 2])
    await orSkip(
      namespace.filters.add({ kind: 'matchall', link, parent: 'egress', priority, actions: ['pass'] }),
      skip,
    );
  await namespace.filters.delete({ link, parent: 'egress' });
  expect(await namespace.filters.list({ link, parent: 'egress' })).toEqual([]);
});

test.each([
  [{ kind: 'tbf', rate: 'fast', burst: 1000 }, /rate/],
  [{ kind: 'tbf', rate: '1mbit' }, /burst/],
  [{ kind: 'tbf', rate: '1mbit', burst: 1000, brust: 1 }, /brust/],
  [{ kind: 'netem', loss: '101%' }, /loss/],
  [{ kind: 'no such', rate: 1 }, /kind/],
  [{ kind: 'prio', handle: '1:2' }, /handle/],
])('%o is refused before it reaches the kernel', async (options, message) => {
  const namespace = await withLower();
  await expect(namespace.qdiscs.add({ link, ...options } as QdiscOptions)).rejects.toThrow(message);
  expect(await namespace.qdiscs.list({ link })).toMatchObject([{ kind: 'noqueue' }]);
});

test('chance can be made to repeat itself', async ({ skip }) => {
  const namespace = await withLower();
  await orSkip(namespace.qdiscs.add({ kind: 'netem', link, loss: '10%', seed: 2n ** 63n + 5n }), skip);
  const found = await namespace.qdiscs.get({ link });
  const { seed } = found as { seed?: bigint };
  skip(seed === undefined, 'a seed needs Linux 6.6');
  expect(seed).toBe(2n ** 63n + 5n);
  expect(found.unknown ?? []).toEqual([]);
});

test.each([
  [-1n, RangeError],
  [2n ** 64n, RangeError],
  [5, TypeError],
])('a seed of %s is refused', async (seed, error) => {
  const namespace = await withLower();
  const added = namespace.qdiscs.add({ kind: 'netem', link, seed: seed as bigint });
  await expect(added).rejects.toThrow(error);
});
