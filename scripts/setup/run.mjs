/** Child processes: run in the clone, and waited for even when we are told to stop. */

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import process, { env } from 'node:process';
import { fileURLToPath } from 'node:url';

/** The clone's top directory. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** The environment of every child: the clone's own tools come first. */
export const toolEnvironment = {
  ...env,
  PATH: [join(root, 'node_modules/.bin'), env.PATH].join(delimiter),
};

/** What ends a script with one sentence instead of a stack trace. */
export class SetupError extends Error {}

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv }} RunOptions */

/**
 * Resolves to a child's exit status, 128 + n for signal n as in sh. Until then signals do not end us, so that a
 * child can clean up: a terminal sends its Ctrl-C to both of us, and what comes to us alone is passed on.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function finished(child) {
  const wait = () => {};
  const passOn = () => void child.kill('SIGTERM');
  process.on('SIGINT', wait).on('SIGTERM', passOn);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new SetupError(error.message)));
    child.on('close', (status, signal) => {
      process.off('SIGINT', wait).off('SIGTERM', passOn);
      resolve(status ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * Runs a command with our own stdin, stdout and stderr.
 * @param {readonly string[]} words
 * @param {RunOptions} [options]
 */
export function run([command = '', ...words], options) {
  return finished(spawn(command, words, { cwd: root, env: toolEnvironment, ...options, stdio: 'inherit' }));
}

/**
 * Runs a command without input and keeps what it prints.
 * @param {readonly string[]} words
 * @param {RunOptions} [options]
 */
export async function capture([command = '', ...words], options) {
  const stdio = /** @type {const} */ (['ignore', 'pipe', 'pipe']);
  const child = spawn(command, words, { cwd: root, env: toolEnvironment, ...options, stdio: [...stdio] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text;
    });
  }
  return { status: await finished(child), output };
}

/**
 * Runs a command that is expected to succeed; returns what it printed, or throws a SetupError that says it all.
 * @param {readonly string[]} words
 * @param {RunOptions} [options]
 */
export async function runQuietly(words, options) {
  const { status, output } = await capture(words, options);
  if (status !== 0) throw new SetupError(`${output.trimEnd()}\n${words.join(' ')}: exit status ${status}`);
  return output;
}
