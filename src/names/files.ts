import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where iproute2 keeps its names; what stands in a later one goes before. */
const FOLDERS = ['/usr/share/iproute2', '/etc/iproute2'];

/** Names from a file of iproute2's, such as rt_tables, and from the `*.conf` in the folder beside it, rt_tables.d. */
export async function readNameFiles(
  file: string,
  folders: readonly string[] = FOLDERS,
): Promise<Map<string, number>> {
  const texts = await Promise.all(folders.map((folder) => readAll(join(folder, file))));
  return new Map(texts.flat().flatMap(parseNames));
}

async function readAll(path: string): Promise<string[]> {
  const folder = `${path}.d`;
  const more = await readdir(folder).catch(() => []);
  const paths = [path, ...more.filter((name) => name.endsWith('.conf')).map((name) => join(folder, name))];
  return Promise.all(paths.map((each) => readFile(each, 'utf8').catch(() => '')));
}

/** `100 blue`, `0x10 name`: a number, then its name; what follows a # does not count. */
export function parseNames(text: string): [name: string, number: number][] {
  return text.split('\n').flatMap((line) => {
    const [number, name] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/);
    if (number === undefined || name === undefined || !/^(0x[0-9a-f]+|\d+)$/i.test(number)) return [];
    return [[name, Number(number)]];
  });
}
