import { execFileSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { closedAfterTest, named, nameForTest, randomName } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root', 'ip');
leavesNothingBehind();

const ip = (...words: string[]) => execFileSync('ip', words, { encoding: 'utf8', stdio: 'pipe' });
const namesByIp = (): string[] => {
  const list = ip('-json', 'netns', 'list');
  return list.trim() === '' ? [] : JSON.parse(list).map(({ name }: { name: string }) => name);
};

/** What ip makes with `ip netns add`, for this test only. */
function addedByIp(): string {
  const name = nameForTest();
  ip('netns', 'add', name);
  return name;
}

describe('what we make', () => {
  test('is in the list of ip netns, until it is closed', async () => {
    const name = randomName();
    const namespace = await named(name);
    expect(namesByIp()).toContain(name);
    await namespace.close();
    expect(namesByIp()).not.toContain(name);
  });

  test('is entered by ip netns exec', async () => {
    const name = randomName();
    const { id } = await named(name);
    const inside = ip('netns', 'exec', name, 'readlink', '/proc/self/ns/net').trim();
    expect(inside).toBe(`net:[${id.inode}]`);
    expect(inside).not.toBe(readlinkSync('/proc/self/ns/net'));
  });

  test('is not made again by ip netns add', async () => {
    const name = randomName();
    const { id } = await named(name);
    expect(() => ip('netns', 'add', name)).toThrow(/File exists/);
    expect(closedAfterTest(await Namespace.open(name)).id).toEqual(id);
  });

  test('is deleted by ip netns delete, which is no error when it is closed', async () => {
    const name = randomName();
    const namespace = await named(name);
    ip('netns', 'delete', name);
    expect(await Namespace.list()).not.toContain(name);
    await namespace.close();
  });

  test('is not taken for what ip has made of its name since', async () => {
    const name = nameForTest();
    const namespace = await named(name);
    ip('netns', 'delete', name);
    ip('netns', 'add', name);
    await namespace.close();
    expect(namesByIp()).toContain(name);
  });

  test('may have a name that ip has deleted meanwhile', async () => {
    const name = randomName();
    const first = await named(name);
    ip('netns', 'delete', name);
    const second = await named(name);
    expect(namesByIp()).toContain(name);
    await first.close();
    expect(namesByIp()).toContain(name);
    await second.close();
    expect(namesByIp()).not.toContain(name);
  });
});

describe('what ip makes', () => {
  test('is listed, opened and deleted', async () => {
    const name = addedByIp();
    expect(await Namespace.list()).toContain(name);
    const namespace = closedAfterTest(await Namespace.open(name));
    expect(namespace.id.inode).toBe(inodeOf(ip('netns', 'exec', name, 'readlink', '/proc/self/ns/net')));
    expect(await namespace.links.list()).toMatchObject([{ name: 'lo' }]);
    await Namespace.delete(name);
    expect(namesByIp()).not.toContain(name);
  });

  test('is EEXIST for us', async () => {
    const name = addedByIp();
    await expect(Namespace.create(name)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(namesByIp()).toContain(name);
  });

  test('keeps its name when our handle is closed', async () => {
    const name = addedByIp();
    await (await Namespace.open(name)).close();
    expect(namesByIp()).toContain(name);
  });

  test('is changed by either and read by either', async () => {
    const name = addedByIp();
    const namespace = closedAfterTest(await Namespace.open(name));
    ip('-n', name, 'link', 'add', 'e0', 'type', 'veth', 'peer', 'name', 'e1');
    await namespace.links.set('e0', { up: true });
    expect(JSON.parse(ip('-n', name, '-json', 'link', 'show', 'e0'))).toMatchObject([
      { flags: expect.arrayContaining(['UP']) },
    ]);
  });
});

test('a process is found by its number', async () => {
  const name = addedByIp();
  const { pid } = sleeperIn(name);
  const [byPid, byName] = await Promise.all([Namespace.open({ pid }), Namespace.open(name)]);
  closedAfterTest(byPid);
  closedAfterTest(byName);
  expect(byPid.isSame(byName)).toBe(true);
});

/** A process inside a namespace, for this test only. */
function sleeperIn(name: string): { pid: number } {
  const script = 'sleep 20 >/dev/null 2>&1 & echo $!';
  const pid = Number(ip('netns', 'exec', name, 'sh', '-c', script));
  onTestFinished(() => void process.kill(pid));
  return { pid };
}

function inodeOf(link: string): number {
  return Number(/\d+/.exec(link)?.[0]);
}
