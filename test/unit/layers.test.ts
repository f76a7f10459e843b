/** Imports point downwards only. This is the table of the layers, and the check that the sources keep to it. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** From the top down; what stands in one line may import each other. Names are those under src/. */
const LAYERS: readonly (readonly string[])[] = [
  ['index.ts'],
  ['namespace'],
  ['nft', 'probe', 'capture', 'events', 'transaction'],
  [
    'link',
    'address',
    'route',
    'nexthop',
    'rule',
    'neighbour',
    'bridge',
    'nsid',
    'netconf',
    'tc',
    'sysctl',
    'socket',
    'raw',
    'genetlink',
    'wireguard',
  ],
  ['handle'],
  ['names'],
  ['netlink'],
  ['wire'],
  ['check'],
  ['packet'],
  ['uapi'],
  ['native'],
  ['error'],
  ['start'],
];

/** Folders that stay pure: they run without a kernel, but for what is their way to it. */
const PURE = [
  {
    folder: 'nft/',
    except: ['nft/transaction/'],
    neverImports: ['native/', 'netlink/', 'handle/', 'link/', 'node:child_process'],
  },
  { folder: 'packet/', except: [], neverImports: ['native/', 'netlink/', 'node:child_process'] },
];

/** Where other programs may be started, and what for. */
const STARTS_PROGRAMS: Readonly<Record<string, string>> = {
  'scripts/': 'set-up, lint and proofs',
  'bench/': 'what netloom is compared with',
  'test/oracle/': 'the real ip, nft and tcpdump',
  'test/package/': 'npm, on the packed library',
  'test/stress/': 'Node itself, to be killed',
};

interface Source {
  readonly path: string;
  readonly text: string;
}

function sourcesBelow(folder: string, extension: RegExp): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => extension.test(name) && !name.includes('node_modules'))
    .map((name) => posix.join(folder, name))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** What a source imports or re-exports: a path below the root, or a package as it is written. */
function importsOf({ path, text }: Source): string[] {
  const clauses =
    /^(?:import|export)\b[^;'"]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;
  return [...text.matchAll(clauses)]
    .map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '')
    .map((name) =>
      name.startsWith('.') ? posix.join(posix.dirname(path), name).replace(/\.js$/, '.ts') : name,
    );
}

/** How far from the top the layer of a source lies; -1 if it is in none. */
function depthOf(path: string): number {
  const [, name = ''] = path.split('/');
  return LAYERS.findIndex((layer) => layer.includes(name));
}

function upwardImports(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    importsOf(source)
      .filter((target) => target.startsWith('src/') && depthOf(target) < depthOf(source.path))
      .map((target) => `${source.path} imports ${target}`),
  );
}

function impureImports(sources: readonly Source[]): string[] {
  return PURE.flatMap(({ folder, except, neverImports }) =>
    sources
      .filter(
        ({ path }) =>
          path.startsWith(`src/${folder}`) && !except.some((name) => path.startsWith(`src/${name}`)),
      )
      .flatMap((source) =>
        importsOf(source)
          .filter((target) => neverImports.some((name) => target.replace(/^src\//, '').startsWith(name)))
          .map((target) => `${source.path} imports ${target}`),
      ),
  );
}

function programStarters(sources: readonly Source[]): string[] {
  return sources
    .filter((source) => importsOf(source).some((target) => /^(node:)?child_process$/.test(target)))
    .map(({ path }) => path)
    .filter((path) => !Object.keys(STARTS_PROGRAMS).some((folder) => path.startsWith(folder)));
}

function coreIncludesOfNapi(sources: readonly Source[]): string[] {
  return sources
    .filter(({ text }) => /#include\s+["<](?:napi|node_api|node|v8|uv|.*napi\/)[^">]*[">]/.test(text))
    .map(({ path }) => path);
}

/** Modules of Node that take programs longer to load than all of the library: they are loaded when they are used. */
const SLOW_TO_LOAD =
  /^import (?!type\b)[^;]*\bfrom 'node:(?:child_process|cluster|crypto|http|https|http2|inspector|tls)'/m;

function slowImporters(sources: readonly Source[]): string[] {
  return sources.filter(({ text }) => SLOW_TO_LOAD.test(text)).map(({ path }) => path);
}

const library = sourcesBelow('src', /\.ts$/);

describe('the sources', () => {
  test('each lie in a layer', () => {
    expect(library.length).toBeGreaterThan(0);
    expect(library.map(({ path }) => path).filter((path) => depthOf(path) < 0)).toEqual([]);
  });

  test('import from their own layer or below', () => {
    expect(upwardImports(library)).toEqual([]);
  });

  test('stay pure where they are meant to', () => {
    expect(impureImports(library)).toEqual([]);
  });

  test('import nothing that would make programs start late', () => {
    expect(slowImporters(library)).toEqual([]);
  });

  test('start no program but where that is the point', () => {
    const all = ['src', 'test', 'bench', 'examples', 'scripts'].flatMap((folder) =>
      sourcesBelow(folder, /\.m?[jt]s$/),
    );
    expect(programStarters(all)).toEqual([]);
  });

  test('in native/core/ know nothing of Node', () => {
    const core = sourcesBelow('native/core', /\.(cc|h)$/);
    expect(core.length).toBeGreaterThan(0);
    expect(coreIncludesOfNapi(core)).toEqual([]);
  });
});

describe('the check', () => {
  const source = (path: string, text: string): Source[] => [{ path, text }];

  test.each([
    ["import { list } from '../link/list.js';", 'src/link/list.ts'],
    ["import type {\n  Link,\n} from '../link/link.js';", 'src/link/link.ts'],
    ["export { list } from '../link/list.js';", 'src/link/list.ts'],
    ["import '../link/list.js';", 'src/link/list.ts'],
    ["const link = await import('../link/list.js');", 'src/link/list.ts'],
  ])('sees an upward import in %j', (text, target) => {
    expect(upwardImports(source('src/wire/codec.ts', text))).toEqual([`src/wire/codec.ts imports ${target}`]);
    expect(upwardImports(source('src/namespace/namespace.ts', text))).toEqual([]);
  });

  test('sees a compiler that reaches for the kernel', () => {
    const text = "import { addon } from '../native/load.js';";
    expect(impureImports(source('src/nft/evaluate.ts', text))).toHaveLength(1);
    expect(impureImports(source('src/nft/transaction/commit.ts', text.replace('../', '../../')))).toEqual([]);
  });

  test('sees what takes long to load, but for its types', () => {
    const slow = (text: string) => slowImporters(source('src/wireguard/keys.ts', text));
    expect(
      slow("import { join } from 'node:path';\nimport { randomBytes } from 'node:crypto';"),
    ).toHaveLength(1);
    expect(
      slow("import type Crypto from 'node:crypto';\nimport { createRequire } from 'node:module';"),
    ).toEqual([]);
  });

  test('sees a program started', () => {
    const text = "import { spawn } from 'node:child_process';";
    expect(programStarters(source('src/link/add.ts', text))).toEqual(['src/link/add.ts']);
    expect(programStarters(source('test/oracle/link.ts', text))).toEqual([]);
  });

  test.each(['#include <napi.h>', '#include "napi/env.h"', '#include <uv.h>'])('sees %s', (text) => {
    expect(coreIncludesOfNapi(source('native/core/fd.h', text))).toHaveLength(1);
    expect(coreIncludesOfNapi(source('native/core/fd.h', '#include "core/fd.h"'))).toEqual([]);
  });
});
