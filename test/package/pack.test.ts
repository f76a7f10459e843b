/** What npm packs is what a consumer gets: it installs into an empty folder, builds, loads, and has its types. */

import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** A name with spaces, since that is what folders have. */
const temporary = mkdtempSync(join(tmpdir(), 'netloom package '));
const consumer = join(temporary, 'consumer');
const tarball = join(temporary, `netloom-${version}.tgz`);

async function run(directory: string, command: string, ...words: string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, words, { cwd: directory });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${words.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}

beforeAll(async () => {
  await run(ROOT, 'npm', 'pack', '--pack-destination', temporary);
  mkdirSync(consumer);
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  // Beside the consumer's folder, not in it: Node's types, which the consumer's program would have.
  mkdirSync(join(temporary, 'node_modules/@types'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules/@types/node'), join(temporary, 'node_modules/@types/node'));
  // What the checkout's own `npm ci` has brought is in npm's cache.
  await run(consumer, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball);
}, 300_000);

afterAll(() => rmSync(temporary, { recursive: true }));

describe('the packed library', () => {
  test('has what a consumer needs, and nothing else', async () => {
    const listing = await run(temporary, 'tar', '--list', '--gzip', '--file', tarball);
    const files = listing
      .trim()
      .split('\n')
      .map((name) => name.replace(/^package\//, ''));
    expect(files).toEqual(
      expect.arrayContaining([
        'package.json',
        'LICENSE',
        'binding.gyp',
        'dist/index.js',
        'dist/index.d.ts',
        'native/addon.cc',
        // What README.md points to.
        'docs/nftables.md',
        'examples/dnat.js',
        'CHANGELOG.md',
      ]),
    );
    const expected =
      /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|docs\/\w[\w-]*\.md|examples\/\w+\.js|binding\.gyp|dist\/.+(\.c?js|\.d\.ts)|native\/.+\.(cc|h)|scripts\/(node-gyp|check-libraries|package-managers|warm)\.mjs)$/;
    expect(files.filter((name) => !expected.test(name))).toEqual([]);
  });

  test('builds its addon when it is installed', () => {
    expect(existsSync(join(consumer, 'node_modules/netloom/build/Release/netloom.node'))).toBe(true);
  });

  test('has its code compiled when it is installed', async () => {
    const dist = join(consumer, 'node_modules/netloom/dist');
    const program = `import { runCached } from '${join(dist, 'run_cached.js')}';
      console.log(runCached('${join(dist, 'netloom.cjs')}').cached)`;
    expect(await run(consumer, process.execPath, '--input-type=module', '--eval', program)).toBe('true\n');
  });

  test('brings few packages along', () => {
    const packages = readdirSync(join(consumer, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(packages.sort()).toEqual(['bindings', 'file-uri-to-path', 'netloom', 'node-addon-api']);
  });

  // Opening the current namespace goes through the addon and takes no privilege.
  const body = `Namespace.current().then((ns) => ns.close()).then(() => console.log(typeof Namespace.create))`;

  test('is imported', async () => {
    const program = `import { Namespace } from 'netloom'; ${body}`;
    expect(await run(consumer, process.execPath, '--input-type=module', '--eval', program)).toBe(
      'function\n',
    );
  });

  test('is required', async (context) => {
    if (!process.features.require_module)
      return context.skip(`Node ${process.version} cannot require ES modules`);
    const program = `const { Namespace } = require('netloom'); ${body}`;
    expect(await run(consumer, process.execPath, '--input-type=commonjs', '--eval', program)).toBe(
      'function\n',
    );
  });

  test.each([
    ['esm.mts', "import { Namespace } from 'netloom';"],
    ['cjs.cts', "import netloom = require('netloom');\nimport Namespace = netloom.Namespace;"],
  ])('has its types in %s', async (name, head) => {
    const program = `${head}
      export const created: Promise<Namespace> = Namespace.create('lan');
      // @ts-expect-error: types that were missing would be any, which takes everything
      export const refused = Namespace.create({ nonsense: true });
    `;
    writeFileSync(join(consumer, name), program);
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'];
    await run(consumer, tsc, ...options, name);
  });
});
