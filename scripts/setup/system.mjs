/** The system packages that building the addon needs: which are missing, and their installation. */

import { spawnSync } from 'node:child_process';
import { env, getuid } from 'node:process';
import { describeProblem, libraryProblems } from '../check-libraries.mjs';
import { installCommands, isInstalled } from '../package-managers.mjs';
import { asRoot } from './privilege.mjs';
import { runQuietly, SetupError, toolEnvironment } from './run.mjs';

/** @typedef {import('../package-managers.mjs').Requirement} Requirement */
/** @typedef {{ requirement: Requirement, what: string }} Missing */

/** Asks the compiler itself, since what counts is the language and the headers, not a version number. */
function compilesCxx20() {
  const source = '#include <concepts>\n#include <span>\n#include <linux/netlink.h>\n';
  const words = ['-std=c++20', '-fsyntax-only', '-x', 'c++', '-'];
  return spawnSync(env.CXX ?? 'g++', words, { input: source }).status === 0;
}

/** Python 3.8 is the oldest that the gyp inside node-gyp runs on. */
function runsPython() {
  return (
    spawnSync(env.PYTHON ?? 'python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0
  );
}

/** @returns {Missing[]} */
function missingTools() {
  /** @type {(Missing & { found: () => boolean })[]} */
  const tools = [
    { requirement: 'compiler', what: 'a C++20 compiler (g++ 10 or later)', found: compilesCxx20 },
    { requirement: 'make', what: 'make', found: () => isInstalled('make') },
    { requirement: 'python', what: 'python3 3.8 or later', found: runsPython },
    {
      requirement: 'pkg-config',
      what: 'pkg-config',
      found: () => isInstalled(env.PKG_CONFIG ?? 'pkg-config'),
    },
  ];
  return tools.filter((tool) => !tool.found());
}

/** @returns {Missing[]} */
function missingLibraries() {
  return libraryProblems().map((problem) => ({
    requirement: problem.library,
    what: describeProblem(problem),
  }));
}

function missingPackages() {
  return [...missingTools(), ...missingLibraries()];
}

/** @param {readonly Missing[]} missing */
function describe(missing) {
  return missing.map(({ what }) => what).join(', ');
}

/**
 * Installs what is missing, saying what that is; without root, says which command to run instead.
 * @param {import('./session.mjs').Session} session
 */
export async function installSystemPackages({ say, npmScript }) {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const list = describe(missing);
  const commands = installCommands(missing.map(({ requirement }) => requirement));
  if (!commands)
    throw new SetupError(`missing: ${list}; no package manager known here, so install them by hand`);
  if (getuid?.() !== 0) throw new SetupError(`missing: ${list}; to install them, run: ${asRoot(npmScript)}`);
  say(`missing: ${list}`);
  for (const command of commands) {
    say(command.join(' '));
    await runQuietly(command, { env: { ...toolEnvironment, DEBIAN_FRONTEND: 'noninteractive' } });
  }
  const remaining = missingPackages();
  if (remaining.length > 0) throw new SetupError(`this distribution's packages lack: ${describe(remaining)}`);
}
