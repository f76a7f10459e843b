/**
 * Checks that pkg-config finds libmnl and libnftnl, new enough, and prints what the compiler or the linker
 * needs to know of them; otherwise ends with one sentence that says which package to install.
 *
 *     node scripts/check-libraries.mjs --cflags | --libs
 *
 * binding.gyp asks this instead of pkg-config, so that a missing library is not reported as a failing gyp file.
 */

import { spawnSync } from 'node:child_process';
import { argv, env, exit, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { installCommands } from './package-managers.mjs';

/** @typedef {{ library: 'libmnl' | 'libnftnl', minimum: string, found: string | undefined }} LibraryProblem */

/** The oldest version of each library that has every function and attribute the addon uses. */
const minimumVersions = Object.freeze({ libmnl: '1.0.4', libnftnl: '1.2.1' });

/** @param {string[]} words */
function pkgConfig(...words) {
  const {
    error,
    status,
    stdout: output,
  } = spawnSync(env.PKG_CONFIG ?? 'pkg-config', words, { encoding: 'utf8' });
  return error || status !== 0 ? undefined : output.trim();
}

/** The libraries that are missing or too old. @returns {LibraryProblem[]} */
export function libraryProblems() {
  return /** @type {('libmnl' | 'libnftnl')[]} */ (Object.keys(minimumVersions))
    .map((library) => ({ library, minimum: minimumVersions[library] }))
    .filter(({ library, minimum }) => pkgConfig(`--atleast-version=${minimum}`, library) === undefined)
    .map((problem) => ({ ...problem, found: pkgConfig('--modversion', problem.library) }));
}

/** @param {LibraryProblem} problem */
export function describeProblem({ library, minimum, found }) {
  return `${library} ${minimum} or later with its headers (found ${found ? `version ${found}` : 'none'})`;
}

/** @param {string} kind '--cflags' or '--libs' */
function main(kind) {
  if (pkgConfig('--version') === undefined) return fail('pkg-config', ['pkg-config']);
  const problems = libraryProblems();
  if (problems.length > 0)
    return fail(
      problems.map(describeProblem).join(' and '),
      problems.map(({ library }) => library),
    );
  stdout.write(`${pkgConfig(kind, ...Object.keys(minimumVersions))}\n`);
}

/**
 * @param {string} what
 * @param {import('./package-managers.mjs').Requirement[]} requirements
 */
function fail(what, requirements) {
  const command = installCommands(requirements)?.at(-1)?.join(' ');
  stderr.write(`netloom: building the addon needs ${what}${command ? `: ${command}` : ''}\n`);
  exit(1);
}

if (argv[1] === fileURLToPath(import.meta.url)) main(argv[2] ?? '--libs');
