/**
 * Stamps: a step leaves, inside what it made, a digest of everything it was made from. As long as the digest is
 * the same the step has nothing to do; whoever deletes the output deletes the stamp with it.
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

const stampName = '.stamp';

/** The files at or below `path`, in an order that does not depend on the file system. @param {string} path */
function filesBelow(path) {
  const entries = readdirSync(join(root, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/**
 * Digest of the contents of `inputs`, files or (with a final slash) directories, and of `facts` beside them.
 * @param {readonly string[]} inputs
 * @param {readonly string[]} facts
 */
export function digest(inputs, facts) {
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const file of inputs.flatMap((input) =>
    input.endsWith('/') ? filesBelow(input) : join(root, input),
  )) {
    const content = readFileSync(file);
    hash.update(JSON.stringify([file.slice(root.length), content.length])).update(content);
  }
  return hash.digest('hex');
}

/** The digest that `output` was made from, if it was. @param {string} output */
export function readStamp(output) {
  try {
    return readFileSync(join(root, output, stampName), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * @param {string} output
 * @param {string} value
 */
export function writeStamp(output, value) {
  writeFileSync(join(root, output, stampName), value);
}
