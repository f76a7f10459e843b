/** Runs in the guest: the tests named in the share, and what came of them. */

import { readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { exit } from 'node:process';
import { runSuite } from '../test/suite.mjs';

const share = '/run/out';
const words = /** @type {string[]} */ (JSON.parse(readFileSync(`${share}/words`, 'utf8')));

// Emulation is some ten times slower than the machine: what waits for a kernel waits longer, and files share what
// they import, which would take half the time if each read it anew.
const counts = await runSuite([
  ...words,
  '--testTimeout=300000',
  '--hookTimeout=300000',
  '--maxWorkers=2',
  '--isolate=false',
]);
writeFileSync(`${share}/counts.json`, JSON.stringify({ ...counts, release: release() }));
exit(0);
