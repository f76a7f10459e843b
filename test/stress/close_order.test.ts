import { expect, test } from 'vitest';
import { ClosedError } from '../../src/error/closed_error.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

const COUNT = 40;

/** Numbers from 0 in an order that looks like none, the same every time. */
function shuffled(count: number): number[] {
  return Array.from({ length: count }, (_, n) => (n * 17 + 5) % count);
}

/** A chain of namespaces, each linked to the next. */
async function chain(): Promise<Namespace[]> {
  const namespaces = await Promise.all(Array.from({ length: COUNT }, () => unnamed()));
  await Promise.all(namespaces.map((namespace, n) => linkTo(namespace, namespaces[n + 1], n)));
  return namespaces;
}

async function linkTo(from: Namespace, to: Namespace | undefined, n: number): Promise<void> {
  if (to === undefined) return;
  const peer = { name: `left${n}`, namespace: to, up: true };
  await from.links.add({ kind: 'veth', name: `right${n}`, up: true, peer });
}

test('namespaces are closed in any order while others go on', async () => {
  const namespaces = await chain();
  const order = shuffled(COUNT);
  expect(new Set(order).size).toBe(COUNT);
  for (const [turn, n] of order.entries()) {
    const others = order.slice(turn + 1).flatMap((other) => namespaces[other] ?? []);
    const closing = namespaces[n]?.close();
    const lists = await Promise.all(others.map(({ links }) => links.list()));
    await closing;
    expect(lists.every((list) => list.some(({ name }) => name === 'lo'))).toBe(true);
  }
});

test('links into namespaces that are closing are made or refused, never half made', async () => {
  const hub = await unnamed();
  const leaves = await Promise.all(Array.from({ length: COUNT }, () => unnamed()));
  const attempts = leaves.map(async (leaf, n) => {
    // One half closes before, the other right after the link was asked for.
    const closeFirst = n % 2 === 0 ? leaf.close() : undefined;
    const peer = { name: 'up0', namespace: leaf, up: true };
    const added = hub.links.add({ kind: 'veth', name: `leaf${n}`, up: true, peer });
    await Promise.all([closeFirst ?? leaf.close(), added]);
  });
  const outcomes = await Promise.allSettled(attempts);
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(refused).toHaveLength(COUNT / 2);
  expect(refused.every((reason) => reason instanceof ClosedError)).toBe(true);
  // A namespace that is gone takes its end along, and with it the other.
  await expect.poll(async () => (await hub.links.list()).length, { timeout: 10_000 }).toBe(1);
});
