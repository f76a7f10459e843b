/** The checks that need no kernel: types, style and format of TypeScript, JavaScript and C++. */

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, toolEnvironment } from './run.mjs';

/**
 * @typedef {object} Check
 * @property {string} what
 * @property {() => readonly (readonly string[])[]} commands all of them must succeed
 * @property {() => readonly (readonly string[])[]} [repairs] what mends that which can be mended mechanically
 * @property {() => string | undefined} [unavailable] why this machine cannot run it
 */

function cxxFiles() {
  return ['native', 'bench'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(cc|c|h)$/.test(name))
      .map((name) => join(folder, name)),
  );
}

/** @type {readonly Check[]} */
const checks = [
  {
    what: 'types',
    commands: () => [
      ['tsc', '--project', 'tsconfig.json'],
      ['tsc', '--project', 'scripts/tsconfig.json'],
    ],
  },
  {
    what: 'TypeScript and JavaScript style',
    commands: () => [['biome', 'check', '--error-on-warnings']],
    repairs: () => [['biome', 'check', '--write']],
  },
  {
    what: 'C++ format',
    commands: () => [['clang-format', '--dry-run', '-Werror', ...cxxFiles()]],
    repairs: () => [['clang-format', '-i', ...cxxFiles()]],
    // The npm package has no binary for musl, for one.
    unavailable() {
      const { status } = spawnSync('clang-format', ['--version'], { cwd: root, env: toolEnvironment });
      return status === 0 ? undefined : 'the clang-format in node_modules does not run on this machine';
    },
  },
];

/** Mends what can be mended. @returns {Promise<void>} */
export async function repair() {
  for (const command of checks.flatMap(({ repairs }) => repairs?.() ?? [])) await run(command);
}

/**
 * Runs every check, whatever the others find.
 * @param {(line: string) => void} say
 * @returns {Promise<string[]>} the checks that failed
 */
export async function lint(say) {
  const failed = [];
  for (const { what, commands, unavailable } of checks) {
    const reason = unavailable?.();
    if (reason) {
      say(`${what}: not checked, ${reason}`);
      continue;
    }
    let passed = true;
    for (const command of commands()) passed = (await run(command)) === 0 && passed;
    say(`${what}: ${passed ? 'passed' : 'FAILED'}`);
    if (!passed) failed.push(what);
  }
  return failed;
}
