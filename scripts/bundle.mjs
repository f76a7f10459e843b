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
 * @returns {Promise<readonly string[]>} the names that it exports
 */
async function bundle(input, output) {
  const build = await rolldown({
    input: join(root, 'src', input),
    platform: 'node',
    external: ['bindings'],
    logLevel: 'warn',
  });
  const { output: chunks } = await build.write(output);
  return chunks[0].exports;
}

const names = await bundle('index.ts', {
  file: join(dist, 'netloom.cjs'),
  format: 'cjs',
  dynamicImportInCjs: false,
});
await bundle('start/run_cached.ts', { file: join(dist, 'run_cached.js'), format: 'esm' });
writeFileSync(
  join(dist, 'index.js'),
  `import { fileURLToPath } from 'node:url';
import { runCached } from './run_cached.js';

export const { ${names.join(', ')} } = runCached(
  fileURLToPath(new URL('netloom.cjs', import.meta.url)),
).exports;
`,
);
