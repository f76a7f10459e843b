import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { Namespace } from '../../src/namespace/namespace.js';
import { leavesNothingBehind, mountedNames } from '../support/leaks.js';
import { closedAfterTest, named, nameForTest, randomName, unnamed } from '../support/namespaces.js';
import { needs } from '../support/needs.js';

needs('root');
leavesNothingBehind();

describe('an unnamed namespace', () => {
  test('is a namespace of its own, with nothing but a loopback link that is down', async () => {
    const [one, other] = await Promise.all([unnamed(), unnamed()]);
    const current = closedAfterTest(await Namespace.current());
    expect(new Set([one.id.inode, other.id.inode, current.id.inode]).size).toBe(3);
    expect(one.name).toBeUndefined();
    expect(await one.links.list()).toMatchObject([{ index: 1, name: 'lo', up: false }]);
    expect(await one.addresses.list()).toEqual([]);
  });

  test('leaves the program where it was', async () => {
    const before = statSync('/proc/thread-self/ns/net').ino;
    await unnamed();
    expect(statSync('/proc/thread-self/ns/net').ino).toBe(before);
    expect(closedAfterTest(await Namespace.current()).id.inode).toBe(before);
  });
});

describe('a named namespace', () => {
  test('is listed and mounted under its name, and both end with its handle', async () => {
    const name = randomName();
    const namespace = await named(name);
    expect(namespace.name).toBe(name);
    expect(await Namespace.list()).toContain(name);
    expect(mountedNames()).toContain(name);
    expect(statSync(`/run/netns/${name}`).ino).toBe(namespace.id.inode);
    await namespace.close();
    expect(await Namespace.list()).not.toContain(name);
    expect(mountedNames()).not.toContain(name);
  });

  test('lies on a shared mount, so that other mount namespaces see it', async () => {
    await named();
    const mounts = await readFile('/proc/self/mountinfo', 'utf8');
    const line = mounts.split('\n').find((mount) => mount.split(' ')[4] === '/run/netns');
    expect(line).toMatch(/ shared:\d+ /);
  });

  test('outlives its handle if it is to persist', async () => {
    const name = nameForTest();
    const namespace = closedAfterTest(await Namespace.create(name, { persist: true }));
    const { id } = namespace;
    await namespace.close();
    expect(await Namespace.list()).toContain(name);
    const again = closedAfterTest(await Namespace.open(name));
    expect(again.id).toEqual(id);
  });

  test('is deleted by name, while a handle keeps the namespace itself', async () => {
    const name = randomName();
    const namespace = await named(name);
    await Namespace.delete(name);
    expect(await Namespace.list()).not.toContain(name);
    expect(await namespace.links.list()).toHaveLength(1);
  });

  test('may be made again after somebody else deleted it, and each handle minds its own', async () => {
    const name = randomName();
    const first = await named(name);
    await Namespace.delete(name);
    const second = await named(name);
    expect(second.isSame(first)).toBe(false);
    expect(await Namespace.list()).toContain(name);
    await first.close();
    expect(await Namespace.list()).toContain(name);
    await second.close();
    expect(await Namespace.list()).not.toContain(name);
  });
});

describe('a name that is taken', () => {
  test('is refused, and the namespace that has it is left alone', async () => {
    const name = randomName();
    const namespace = await named(name);
    await namespace.links.set('lo', { up: true });
    await expect(Namespace.create(name)).rejects.toMatchObject({
      name: 'SystemError',
      code: 'EEXIST',
      message: `EEXIST: open /run/netns/${name}: file already exists`,
    });
    const again = closedAfterTest(await Namespace.open(name));
    expect(again.isSame(namespace)).toBe(true);
    expect(await again.links.get('lo')).toMatchObject({ up: true });
  });

  test('goes to the first of several that want it in one tick', async () => {
    const name = nameForTest();
    const outcomes = await Promise.allSettled([Namespace.create(name), Namespace.create(name), unnamed()]);
    for (const outcome of outcomes) if (outcome.status === 'fulfilled') closedAfterTest(outcome.value);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'EEXIST' } },
      { status: 'fulfilled' },
    ]);
  });
});

describe('what is refused before anything is made', () => {
  test.each(['', '.', '..', 'a/b', 'a\0', 'a'.repeat(256)])('a name like %j', async (name) => {
    await expect(Namespace.create(name)).rejects.toThrow(/^name must be /);
    await expect(Namespace.open(name)).rejects.toThrow(/^name must be /);
    await expect(Namespace.delete(name)).rejects.toThrow(/^name must be /);
  });

  test('persistence without a name', async () => {
    const error = new TypeError('a namespace can only persist with a name');
    await expect(Namespace.create(undefined, { persist: true })).rejects.toThrow(error);
  });

  test('options that do not exist', async () => {
    const options = { colour: 'red' } as never;
    await expect(Namespace.create(undefined, options)).rejects.toThrow(
      new TypeError('Namespace.create does not know the option colour'),
    );
  });
});

test('deleting a name that is not there is ENOENT', async () => {
  const name = randomName();
  await expect(Namespace.delete(name)).rejects.toMatchObject({
    code: 'ENOENT',
    operation: 'umount2',
    subject: `/run/netns/${name}`,
  });
});
