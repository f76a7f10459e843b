/** A fresh machine, as far as a program in it can tell: a Debian root with nothing but git and Node. */

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, execPath } from 'node:process';
import { capture, root as clone, runQuietly, SetupError } from '../setup/run.mjs';
import { aptSources } from './base.mjs';

/**
 * Enters a root in mount and process namespaces of its own, so that nothing stays mounted or running, whatever
 * happens. The root is made a mount point, which "/" is on every machine, and "ip netns exec" counts on it.
 * $1 is the root, $2 the working directory in it, the rest the environment and the command.
 */
const enterScript = `
  set -e; root=$1 directory=$2; shift 2
  mount --bind "$root" "$root"
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys"
  mount --rbind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/run"
  exec chroot "$root" env --ignore-environment --chdir="$directory" "$@"`;
const enter = ['unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', enterScript, 'enter'];

/** This very Node with its headers and npm, as unpacking Node's archive in /usr/local leaves them. @param {string} path */
function installNode(path) {
  const prefix = join(path, 'usr/local');
  // Set by npm, which is how these scripts are run.
  const npm = dirname(dirname(env.npm_execpath ?? ''));
  if (!existsSync(join(npm, 'bin/npm-cli.js'))) throw new SetupError('run this as: npm run test:fresh');
  cpSync(execPath, join(prefix, 'bin/node'));
  const headers = join(dirname(dirname(execPath)), 'include/node');
  if (existsSync(headers)) cpSync(headers, join(prefix, 'include/node'), { recursive: true });
  cpSync(npm, join(prefix, 'lib/node_modules/npm'), { recursive: true });
  for (const name of ['npm', 'npx']) {
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(prefix, 'bin', name));
  }
}

/**
 * How the network is reached is this machine's affair, and goes with us: resolver, certificates, apt's mirrors and
 * npm's registry, but no credentials.
 * @param {string} path
 */
async function carryNetworkSettings(path) {
  for (const file of ['/etc/resolv.conf', '/etc/hosts', '/etc/ssl/certs/ca-certificates.crt']) {
    if (existsSync(file)) cpSync(file, join(path, file), { dereference: true });
  }
  const sources = (await aptSources()).map((source) => `deb ${Object.values(source).join(' ')}\n`);
  writeFileSync(join(path, 'etc/apt/sources.list'), [...new Set(sources)].join(''));
  const aptSettings = (await runQuietly(['apt-config', 'dump'])).match(/^Acquire::.*$/gm) ?? [];
  writeFileSync(join(path, 'etc/apt/apt.conf.d/99network'), `${aptSettings.join('\n')}\n`);
  const npmKeys = ['registry', 'proxy', 'https-proxy', 'noproxy', 'cafile', 'strict-ssl'];
  const npmSettings = await runQuietly(['npm', 'config', 'get', '--loglevel=error', ...npmKeys]);
  const settings = npmSettings.split('\n').filter((line) => !/=(null|undefined|)$/.test(line));
  writeFileSync(join(path, 'root/.npmrc'), `${settings.join('\n')}\n`);
}

/** The variables of a command in the root: those of a plain login, and how to reach the network. */
function environment() {
  const network = Object.keys(env).filter((name) =>
    /^(https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i.test(name),
  );
  return [
    'HOME=/root',
    'LANG=C.UTF-8',
    'npm_config_update_notifier=false',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ...network.map((name) => `${name}=${env[name]}`),
  ];
}

/** @typedef {Awaited<ReturnType<typeof createRoot>>} FreshRoot */

/** @param {string} base tar file with the root file system */
export async function createRoot(base) {
  const path = mkdtempSync(join(tmpdir(), 'netloom-fresh-'));
  await runQuietly(['tar', '--extract', '--numeric-owner', '--file', base, '--directory', path]);
  installNode(path);
  await carryNetworkSettings(path);
  return {
    /**
     * Runs a command in the root and keeps what it prints.
     * @param {string} directory
     * @param {readonly string[]} words
     */
    run: (directory, words) => capture([...enter, path, directory, ...environment(), ...words]),

    /** Clones the checkout's last commit into a directory of the root. @param {string} directory */
    clone(directory) {
      mkdirSync(join(path, directory), { recursive: true });
      return capture(['git', 'clone', '--no-hardlinks', clone, join(path, directory)]);
    },

    /** @param {string} file */
    delete: (file) => rmSync(join(path, file), { recursive: true, force: true }),

    remove: () => runQuietly(['rm', '--recursive', '--force', '--one-file-system', path]),
  };
}
