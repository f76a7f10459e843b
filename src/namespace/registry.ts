import { readdir } from 'node:fs/promises';
import { SystemError } from '../error/system_error.js';
import { coalesce } from '../handle/coalesce.js';
import type { NameToDelete, NativeNamespace } from '../native/addon.js';
import { addon } from '../native/load.js';
import { NAMESPACE_DIRECTORY } from './name.js';

/** Makes a namespace, bound under /run/netns if it has a name. Those of one tick are made together. */
export const createNative = coalesce<string | null, NativeNamespace>((names) =>
  addon.createNamespaces(names),
);

/** Takes a name away. */
export const deleteName = coalesce<NameToDelete, undefined>((names) => addon.deleteNamespaceNames(names));

/** The names under /run/netns. */
export async function listNames(): Promise<string[]> {
  try {
    return (await readdir(NAMESPACE_DIRECTORY)).sort();
  } catch (error) {
    const { code, errno = 0 } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return []; // nobody has made one since the machine started
    throw new SystemError(-errno, 'readdir', NAMESPACE_DIRECTORY);
  }
}
