import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const WILDCARD = /[*?[]/;

export function hasWildcard(pattern: string): boolean {
  return WILDCARD.test(pattern);
}

/** The files (not the folders) that a pattern of glob(7) stands for, in the order of their names; none if there are none. */
export async function glob(pattern: string): Promise<string[]> {
  const [first = '', ...parts] = pattern.split('/');
  let paths = pattern.startsWith('/') ? ['/'] : await matching('', first);
  for (const part of parts) {
    if (part !== '') paths = (await Promise.all(paths.map((path) => matching(path, part)))).flat();
  }
  const isFile = await Promise.all(paths.map(async (path) => (await kindOf(path)) === 'file'));
  return paths.filter((_, i) => isFile[i]);
}

/** What of a folder a part of a pattern stands for. */
async function matching(folder: string, part: string): Promise<string[]> {
  if (!hasWildcard(part)) {
    const path = join(folder, part);
    return (await kindOf(path)) === undefined ? [] : [part === '.' && folder === '' ? '.' : path];
  }
  const name = toRegExp(part);
  const names = await readdir(folder === '' ? '.' : folder).catch(() => []);
  // Names that begin with a dot want one in the pattern.
  const visible = names.filter((each) => !each.startsWith('.') || part.startsWith('.'));
  return visible
    .filter((each) => name.test(each))
    .sort()
    .map((each) => join(folder, each));
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  return found.isDirectory() ? 'folder' : 'file';
}

/** `*`, `?`, `[a-z]` and `[!a-z]`; a bracket that is never closed is one. */
function toRegExp(part: string): RegExp {
  const source = part.replace(
    /\[(!?)(\]?[^\]]*)\]|[*?]|[^*?[]+|\[/g,
    (token, not: string, characters: string) => {
      if (token === '*') return '.*';
      if (token === '?') return '.';
      if (characters === undefined) return token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      return `[${not === '' ? '' : '^'}${characters.replace(/[\\\]^]/g, '\\$&')}]`;
    },
  );
  return new RegExp(`^${source}$`, 's');
}
