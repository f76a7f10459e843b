/**
 * `npm run docs`: the reference of every public name, from the docstrings, as docs/reference/. The generator has a
 * package of its own, because it cannot use the compiler that the library is built with.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, runQuietly } from './setup/run.mjs';
import { main } from './setup/session.mjs';
import { setUp, steps } from './setup/steps.mjs';

const generator = join(root, 'docs/generator');

await main('run docs', async (session) => {
  // The types of Node that the library's own refer to.
  await setUp(session, [steps.dependencies]);
  if (!existsSync(join(generator, 'node_modules'))) {
    session.say('the generator ...');
    await runQuietly(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: generator });
  }
  return run([join(generator, 'node_modules/.bin/typedoc')], { cwd: generator });
});
