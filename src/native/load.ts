import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type Bindings from 'bindings';
import { SystemError } from '../error/system_error.js';
import type { Addon } from './addon.js';

/** What the dynamic loader says when a library is not there, and the package that has it. */
const LIBRARIES: readonly (readonly [pattern: RegExp, library: string, packages: string])[] = [
  [/libmnl/, 'libmnl', 'libmnl0 (Debian, Ubuntu), libmnl (Fedora, Alpine, Arch)'],
  [/libnftnl|nftnl_/, 'libnftnl', 'libnftnl11 (Debian, Ubuntu), libnftnl (Fedora, Alpine, Arch)'],
];

/** Where node-gyp leaves it, seen from dist/. */
const BUILT = fileURLToPath(new URL('../build/Release/netloom.node', import.meta.url));

/** `bindings` looks in many places, in the time in which a namespace is made: so the likely one comes first. */
function open(): Addon {
  const module = { exports: {} };
  try {
    process.dlopen(module, BUILT);
    return module.exports as Addon;
  } catch {
    // require, not import: that would start the loader's CommonJS analyser for this one small package.
    const bindings = createRequire(import.meta.url)('bindings') as typeof Bindings;
    return bindings('netloom') as Addon;
  }
}

function load(): Addon {
  let addon: Addon;
  try {
    addon = open();
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
