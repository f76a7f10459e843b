import { describe, expect, test } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import { NftError } from '../../src/nft/error.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs, sinceLinux } from '../support/needs.js';

needs('root');
leavesNothingBehind();

const of = { family: 'ip', table: 't', name: 's' } as const;

async function withSet(declaration: string): Promise<Namespace> {
  const ns = await unnamed();
  await ns.nft.run(`add table ip t; add ${declaration}`);
  return ns;
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('elements from columns of numbers', () => {
  test('are added, listed one by one, and deleted', async () => {
    const ns = await withSet('map ip t s { type ipv4_addr . inet_service : ipv4_addr; }');
    const count = 10_000;
    const addresses = Uint32Array.from({ length: count }, (_, i) => 0x0a000000 + i);
    const ports = Uint16Array.from({ length: count }, (_, i) => 1000 + (i % 1000));
    const elem = { key: [addresses, ports], data: addresses };
    await ns.nft.run([{ add: { element: { ...of, elem } } }]);
    const listed = await collected(ns.nft.elements(of));
    expect(listed).toHaveLength(count);
    expect(listed).toContainEqual([{ concat: ['10.0.39.15', 1999] }, '10.0.39.15']);
    expect(new Set(listed.map((each) => JSON.stringify(each))).size).toBe(count);

    const most = { key: [addresses.subarray(1), ports.subarray(1)] };
    await ns.nft.run([{ delete: { element: { ...of, elem: most } } }]);
    expect(await collected(ns.nft.elements(of))).toEqual([[{ concat: ['10.0.0.0', 1000] }, '10.0.0.0']]);
  });

  test('are what text and lists say', async () => {
    const ns = await withSet('set ip t s { type ipv4_addr; }');
    await ns.nft.run([{ add: { element: { ...of, elem: { key: Uint32Array.of(0xc0000201) } } } }]);
    await ns.nft.run([{ add: { element: { ...of, elem: new Set(['192.0.2.2', '192.0.2.3']) } } }]);
    await ns.nft.run('add element ip t s { 192.0.2.4, 192.0.2.5 }');
    expect(String(await ns.nft.list())).toContain(
      'elements = { 192.0.2.1, 192.0.2.2,\n\t\t\t     192.0.2.3, 192.0.2.4,\n\t\t\t     192.0.2.5 }',
    );
  });
});

describe('elements one by one', () => {
  test('have ranges put together and details with them', async () => {
    const ns = await withSet('set ip t s { type ipv4_addr; flags interval; }');
    await ns.nft.run('add element ip t s { 10.0.0.0/8, 192.0.2.1-192.0.2.9 comment "a", 198.51.100.1 }');
    expect(await collected(ns.nft.elements(of))).toEqual([
      { prefix: { addr: '10.0.0.0', len: 8 } },
      { elem: { val: { range: ['192.0.2.1', '192.0.2.9'] }, comment: 'a' } },
      '198.51.100.1',
    ]);
  });

  test('may be left in the midst, and other work done meanwhile', async () => {
    const ns = await withSet('set ip t s { type inet_service; }');
    await ns.nft.run([{ add: { element: { ...of, elem: { key: Uint16Array.of(1, 2, 3, 4) } } } }]);
    const seen: unknown[] = [];
    for await (const element of ns.nft.elements(of)) {
      await ns.nft.run([{ delete: { element: { ...of, elem: [element] } } }]);
      seen.push(element);
      if (seen.length === 2) break;
    }
    const left = await collected(ns.nft.elements(of));
    expect([...seen, ...left].sort()).toEqual([1, 2, 3, 4]);
    expect(left).toHaveLength(2);
  });

  test('of a set that is not there are an error', async () => {
    const ns = await withSet('set ip t s { type ipv4_addr; }');
    await expect(collected(ns.nft.elements({ ...of, name: 'nope' }))).rejects.toMatchObject({
      code: 'ENOENT',
    });
    expect(() => ns.nft.elements({ family: 'ip', table: 't' } as never)).toThrow('nft.elements needs name');
  });
});

describe('an element that the kernel refuses', () => {
  const refusal = async (work: Promise<unknown>) => {
    const error = await work.then(undefined, (reason: unknown) => reason);
    if (!(error instanceof NftError)) throw new Error(`expected an NftError, not ${String(error)}`);
    return error;
  };

  test('has its place in the text', async ({ skip }) => {
    sinceLinux('5.15', skip); // which of them it was, older kernels do not say
    const ns = await withSet('set ip t s { type ipv4_addr; }');
    await ns.nft.run('add element ip t s { 192.0.2.3 }');
    const text = 'create element ip t s { 192.0.2.1,\n192.0.2.2,\n192.0.2.3, 192.0.2.4 }';
    const error = await refusal(ns.nft.run(text));
    expect(error).toMatchObject({ code: 'ERR_NFT_KERNEL', line: 3, column: 1 });
    expect(error.message).toMatch(/EEXIST/);
  });

  test('has its place in columns, however many messages before it', async ({ skip }) => {
    sinceLinux('5.15', skip);
    const ns = await withSet('set ip t s { type ipv4_addr; }');
    await ns.nft.run('add element ip t s { 10.0.23.112 }');
    const key = Uint32Array.from({ length: 8000 }, (_, i) => 0x0a000000 + i);
    const error = await refusal(ns.nft.run([{ create: { element: { ...of, elem: { key } } } }]));
    expect(error.path).toBe('[0].create.element.elem[6000]');
    expect(await collected(ns.nft.elements(of))).toEqual(['10.0.23.112']);
  });
});
