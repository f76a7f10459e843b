/**
 * Debian's own kernels of several releases, unpacked side by side. They come from the archive that this machine
 * itself uses, through a configuration of apt that leaves the machine's own alone.
 */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { aptSources } from '../fresh/base.mjs';
import { runQuietly, SetupError } from '../setup/run.mjs';

/**
 * @typedef {object} Kernel
 * @property {string} version as `uname -r` prints it
 * @property {string} image the file to boot
 * @property {string} tree what the package holds: boot/ and lib/modules/
 * @property {string} modules the folder of its modules
 */

/** What `--kernels` takes: each release's kernel by the version of its series. @type {Readonly<Record<string, string>>} */
export const RELEASES = { '5.10': 'bullseye', 6.1: 'bookworm', 6.12: 'trixie', newest: 'sid' };

const cache = join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'netloom', 'kernels');

/** apt-get's options for lists and downloads of our own. @param {string} release */
async function aptOptions(release) {
  const [{ site, component }, ...others] = await aptSources();
  const directory = join(cache, 'apt', release);
  for (const path of ['lists/partial', 'archives/partial'])
    mkdirSync(join(directory, path), { recursive: true });
  // The machine's own release has updates elsewhere, too.
  const own = others.filter((source) => source.release.startsWith(release));
  const sources = [{ site, release, component }, ...own].map(
    (each) => `deb ${Object.values(each).join(' ')}\n`,
  );
  writeFileSync(join(directory, 'sources.list'), [...new Set(sources)].join(''));
  return [
    ['Dir::Etc::sourcelist', join(directory, 'sources.list')],
    ['Dir::Etc::sourceparts', '/dev/null'],
    ['Dir::State::lists', join(directory, 'lists')],
    ['Dir::Cache', directory],
    ['Dir::State::status', '/dev/null'],
  ].flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** What a package depends on. @param {readonly string[]} options @param {string} name */
async function dependenciesOf(options, name) {
  const description = await runQuietly(['apt-cache', ...options, 'show', '--no-all-versions', name]);
  return description.match(/^Depends:.*/m)?.[0].match(/[a-z0-9][a-z0-9.+-]+/g) ?? [];
}

/**
 * The packages that the release's `linux-image-amd64` stands for; newer releases have the kernel and its modules in
 * packages of their own.
 * @param {readonly string[]} options
 * @returns {Promise<[image: string, ...parts: string[]]>}
 */
async function imagePackages(options) {
  const name = (await dependenciesOf(options, 'linux-image-amd64')).find((each) =>
    /^linux-image-[0-9].*-amd64$/.test(each),
  );
  if (name === undefined) throw new SetupError('linux-image-amd64 names no kernel');
  const parts = (await dependenciesOf(options, name)).filter((each) => /^linux-(binary|modules)-/.test(each));
  return [name, ...parts];
}

/** @param {string} tree @returns {Kernel} */
function describeTree(tree) {
  const modulesOf = ['lib/modules', 'usr/lib/modules'].map((path) => join(tree, path)).find(existsSync);
  const version = modulesOf && readdirSync(modulesOf)[0];
  if (!modulesOf || !version) throw new SetupError(`${tree} holds no kernel`);
  const modules = join(modulesOf, version);
  // Newer packages have it among the modules.
  const image = [join(tree, 'boot', `vmlinuz-${version}`), join(modules, 'vmlinuz')].find(existsSync);
  if (!image) throw new SetupError(`${tree} holds no kernel`);
  return { version, image, tree, modules };
}

/**
 * The kernel of a release, downloaded and unpacked where that has not been done.
 * @param {string} release such as `bookworm`
 * @param {(line: string) => void} say
 * @returns {Promise<Kernel>}
 */
export async function debianKernel(release, say) {
  const options = await aptOptions(release);
  await runQuietly(['apt-get', ...options, '-qq', 'update']);
  const [name, ...parts] = await imagePackages(options);
  const tree = join(cache, name);
  if (!existsSync(tree)) {
    say(`${name} (once: the result is kept in ${cache})`);
    const work = mkdtempSync(join(cache, 'new-'));
    try {
      await runQuietly(['apt-get', ...options, 'download', name, ...parts], { cwd: work });
      const unpacked = join(work, 'tree');
      for (const archive of readdirSync(work).filter((file) => file.endsWith('.deb')))
        await runQuietly(['dpkg-deb', '--extract', join(work, archive), unpacked]);
      const { version } = describeTree(unpacked);
      // depmod looks below lib/modules of the folder that it is given.
      const base = existsSync(join(unpacked, 'lib/modules')) ? unpacked : join(unpacked, 'usr');
      await runQuietly(['depmod', '--basedir', base, version]);
      renameSync(unpacked, tree);
    } finally {
      rmSync(work, { recursive: true });
    }
  }
  return describeTree(tree);
}
