import { describe, expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

/** What the kernel fills of a dump, and what used to be the most that was taken of a message. */
const PART = 32 * 1024;

/** A link with so many names that a message about it is longer than a part of a dump. */
async function manyNamed() {
  const ns = await unnamed();
  const names = Array.from({ length: 300 }, (_, n) => `${n}-`.padEnd(120, 'x'));
  expect(names.join().length).toBeGreaterThan(PART);
  await ns.links.add({ kind: 'bridge', name: 'd0' });
  await Promise.all(names.map((name) => ns.links.altNames.add('d0', name)));
  return { ns, names };
}

describe('an object that takes more than 32 KiB to describe', () => {
  test('is read and listed whole', async () => {
    const { ns, names } = await manyNamed();
    expect((await ns.links.get('d0')).altNames).toEqual(names);
    const listed = await ns.links.list();
    expect(listed.find(({ name }) => name === 'd0')?.altNames).toEqual(names);
  });

  test('is told of as any other', async () => {
    const { ns, names } = await manyNamed();
    await using events = ns.events({ kinds: ['link'] });
    await events.ready;
    await ns.links.set('d0', { mtu: 1400 });
    for await (const event of events) {
      expect(event).toMatchObject({ kind: 'link', action: 'change', link: { mtu: 1400, altNames: names } });
      break;
    }
  });
});
