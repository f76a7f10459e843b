/** What every script here does around its own work: speak in one voice, and end with a sentence. */

import { exit, getuid, stderr } from 'node:process';
import { asRoot } from './privilege.mjs';
import { SetupError } from './run.mjs';

/**
 * @typedef {object} Session
 * @property {string} npmScript what the user asked of npm: 'run demo', 'test'
 * @property {(line: string) => void} say one line of progress, on stderr: stdout belongs to the demo and the tests
 * @property {() => void} requireRoot ends with the command to run instead, unless this is root
 */

/**
 * Runs `body` and exits with the status that it returns; a SetupError becomes one sentence and status 1.
 * @param {string} npmScript
 * @param {(session: Session) => Promise<number>} body
 */
export async function main(npmScript, body) {
  const say = (/** @type {string} */ line) => void stderr.write(`netloom: ${line}\n`);
  const requireRoot = () => {
    if (getuid?.() !== 0) throw new SetupError(`this needs root; run: ${asRoot(npmScript)}`);
  };
  try {
    exit(await body({ npmScript, say, requireRoot }));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    exit(1);
  }
}
