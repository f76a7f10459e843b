/**
 * `sudo npm run test:kernels`: the suites that meet the kernel, on Debian's own kernels under emulation. They have
 * what the running kernel may lack, and are as old and as new as kernels come.
 *
 *     npm run test:kernels -- [--kernels 5.10,6.1,6.12,newest] [--minutes N] [vitest's words]
 *
 * Ends with a table: kernel, passed, failed, skipped; why tests were skipped or failed stands in the logs that it
 * names.
 */

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, pid, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { debianKernel, RELEASES } from './kernels/debian.mjs';
import { runInGuest } from './kernels/guest.mjs';
import { isInstalled } from './package-managers.mjs';
import { SetupError } from './setup/run.mjs';
import { main } from './setup/session.mjs';
import { setUp } from './setup/steps.mjs';

/** What this needs beyond the build, by Debian's name for it. */
const PROGRAMS = {
  'qemu-system-x86_64': 'qemu-system-x86',
  busybox: 'busybox-static',
  cpio: 'cpio',
  depmod: 'kmod',
  xz: 'xz-utils',
};

const SUITES = ['test/kernel', 'test/oracle', 'test/corpus'];

await main('run test:kernels', async (session) => {
  session.requireRoot();
  const { values, positionals } = parseArgs({
    args: argv.slice(2),
    allowPositionals: true,
    options: {
      kernels: { type: 'string', default: '5.10,6.1,6.12,newest' },
      minutes: { type: 'string', default: '120' },
    },
  });
  const missing = Object.entries(PROGRAMS).filter(([program]) => !isInstalled(program));
  if (missing.length > 0) {
    const packages = missing.map(([, name]) => name).join(' ');
    throw new SetupError(`this needs more programs: apt-get install ${packages}`);
  }
  await setUp(session);

  let failed = 0;
  const rows = [];
  for (const name of values.kernels.split(',')) {
    const release = RELEASES[name];
    if (release === undefined)
      throw new SetupError(`--kernels ${name}: one of ${Object.keys(RELEASES).join(', ')}`);
    const kernel = await debianKernel(release, session.say);
    session.say(`Linux ${kernel.version} ...`);
    const start = performance.now();
    const share = join(tmpdir(), `netloom-kernel-${pid}-${name}`);
    const words = positionals.length > 0 ? positionals : SUITES;
    const { counts, log, console } = await runInGuest(kernel, words, share, Number(values.minutes));
    const took = `${((performance.now() - start) / 60_000).toFixed(1)} min`;
    if (counts === undefined) {
      stdout.write(`${console}\n${log}\n`);
      rows.push([kernel.version, '-', 'did not finish', '-', took, share]);
      failed += 1;
      continue;
    }
    stdout.write(log);
    rows.push([kernel.version, counts.passed, counts.failed, counts.skipped, took, `${share}/log`]);
    failed += counts.failed + (counts.passed === 0 ? 1 : 0);
  }
  const table = [['kernel', 'passed', 'failed', 'skipped', 'time', 'log'], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...table.map((row) => `${row[column]}`.length)));
  for (const row of table)
    stdout.write(
      `${row
        .map((cell, at) => `${cell}`.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  return failed === 0 ? 0 : 1;
});
