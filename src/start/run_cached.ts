import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

export interface Ran {
  /** What the bundle exports. */
  readonly exports: Readonly<Record<string, unknown>>;
  /** Whether its code came from the cache. */
  readonly cached: boolean;
  /** The code as it is compiled by now, for a cache. */
  takeCode(): Buffer;
}

/** Where the compiled code of a bundle lies. */
export function cacheOf(bundle: string): string {
  return bundle.replace(/\.cjs$/, '.cache');
}

/**
 * Runs a bundle, a function around a CommonJS module and all of it ASCII, with the code that V8 once compiled for it, if
 * that lies beside it: compiling half a megabyte takes longer than building a network. V8 refuses code of another version
 * or with other flags; then it is compiled as any file would be. A script cannot `import()`: what the bundle loads late
 * it must `require`.
 *
 * @param bundle absolute path of the bundle.
 */
export function runCached(bundle: string): Ran {
  const require = createRequire(bundle);
  const cachedData = readCache(bundle);
  const script = new Script(readFileSync(bundle, 'latin1'), { filename: bundle, cachedData });
  const exports = {};
  script.runInThisContext()(exports, require, bundle);
  const cached = cachedData !== undefined && script.cachedDataRejected !== true;
  return { exports, cached, takeCode: () => script.createCachedData() };
}

function readCache(bundle: string): Buffer | undefined {
  try {
    return readFileSync(cacheOf(bundle));
  } catch {
    return undefined;
  }
}
