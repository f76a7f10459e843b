import { describe, expect, test } from 'vitest';
import { SystemError } from '../../src/error/system_error.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { LOWER } from '../support/link_kinds.js';
import { withLower } from '../support/link_making.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

const place = { link: LOWER, parent: 'ingress' } as const;

async function withClsact() {
  const ns = await withLower();
  await ns.qdiscs.add({ kind: 'clsact', link: LOWER });
  return ns;
}

describe('a chain', () => {
  test('is there without filters, once, until it is taken away', async () => {
    const ns = await withClsact();
    await ns.filters.chains.add({ ...place, chain: 5 });
    await ns.filters.chains.add({ ...place, chain: 6 });
    const { index: link } = await ns.links.get(LOWER);
    expect(await ns.filters.chains.get({ ...place, chain: 5 })).toEqual({ link, parent: 'ffff:', chain: 5 });
    expect((await ns.filters.chains.list(place)).map(({ chain }) => chain)).toEqual([5, 6]);
    expect((await ns.filters.chains.list({ ...place, chain: 6 })).map(({ chain }) => chain)).toEqual([6]);
    expect(await ns.filters.chains.list({ link, parent: 'egress' })).toEqual([]);
    await expect(ns.filters.chains.add({ ...place, chain: 5 })).rejects.toMatchObject({
      code: 'EEXIST',
      extack: 'Filter chain already exists',
    });
    await ns.filters.chains.delete({ ...place, chain: 5 });
    await expect(ns.filters.chains.get({ ...place, chain: 5 })).rejects.toMatchObject({ code: 'EINVAL' });
  });

  test('takes its filters along', async () => {
    const ns = await withClsact();
    await ns.filters.chains.add({ ...place, chain: 7 });
    const filter = { ...place, kind: 'u32', chain: 7, priority: 1, protocol: 'ip' } as const;
    await ns.filters.add({ ...filter, keys: [{ value: 0, mask: 0, offset: 0 }] });
    expect((await ns.filters.list({ ...place, chain: 7 })).length).toBeGreaterThan(0);
    await ns.filters.chains.delete({ ...place, chain: 7 });
    expect(await ns.filters.list({ ...place, chain: 7 })).toEqual([]);
  });

  test('of a block belongs to all who share that', async () => {
    const ns = await withLower();
    await ns.qdiscs.add({ kind: 'clsact', link: LOWER, ingressBlock: 9 });
    await ns.filters.chains.add({ block: 9, chain: 2 });
    expect(await ns.filters.chains.list({ block: 9 })).toEqual([{ block: 9, chain: 2 }]);
  });

  test('holds its filters to a template', async ({ skip }) => {
    const ns = await withClsact();
    const template = { protocol: 'ip', destination: '0.0.0.0/24' } as const;
    try {
      await ns.filters.chains.add({ ...place, chain: 3, template });
    } catch (error) {
      if (error instanceof SystemError && /needs CONFIG_/.test(error.message)) skip(true, error.message);
      throw error;
    }
    expect((await ns.filters.chains.get({ ...place, chain: 3 })).template).toMatchObject(template);
    const filter = { ...place, kind: 'flower', chain: 3, priority: 1, protocol: 'ip' } as const;
    await ns.filters.add({ ...filter, destination: '192.0.2.0/24', actions: ['shot'] });
    await expect(
      ns.filters.add({ ...filter, destination: '192.0.2.1', actions: ['shot'] }),
    ).rejects.toMatchObject({ code: 'EINVAL' });
  });
});
