/**
 * Runs node-gyp with Node's own headers where they lie beside the node binary, as every official build of Node
 * has them, instead of letting node-gyp download them.
 *
 *     node scripts/node-gyp.mjs rebuild
 *
 * node-gyp itself is the one that npm, pnpm or Yarn puts on PATH for install scripts (in a clone, the version in
 * devDependencies), so a consumer does not install a second one.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, env, execPath, exit, stderr, versions } from 'node:process';

/** The prefix of this node if the headers under it are of this very version. */
function ownHeaders() {
  const prefix = dirname(dirname(execPath));
  try {
    const header = readFileSync(join(prefix, 'include/node/node_version.h'), 'utf8');
    const version = ['MAJOR', 'MINOR', 'PATCH'].map(
      (part) => header.match(new RegExp(`#define NODE_${part}_VERSION (\\d+)`))?.[1],
    );
    return version.join('.') === versions.node ? prefix : undefined;
  } catch {
    return undefined;
  }
}

const prefix = env.npm_config_nodedir ? undefined : ownHeaders();
const words = prefix ? [...argv.slice(2), `--nodedir=${prefix}`] : argv.slice(2);
const { error, status } = spawnSync('node-gyp', words, { stdio: 'inherit' });
if (error)
  stderr.write(`netloom: cannot run node-gyp (${error.message}); install through npm, pnpm or Yarn\n`);
exit(status ?? 1);
