import { SystemError } from '../../src/error/system_error.js';
import type { LinkOptions } from '../../src/link/kinds/index.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { LOWER } from './link_kinds.js';
import { unnamed } from './namespaces.js';

/** A namespace with a link to put others on. */
export async function withLower(): Promise<Namespace> {
  const namespace = await unnamed();
  // Older kernels give a veth one queue, unless they are told.
  const queues = { txQueues: 2, rxQueues: 2 };
  await namespace.links.add({
    kind: 'veth',
    name: LOWER,
    ...queues,
    up: true,
    peer: { name: 'lower1', up: true },
  });
  return namespace;
}

export type Skip = (condition: boolean, reason: string) => void;

/** Makes a link, or skips the test with the kernel's reason if it lacks the kind. */
export async function addOrSkip(namespace: Namespace, options: LinkOptions, skip: Skip): Promise<void> {
  try {
    await namespace.links.add(options);
  } catch (error) {
    const lacking = error instanceof SystemError && /needs CONFIG_/.test(error.message);
    if (!lacking) throw error;
    skip(true, error.message);
  }
}
