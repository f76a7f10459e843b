/** Root and the user behind it: how to become one, and giving the other what was made in the clone. */

import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execPath, getuid } from 'node:process';
import { isInstalled } from '../package-managers.mjs';
import { root, runQuietly } from './run.mjs';

/** Where sudo, as distributions configure it, looks for programs whatever the user's PATH says. */
const sudoPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The command line that runs an npm script as root on this machine. @param {string} npmScript */
export function asRoot(npmScript) {
  if (!isInstalled('sudo')) return `su -c 'npm ${npmScript}'`;
  const needsPath = !sudoPath.includes(dirname(execPath));
  return needsPath ? `sudo env "PATH=$PATH" npm ${npmScript}` : `sudo npm ${npmScript}`;
}

/**
 * Gives `path` to the owner of the clone when root made it, so that the same scripts work without sudo later.
 * @param {string} path
 */
export async function handToOwner(path) {
  const { uid, gid } = statSync(root);
  if (getuid?.() !== 0 || uid === 0) return;
  await runQuietly(['chown', '--no-dereference', '--recursive', `${uid}:${gid}`, join(root, path)]);
}
