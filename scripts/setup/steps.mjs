/** From a clone to a built library: the steps, what each is made from, and what it makes. */

import { arch, versions } from 'node:process';
import { handToOwner } from './privilege.mjs';
import { runQuietly } from './run.mjs';
import { digest, readStamp, writeStamp } from './stamp.mjs';
import { installSystemPackages } from './system.mjs';

/**
 * @typedef {object} Step
 * @property {string} what
 * @property {string} output directory that holds the result, and its stamp
 * @property {readonly string[]} inputs files, or directories with a final slash
 * @property {readonly string[]} facts what else the result depends on
 * @property {readonly (readonly string[])[]} commands
 */

/** @type {Record<'dependencies' | 'addon' | 'library', Step>} */
export const steps = {
  dependencies: {
    what: 'npm dependencies',
    output: 'node_modules',
    inputs: ['package-lock.json'],
    facts: [arch],
    // The only install script that matters is our own, and the next step does what it does.
    commands: [['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']],
  },
  addon: {
    what: 'native addon',
    output: 'build',
    inputs: ['native/', 'binding.gyp', 'scripts/check-libraries.mjs', 'package-lock.json'],
    facts: [arch, versions.modules],
    // Not `rebuild`: make knows which object files a change touches.
    commands: [['node', 'scripts/node-gyp.mjs', 'configure', 'build', '--jobs=max']],
  },
  library: {
    what: 'TypeScript',
    output: 'dist',
    inputs: [
      'src/',
      'scripts/bundle.mjs',
      'scripts/warm.mjs',
      'tsconfig.json',
      'tsconfig.build.json',
      'package-lock.json',
    ],
    facts: [arch, versions.v8],
    commands: [
      ['rm', '-rf', 'dist'],
      ['tsc', '--project', 'tsconfig.build.json'],
      ['node', 'scripts/bundle.mjs'],
      ['node', 'scripts/warm.mjs'],
    ],
  },
};

/**
 * Does the steps whose results are missing or out of date, and nothing else.
 * @param {import('./session.mjs').Session} session
 * @param {readonly Step[]} wanted in their order
 */
export async function setUp(session, wanted = Object.values(steps)) {
  const due = wanted
    .map((step) => ({ ...step, stamp: digest(step.inputs, step.facts) }))
    .filter(({ output, stamp }) => readStamp(output) !== stamp);
  if (due.some(({ output }) => output === steps.addon.output)) await installSystemPackages(session);
  for (const { what, output, commands, stamp } of due) {
    session.say(`${what} ...`);
    const start = performance.now();
    for (const command of commands) await runQuietly(command);
    writeStamp(output, stamp);
    await handToOwner(output);
    session.say(`${what}: ready in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
}
