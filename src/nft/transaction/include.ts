import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Includes, SourceText } from '../compile.js';
import { glob, hasWildcard } from './glob.js';

/** Where `include "name"` looks for files, as nft does by default. */
export const INCLUDE_PATH: readonly string[] = ['/etc'];

/** What can stand between `include` and the name. */
const NAME = /(?:[ \t]|\\\n)*"([^"\n]*)"/y;

/** The names behind each `include` that begins a statement; what only looks like one costs a needless look at a file. */
function* includedIn(text: string): Generator<string, void> {
  const word = 'include';
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    let before = at - 1;
    while (text[before] === ' ' || text[before] === '\t') before--;
    NAME.lastIndex = at + word.length;
    const name = before < 0 || '\n;{}'.includes(text.charAt(before)) ? NAME.exec(text)?.[1] : undefined;
    if (name !== undefined) yield name;
  }
}

type Included = ReturnType<Includes>;

/** Reads the files that a text includes, and those that they include. A file that cannot be read is reported where it is included. */
export async function readIncludes(source: SourceText, path: readonly string[]): Promise<Includes> {
  const found = new Map<string, Included>();
  const files = new Map<string, Promise<SourceText | { readonly reason: string }>>();
  const read = (filename: string) => {
    const file = files.get(filename) ?? readSource(filename);
    files.set(filename, file);
    return file;
  };
  for (let texts = [source.text]; texts.length > 0; ) {
    const patterns = new Set(texts.flatMap((text) => [...includedIn(text)]));
    const fresh = [...patterns].filter((pattern) => !found.has(pattern));
    texts = [];
    for (const pattern of fresh) {
      const included = await include(pattern, path, read);
      found.set(pattern, included);
      if (!('reason' in included)) texts.push(...included.map(({ text }) => text));
    }
  }
  return (pattern) =>
    found.get(pattern) ?? { reason: 'this file is not known: let "include" begin a statement' };
}

async function include(
  pattern: string,
  path: readonly string[],
  read: (filename: string) => Promise<SourceText | { readonly reason: string }>,
): Promise<Included> {
  const names = await find(pattern, path);
  if (names.length === 0 && !hasWildcard(pattern)) {
    const where = isPath(pattern) ? '' : ` in ${path.join(', ') || 'the include path, which is empty'}`;
    return { reason: `there is no file "${pattern}"${where}` };
  }
  const files: SourceText[] = [];
  for (const file of await Promise.all(names.map(read))) {
    if ('reason' in file) return file;
    files.push(file);
  }
  return files;
}

/** A name by itself is looked for in the include path; with wildcards, in all of it. */
async function find(pattern: string, path: readonly string[]): Promise<readonly string[]> {
  if (isPath(pattern)) return glob(pattern);
  const names: string[] = [];
  for (const folder of path) {
    names.push(...(await glob(join(folder, pattern))));
    if (names.length > 0 && !hasWildcard(pattern)) break;
  }
  return names;
}

function isPath(pattern: string): boolean {
  return /^(\/|\.\.?\/)/.test(pattern);
}

/** Only what has an end: a pipe or a device might have none. */
async function readSource(filename: string): Promise<SourceText | { readonly reason: string }> {
  try {
    if (!(await stat(filename)).isFile()) return { reason: `"${filename}" is no regular file` };
    return { text: await readFile(filename, 'utf8'), filename };
  } catch (error) {
    return { reason: `"${filename}" cannot be read: ${(error as Error).message}` };
  }
}
