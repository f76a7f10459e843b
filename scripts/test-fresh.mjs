/**
 * `sudo npm run test:fresh`: proves on a fresh Debian, with nothing but git and Node, that what the README says of
 * a clone is so, and that the Dockerfile's steps work. The clone is of the last commit.
 */

import { stdout } from 'node:process';
import { debianBase } from './fresh/base.mjs';
import { runDockerfile } from './fresh/dockerfile.mjs';
import { createRoot } from './fresh/root.mjs';
import { runQuietly, SetupError } from './setup/run.mjs';
import { main } from './setup/session.mjs';

/** @typedef {import('./fresh/root.mjs').FreshRoot} FreshRoot */
/** @typedef {{ status: number, output: string }} Outcome */

const directory = '/srv/net loom';
const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'env', 'HOME=/tmp'];

/**
 * @typedef {object} Proof
 * @property {string} what
 * @property {(root: FreshRoot, say: (line: string) => void) => Promise<Outcome>} act
 * @property {(outcome: Outcome, seconds: number) => boolean} holds
 */

const succeeds = (/** @type {Outcome} */ { status }) => status === 0;

/** In this order: each finds the machine as the one before left it. @type {Proof[]} */
const readmeProofs = [
  {
    what: 'the machine has git and Node, and nothing that the build needs',
    act: (root) =>
      root.run('/', [
        'sh',
        '-c',
        'git --version && node --version && ! command -v g++ make python3 pkg-config nft',
      ]),
    holds: succeeds,
  },
  {
    what: 'git clone',
    act: (root) => root.clone(directory),
    holds: succeeds,
  },
  {
    what: 'npm run demo without root says which command to run',
    act: (root) => root.run(directory, [...nobody, 'npm', 'run', 'demo']),
    holds: ({ status, output }) => status !== 0 && output.includes("run: su -c 'npm run demo'"),
  },
  {
    what: 'npm run demo',
    act: (root) => root.run(directory, ['npm', 'run', 'demo']),
    holds: succeeds,
  },
  {
    what: 'the set-up, again: nothing to do, in under two seconds',
    act: (root) => root.run(directory, ['npm', 'run', 'build']),
    holds: ({ status, output }, seconds) => status === 0 && !output.includes('netloom:') && seconds < 2,
  },
  {
    what: 'npm run demo, again',
    act: (root) => root.run(directory, ['npm', 'run', 'demo']),
    holds: succeeds,
  },
  {
    what: 'npm test',
    act: (root) => root.run(directory, ['npm', 'test']),
    holds: succeeds,
  },
];

/** @type {Proof[]} */
const dockerProofs = [{ what: 'the Dockerfile', act: runDockerfile, holds: succeeds }];

/**
 * @param {Proof} proof
 * @param {FreshRoot} root
 * @param {(line: string) => void} say
 */
async function prove({ what, act, holds }, root, say) {
  say(`${what} ...`);
  const start = performance.now();
  const outcome = await act(root, say);
  const seconds = (performance.now() - start) / 1000;
  if (!holds(outcome, seconds)) throw new SetupError(`${outcome.output}\nNOT PROVEN: ${what}`);
  stdout.write(
    `proven in ${seconds.toFixed(1)} s: ${what} (${outcome.output.trimEnd().split('\n').at(-1)})\n`,
  );
}

await main('run test:fresh', async ({ say, requireRoot }) => {
  requireRoot();
  if (await runQuietly(['git', 'status', '--porcelain']))
    say('what is not committed is not part of this proof');
  const base = await debianBase(say);
  for (const proofs of [readmeProofs, dockerProofs]) {
    const root = await createRoot(base);
    try {
      for (const proof of proofs) await prove(proof, root, say);
    } finally {
      await root.remove();
    }
  }
  return 0;
});
