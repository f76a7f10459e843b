import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { SystemError } from '../../src/error/system_error.js';
import { Namespace } from '../../src/namespace/namespace.js';

/** Starts every name under /run/netns that this process makes, and no other's: tests run side by side. */
export const NAME_PREFIX = `netloom-test-${process.pid}-`;

export function randomName(): string {
  return `${NAME_PREFIX}${randomBytes(6).toString('hex')}`;
}

/** Has a handle closed when the test ends, however it ends. */
export function closedAfterTest(namespace: Namespace): Namespace {
  onTestFinished(() => namespace.close());
  return namespace;
}

/** A namespace without a name, for this test only. */
export async function unnamed(): Promise<Namespace> {
  return closedAfterTest(await Namespace.create());
}

/** A namespace with a name, for this test only. */
export async function named(name = randomName()): Promise<Namespace> {
  return closedAfterTest(await Namespace.create(name));
}

/** A name that is taken away after the test if it is still there then. */
export function nameForTest(): string {
  const name = randomName();
  onTestFinished(async () => {
    try {
      await Namespace.delete(name);
    } catch (error) {
      if (!(error instanceof SystemError && error.code === 'ENOENT')) throw error;
    }
  });
  return name;
}
