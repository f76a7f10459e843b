import { closeSync, fstatSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HANDLE } from '../../src/handle/handle.js';
import { Namespace, type NamespaceTarget } from '../../src/namespace/namespace.js';
import { leavesNothingBehind } from '../support/leaks.js';
import { closedAfterTest, named, nameForTest, randomName, unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

const open = async (target: string | NamespaceTarget) => closedAfterTest(await Namespace.open(target));

/** A descriptor of a file, for this test only. */
function descriptor(path: string): number {
  const fd = openSync(path, 'r');
  onTestFinished(() => closeSync(fd));
  return fd;
}

/** The path of a plain file, for this test only. */
function plainFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'file'), '');
  return join(folder, 'file');
}

describe('a namespace is opened', () => {
  test('by name', async () => {
    const name = randomName();
    const made = await named(name);
    const found = await Promise.all([open(name), open({ name })]);
    expect(found.map((namespace) => namespace.isSame(made))).toEqual([true, true]);
    expect(found.map((namespace) => namespace.name)).toEqual([name, name]);
  });

  test('by path', async () => {
    const name = randomName();
    const made = await named(name);
    const found = await open({ path: `/run/netns/${name}` });
    expect(found.isSame(made)).toBe(true);
    expect(found.name).toBeUndefined();
  });

  test('by process', async () => {
    const [found, current] = [await open({ pid: process.pid }), closedAfterTest(await Namespace.current())];
    expect(found.isSame(current)).toBe(true);
  });

  test('by descriptor, which stays with its owner', async () => {
    const name = randomName();
    const made = await named(name);
    const fd = descriptor(`/run/netns/${name}`);
    const found = await open({ fd });
    expect(found.isSame(made)).toBe(true);
    await found.close();
    expect(fstatSync(fd).ino).toBe(made.id.inode);
  });

  test.each([undefined, null, 5, {}])('and nothing else is the same: %s', async (other) => {
    const made = await named(randomName());
    expect(() => made.isSame(other as never)).toThrow('other must be a Namespace, not');
  });

  test('and what is done through one handle is seen through the other', async () => {
    const name = randomName();
    const [made, found] = [await named(name), await open(name)];
    await found.links.add({ kind: 'veth', name: 'a', peer: { name: 'b' } });
    expect((await made.links.list()).map((link) => link.name)).toEqual(['lo', 'b', 'a']);
  });

  test('and closing that handle takes no name away', async () => {
    const name = randomName();
    await named(name);
    await (await open(name)).close();
    expect(await Namespace.list()).toContain(name);
  });

  test('and lives on through it when its maker is closed', async () => {
    const made = await unnamed();
    const fd = descriptor(`/proc/self/fd/${made[HANDLE].native.fd}`);
    await made.close();
    const found = await open({ fd });
    expect(found.id).toEqual(made.id);
    expect(await found.links.list()).toHaveLength(1);
  });
});

describe('what cannot be opened', () => {
  test('is a name, a path or a process that does not exist', async () => {
    const name = randomName();
    await expect(Namespace.open(name)).rejects.toMatchObject({
      code: 'ENOENT',
      message: `ENOENT: open /run/netns/${name}: no such file or directory`,
    });
    await expect(Namespace.open({ path: '/nowhere' })).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(Namespace.open({ pid: 2 ** 31 - 1 })).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('is a file that is no namespace', async () => {
    const path = plainFile();
    const error = { code: 'EINVAL', message: /not a network namespace/ };
    await expect(Namespace.open({ path })).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(Namespace.open({ path })).rejects.toThrow(error.message);
    await expect(Namespace.open({ fd: descriptor(path) })).rejects.toMatchObject({ code: 'EINVAL' });
  });

  test('is a name whose namespace has gone from under it', async () => {
    const name = nameForTest();
    writeFileSync(`/run/netns/${name}`, '');
    await expect(Namespace.open(name)).rejects.toMatchObject({ code: 'EINVAL' });
  });

  test('is a namespace of another type', async () => {
    await expect(Namespace.open({ path: '/proc/self/ns/mnt' })).rejects.toMatchObject({ code: 'EINVAL' });
  });

  test('is a descriptor that is not open', async () => {
    await expect(Namespace.open({ fd: 1_000_000 })).rejects.toMatchObject({ code: 'EBADF' });
  });

  const unclear: readonly (readonly [target: unknown, message: RegExp])[] = [
    [{}, /^target must be one of name, pid, path or fd, not /],
    [{ name: 'a', pid: 1 }, /^target must be one of name, pid, path or fd, not /],
    [{ inode: 1 }, /^Namespace\.open does not know the option inode$/],
    [{ pid: 0 }, /^pid must be a whole number from 1 to 2147483647, not 0$/],
    [{ fd: -1 }, /^fd must be a whole number from 0 to 2147483647, not -1$/],
    [{ path: 5 }, /^path must be a string, not 5$/],
    [undefined, /^Namespace\.open takes an object, not undefined$/],
    [5, /^Namespace\.open takes an object, not 5$/],
  ];

  test.each(unclear)('is %j', async (target, message) => {
    await expect(Namespace.open(target as string)).rejects.toThrow(message);
  });
});
