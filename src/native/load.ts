import { createRequire } from 'node:module';
import type Bindings from 'bindings';
import { SystemError } from '../error/system_error.js';
import type { Addon } from './addon.js';

/** What the dynamic loader says when a library is not there, and the package that has it. */
const LIBRARIES: readonly (readonly [pattern: RegExp, library: string, packages: string])[] = [
  [/libmnl/, 'libmnl', 'libmnl0 (Debian, Ubuntu), libmnl (Fedora, Alpine, Arch)'],
  [/libnftnl|nftnl_/, 'libnftnl', 'libnftnl11 (Debian, Ubuntu), libnftnl (Fedora, Alpine, Arch)'],
];

function load(): Addon {
  let addon: Addon;
  try {
    // require, not import: that would start the loader's CommonJS analyser for this one small package.
    const bindings = createRequire(import.meta.url)('bindings') as typeof Bindings;
    addon = bindings('netloom') as Addon;
  } catch (error) {
    throw new Error(explain(error as Error), { cause: error });
  }
  addon.useErrorClass(SystemError);
  // A worker that is terminated runs no JavaScript any more: the addon does the same when its environment ends.
  process.on('exit', () => addon.deleteOwnNamespaceNames());
  return addon;
}

function explain(error: Error): string {
  if (process.platform !== 'linux')
    return `netloom drives the Linux kernel and cannot run on ${process.platform}`;
  const missing = LIBRARIES.find(([pattern]) => pattern.test(error.message));
  if (missing) return `netloom needs ${missing[1]}, missing or too old here: install ${missing[2]}`;
  return `netloom's addon is not built: run "npm rebuild netloom" (in a clone: "sudo npm run demo"); ${error.message}`;
}

/** The addon, loaded once an environment. */
export const addon: Addon = load();
