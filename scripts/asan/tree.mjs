/** A copy of the clone with an addon of its own, so that the sanitizer build never gets in the way of the real one. */

import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root, runQuietly, toolEnvironment } from '../setup/run.mjs';

export const tree = join(root, 'build/sanitized');

const copied = [
  'native',
  'src',
  'test',
  'examples',
  'scripts',
  'dist',
  'binding.gyp',
  'package.json',
  'vitest.config.ts',
];

const flags = '-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -g -O1';

/** Brings the copy up to date and builds its addon; node-gyp takes the flags from the environment. */
export async function buildSanitized() {
  mkdirSync(tree, { recursive: true });
  for (const name of copied) {
    rmSync(join(tree, name), { recursive: true, force: true });
    // With their times, by which make knows what to compile again.
    cpSync(join(root, name), join(tree, name), { recursive: true, preserveTimestamps: true });
  }
  const modules = join(tree, 'node_modules');
  if (!existsSync(modules)) symlinkSync('../../node_modules', modules);
  await runQuietly(['node', 'scripts/node-gyp.mjs', 'configure', 'build', '--jobs=max'], {
    cwd: tree,
    env: { ...toolEnvironment, CXX: 'g++', CXXFLAGS: flags, LDFLAGS: '-fsanitize=address,undefined' },
  });
}
