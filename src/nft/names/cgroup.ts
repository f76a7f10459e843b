import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';

function inodeOf(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}

/** The kernel's number for a control group (version 2): the inode of its folder. */
export function controlGroupId(path: string): bigint | undefined {
  try {
    return inodeOf(join(ROOT, path));
  } catch {
    return undefined;
  }
}

/** The path of a control group below the root of them all, which has to be searched for. */
export function controlGroupPath(id: bigint, folder = ''): string | undefined {
  for (const name of foldersIn(folder)) {
    const path = join(folder, name);
    if (controlGroupId(path) === id) return path;
    const below = controlGroupPath(id, path);
    if (below !== undefined) return below;
  }
  return undefined;
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch {
    return [];
  }
}
