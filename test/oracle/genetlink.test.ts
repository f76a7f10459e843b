import { describe, expect, test } from 'vitest';
import { leavesNothingBehind } from '../support/leaks.js';
import { unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';
import { runIn } from './tools.js';

needs('root', 'genl');
leavesNothingBehind();

describe('genl', () => {
  test('lists the same families', async () => {
    const ns = await unnamed();
    const shown = runIn(ns, ['genl', 'ctrl', 'list'])
      .split(/(?=^Name: )/m)
      .filter((text) => text.startsWith('Name: '))
      .map((text) => ({
        name: /Name: (.*)/.exec(text)?.[1],
        id: Number(/ID: (0x[0-9a-f]+)/.exec(text)?.[1]),
        version: Number(/Version: (0x[0-9a-f]+)/.exec(text)?.[1]),
        maxAttribute: Number(/max attribs: (\d+)/.exec(text)?.[1]),
        commands: [...text.matchAll(/#\d+: +ID-(0x[0-9a-f]+) *$/gm)].map(([, id]) => Number(id)),
        groups: [...text.matchAll(/ID-(0x[0-9a-f]+) +name: (\S+)/g)].map(([, id, name]) => ({
          name,
          id: Number(id),
        })),
      }));
    const found = (await ns.genetlink.families()).map(
      ({ name, id, version, maxAttribute, operations, groups }) => ({
        name,
        id,
        version,
        maxAttribute,
        commands: operations.map(({ command }) => command),
        groups: [...groups],
      }),
    );
    expect(found.length).toBeGreaterThan(1);
    expect(found).toEqual(shown);
  });

  test.each(['nlctrl', 'ethtool'])('tells the same of what %s takes', async (name) => {
    const ns = await unnamed();
    const shown = runIn(ns, ['genl', 'ctrl', 'policy', 'name', name]).replaceAll(/^\tID: 0x\w+ +/gm, '');
    const { operations, policies } = await ns.genetlink.policy(name);
    for (const [, command, words = ''] of shown.matchAll(/^op (\d+) policies:(.*)$/gm)) {
      const said = Object.fromEntries(
        [...words.matchAll(/(do|dump)=(\d+)/g)].map(([, k, v]) => [k, Number(v)]),
      );
      // genl prints 0 for the command that it has not been told of.
      if (Number(command) !== 0) expect(operations.get(Number(command))).toMatchObject(said);
    }
    let attributes = 0;
    for (const [, policy, number, type] of shown.matchAll(/^policy\[(\d+)\]:attr\[(\d+)\]: type=(\w+)/gm)) {
      attributes++;
      const found = policies.get(Number(policy))?.get(Number(number))?.type;
      // Types that have come with later kernels than genl are unknown to it.
      if (type !== 'unknown') expect(found).toBe(type?.toLowerCase());
    }
    expect(attributes).toBe([...policies.values()].reduce((sum, { size }) => sum + size, 0));
  });
});
