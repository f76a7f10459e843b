import { expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { ip } from './views.js';

needs('root', 'ip');
leavesNothingBehind();

test('numbers of namespaces, as ip has them', async () => {
  const [ns, other] = await Promise.all([unnamed(), unnamed()]);
  expect(await ns.nsids.get(other)).toBeUndefined();
  await ns.nsids.set(other, 7);
  await expect(ns.nsids.set(other, 8)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(ip(ns, 'netns list-id')).toMatch(/nsid 7/);
  expect([await ns.nsids.get(other), await ns.nsids.list()]).toEqual([7, [7]]);
  expect(await ns.nsids.find(7, [ns, other])).toBe(other);
});

test("a link's namespace is found by its number", async () => {
  const [ns, other] = await Promise.all([unnamed(), unnamed()]);
  await ns.links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1', namespace: other } });
  const { linkNamespaceId } = await ns.links.get('v0');
  expect(await ns.nsids.find(linkNamespaceId ?? -1, [ns, other])).toBe(other);
});
