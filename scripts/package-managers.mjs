/**
 * What each distribution calls the things that building the addon needs: one row a package manager.
 * The first manager found on the machine is used, so a row is all that a new distribution takes.
 */

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @typedef {'compiler' | 'make' | 'python' | 'pkg-config' | 'libmnl' | 'libnftnl'} Requirement */

/**
 * @typedef {object} PackageManager
 * @property {readonly string[]} [refresh] brings its package lists up to date, where that is a step of its own
 * @property {readonly string[]} install installs the packages named after it, without asking
 * @property {Readonly<Record<Requirement, readonly string[]>>} packages
 */

/** @type {Readonly<Record<string, PackageManager>>} */
export const packageManagers = {
  'apt-get': {
    refresh: ['update'],
    install: ['install', '--yes', '--no-install-recommends'],
    packages: {
      compiler: ['g++'],
      make: ['make'],
      python: ['python3'],
      'pkg-config': ['pkg-config'],
      libmnl: ['libmnl-dev'],
      libnftnl: ['libnftnl-dev'],
    },
  },
  dnf: {
    install: ['install', '--assumeyes'],
    packages: {
      compiler: ['gcc-c++'],
      make: ['make'],
      python: ['python3'],
      'pkg-config': ['pkgconf-pkg-config'],
      libmnl: ['libmnl-devel'],
      libnftnl: ['libnftnl-devel'],
    },
  },
  apk: {
    install: ['add', '--no-cache'],
    packages: {
      compiler: ['g++', 'linux-headers'],
      make: ['make'],
      python: ['python3'],
      'pkg-config': ['pkgconf'],
      libmnl: ['libmnl-dev'],
      libnftnl: ['libnftnl-dev'],
    },
  },
  pacman: {
    install: ['-S', '--needed', '--noconfirm'],
    packages: {
      compiler: ['gcc'],
      make: ['make'],
      python: ['python'],
      'pkg-config': ['pkgconf'],
      libmnl: ['libmnl'],
      libnftnl: ['libnftnl'],
    },
  },
};

/** Whether `command` is a program on PATH. @param {string} command */
export function isInstalled(command) {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The name of this machine's package manager, or undefined if it is none of the table. */
export function findPackageManager() {
  return Object.keys(packageManagers).find(isInstalled);
}

/**
 * The command lines that install `requirements`, as lists of words; undefined without a known package manager.
 * @param {readonly Requirement[]} requirements
 * @returns {string[][] | undefined}
 */
export function installCommands(requirements) {
  const name = findPackageManager();
  const manager = name && packageManagers[name];
  if (!name || !manager) return undefined;
  const packages = requirements.flatMap((requirement) => manager.packages[requirement]);
  const install = [name, ...manager.install, ...packages];
  return manager.refresh ? [[name, ...manager.refresh], install] : [install];
}
