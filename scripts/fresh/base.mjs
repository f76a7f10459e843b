/** A minimal Debian with git, made by debootstrap from the mirror that this machine itself uses, and kept. */

import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { arch, env } from 'node:process';
import { isInstalled } from '../package-managers.mjs';
import { runQuietly, SetupError } from '../setup/run.mjs';

/** @typedef {{ site: string, release: string, component: string }} Source a line of apt's sources */

/** Where this machine gets its packages; the first is the release itself, before its updates. */
export async function aptSources() {
  const format = '$(SITE) $(RELEASE) $(COMPONENT)';
  const lines = await runQuietly(['apt-get', 'indextargets', '--format', format, 'Created-By: Packages']);
  const sources = lines
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .map(([site = '', release = '', component = '']) => ({ site, release, component }));
  const [first] = sources;
  if (!first?.site)
    throw new SetupError('apt has no sources here, so there is no mirror to install Debian from');
  return /** @type {[Source, ...Source[]]} */ (sources);
}

/**
 * Path of a tar file with the root file system; delete it to have it made anew.
 * @param {(line: string) => void} say
 */
export async function debianBase(say) {
  if (!isInstalled('debootstrap'))
    throw new SetupError('this needs debootstrap: apt-get install debootstrap');
  const [{ site, release, component }] = await aptSources();
  const cache = join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'netloom');
  const tar = join(cache, `${release}-${arch}.tar`);
  if (existsSync(tar)) return tar;
  say(`debootstrap ${release} (once: the result is kept in ${cache})`);
  const work = mkdtempSync(join(tmpdir(), 'netloom-base-'));
  try {
    const directory = join(work, 'root');
    const options = ['--variant=minbase', '--include=git,ca-certificates', `--components=${component}`];
    await runQuietly(['debootstrap', ...options, release, directory, site]);
    mkdirSync(cache, { recursive: true });
    await runQuietly([
      'tar',
      '--create',
      '--numeric-owner',
      '--file',
      `${tar}.new`,
      '--directory',
      directory,
      '.',
    ]);
    renameSync(`${tar}.new`, tar);
  } finally {
    rmSync(work, { recursive: true });
  }
  return tar;
}
