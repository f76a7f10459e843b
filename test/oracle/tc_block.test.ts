/** Filters of a block that several qdiscs share. */

import { expect, test } from 'vitest';
import type { Namespace } from '../../src/namespace/namespace.js';
import { orLacking } from '../support/lacking.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'tc', 'nsenter');
leavesNothingBehind();

const block = 0x1_0016;
const filter = {
  kind: 'u32',
  block,
  protocol: 'ip',
  priority: 10,
  handle: '800::800',
  match: { source: '192.0.2.0/24' },
} as const;

const tc = (ns: Namespace, command: string) => runIn(ns, ['tc', ...command.split(' ')]);

/** Two links whose incoming packets are asked about by the same filters. */
async function sharing(skip: (note: string) => never): Promise<Namespace> {
  const ns = await unnamed();
  await ns.links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1' } });
  for (const link of ['v0', 'v1'])
    await orLacking(ns.qdiscs.add({ kind: 'ingress', link, ingressBlock: block }), skip);
  return ns;
}

test('are made for all of them, and tc sees them', async ({ skip }) => {
  const ns = await sharing(skip);
  await ns.filters.add(filter);
  expect(tc(ns, `filter show block ${block}`)).toContain('match c0000200/ffffff00 at 12');
  for (const wanted of [
    { block },
    { link: 'v0', parent: 'ingress' },
    { link: 'v1', parent: 'ingress' },
  ] as const) {
    const found = (await ns.filters.list(wanted)).filter((each) => 'keys' in each);
    expect(found).toMatchObject([{ kind: 'u32', block, priority: 10, handle: '800::800' }]);
    expect(found[0]?.link).toBeUndefined();
  }
  expect(
    await ns.filters.get({ block, kind: 'u32', priority: 10, protocol: 'ip', handle: '800::800' }),
  ).toMatchObject({
    block,
  });
  await ns.filters.delete({ block, priority: 10, protocol: 'ip' });
  expect(await ns.filters.list({ block })).toEqual([]);
});

test('made by tc are read, told of, and in a snapshot once', async ({ skip }) => {
  const ns = await sharing(skip);
  tc(ns, `filter add block ${block} protocol ip prio 10 u32 match ip src 192.0.2.0/24`);
  const stream = ns.events({ kinds: ['filter'], snapshot: true, signal: AbortSignal.timeout(10_000) });
  let told: unknown;
  for await (const event of stream) {
    if (event.kind === 'filter') {
      told = event;
      break;
    }
    const found = event.filters.filter((each) => 'keys' in each);
    expect(found).toMatchObject([{ kind: 'u32', block, handle: '800::800' }]);
    await ns.filters.delete({ block, kind: 'u32', protocol: 'ip', priority: 10, handle: '800::800' });
  }
  expect(told).toMatchObject({ action: 'delete', filter: { block, kind: 'u32' } });
});

test('may be where packets are sent on to', async ({ skip }) => {
  const ns = await sharing(skip);
  const mirror = { kind: 'mirred', action: 'mirror', block } as const;
  const refused = await ns.filters.add({ ...filter, actions: [mirror] }).catch((error) => error);
  if (refused?.code === 'EINVAL') skip('the action mirred of this kernel takes no block (Linux 6.8)');
  if (refused) await orLacking(Promise.reject(refused), skip);
  const found = (await ns.filters.list({ block })).flatMap(({ actions = [] }) => actions);
  expect(found).toMatchObject([{ ...mirror, direction: 'egress', control: 'pipe' }]);
  expect(found[0]).not.toHaveProperty('dev');
  const wrong = (options: object) =>
    ns.filters.add({ ...filter, actions: [{ kind: 'mirred', action: 'mirror', ...options }] } as never);
  for (const options of [{}, { dev: 'v0', block }])
    await expect(wrong(options)).rejects.toThrow('actions[0] needs either dev or block');
});

test('need either a link or a block', async ({ skip }) => {
  const ns = await sharing(skip);
  const refused = (options: object) => ns.filters.add({ ...filter, ...options } as never);
  await expect(refused({ block: undefined })).rejects.toThrow('filters.add needs either link or block');
  await expect(refused({ link: 'v0' })).rejects.toThrow('filters.add needs either link or block');
  await expect(refused({ parent: 'ingress' })).rejects.toThrow('a block has no parent');
  await expect(ns.filters.delete({ block: 7 })).rejects.toMatchObject({ subject: 'block 7' });
  expect(await ns.filters.list({ block: 7 })).toEqual([]);
});

test('are undone in a transaction', async ({ skip }) => {
  const ns = await sharing(skip);
  const failed = ns.transaction(async ({ filters }) => {
    await filters.add(filter);
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toMatchObject({ left: [], undone: ['filters.add 800::800'] });
  expect((await ns.filters.list({ block })).filter((each) => 'keys' in each)).toEqual([]);
});
