/**
 * Makes dist/ run: the library as one file (a program that builds a lab and exits would spend most of its time on
 * opening hundreds), and an entry that runs it with cached code.
 *
 *     node scripts/bundle.mjs
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/**
 * @param {string} input
 * @param {import('rolldown').OutputOptions} output
 */
async function bundle(input, output) {
  const build = await rolldown({
    input: join(root, 'src', input),
    platform: 'node',
    external: ['bindings'],
    logLevel: 'warn',
  });
  const { output: chunks } = await build.generate({ ...output, comments: false });
  return chunks[0];
}

const library = await bundle('index.ts', { format: 'cjs', dynamicImportInCjs: false });
if (/[^\0-\x7f]/.test(library.code))
  throw new Error('the bundle is read as ASCII: write "\\u2026" for the rest');
writeFileSync(join(dist, 'netloom.cjs'), `(function (exports, require, __filename) {${library.code}})`);

const start = await bundle('start/run_cached.ts', { format: 'esm' });
writeFileSync(join(dist, 'run_cached.js'), start.code);

writeFileSync(
  join(dist, 'index.js'),
  `import { fileURLToPath } from 'node:url';
import { runCached } from './run_cached.js';

export const { ${library.exports.join(', ')} } = runCached(
  fileURLToPath(new URL('netloom.cjs', import.meta.url)),
).exports;
`,
);
