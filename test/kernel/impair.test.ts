import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { LOWER } from '../support/link_kinds.js';
import { withLower } from '../support/link_making.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

const root = async (namespace: Awaited<ReturnType<typeof withLower>>) =>
  (await namespace.qdiscs.list({ link: LOWER })).find(({ parent }) => parent === 'root');

test('a link is made slow, slower, and as it was', async () => {
  const namespace = await withLower();
  const before = await root(namespace);
  await namespace.links.impair(LOWER, { rate: '10mbit' });
  const slow = await root(namespace);
  expect(slow).toMatchObject({ rate: 10e6 });
  expect(['netem', 'tbf']).toContain(slow?.kind);
  const impairment = await namespace.links.impair(LOWER, { rate: '1mbit' });
  expect(await root(namespace)).toMatchObject({ kind: slow?.kind, rate: 1e6 });
  await impairment.close();
  await impairment.close();
  expect(await root(namespace)).toMatchObject({ kind: before?.kind, handle: '0:' });
});

test('null ends what another call began', async () => {
  const namespace = await withLower();
  await namespace.links.impair(LOWER, { rate: '10mbit' });
  await namespace.links.impair(LOWER, null);
  expect(await root(namespace)).toMatchObject({ kind: 'noqueue' });
  await namespace.links.impair(LOWER, null);
});

test('a qdisc that somebody has put there is left alone', async () => {
  const namespace = await withLower();
  await namespace.qdiscs.add({ kind: 'pfifo', link: LOWER, handle: '1:', limit: 10 });
  await expect(namespace.links.impair(LOWER, { rate: '1mbit' })).rejects.toMatchObject({ code: 'EEXIST' });
  await namespace.links.impair(LOWER, null);
  expect(await root(namespace)).toMatchObject({ kind: 'pfifo', limit: 10 });
});

test('a delay, a loss and a rate at once', async ({ skip }) => {
  const namespace = await withLower();
  try {
    await namespace.links.impair(LOWER, { delay: '50ms', loss: '1%', rate: '10mbit' });
  } catch (error) {
    skip(/needs CONFIG_/.test(String(error)), String(error));
    throw error;
  }
  expect(await root(namespace)).toMatchObject({ kind: 'netem', delay: 50, loss: 1, rate: 10e6 });
  await expect(namespace.links.impair(LOWER, { loss: '200%' })).rejects.toThrow(/loss/);
  expect(await root(namespace)).toMatchObject({ kind: 'netem', delay: 50 });
});
