/** What a kernel starts with: a static busybox, the modules that reach this machine's files, and init.sh. */

import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runQuietly } from '../setup/run.mjs';

/** What the guest needs before it has a root file system; what it needs later it finds there. */
const WANTED = ['virtio_pci', '9pnet_virtio', '9p', 'overlay'];

/** The files of modules, each behind those that it depends on. @param {string} modules */
function moduleFiles(modules) {
  const dependencies = new Map(
    readFileSync(join(modules, 'modules.dep'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const [file = '', rest = ''] = line.split(':');
        return [basename(file).replace(/\.ko.*/, ''), [...rest.split(' ').filter(Boolean).reverse(), file]];
      }),
  );
  // A module that is not there is part of the kernel itself.
  return [...new Set(WANTED.flatMap((name) => dependencies.get(name) ?? []))];
}

/**
 * Makes the archive.
 * @param {import('./debian.mjs').Kernel} kernel
 * @param {string} output
 */
export async function makeInitramfs({ modules }, output) {
  const tree = mkdtempSync(join(tmpdir(), 'netloom-initramfs-'));
  try {
    for (const folder of ['bin', 'modules', 'proc', 'sys', 'dev', 'lower', 'over', 'new'])
      mkdirSync(join(tree, folder));
    copyFileSync('/bin/busybox', join(tree, 'bin/busybox'));
    const files = moduleFiles(modules);
    const names = files.map((file) => basename(file));
    for (const file of files) copyFileSync(join(modules, file), join(tree, 'modules', basename(file)));
    const compressed = names
      .filter((name) => name.endsWith('.xz'))
      .map((name) => join(tree, 'modules', name));
    if (compressed.length > 0) await runQuietly(['xz', '--decompress', ...compressed]);
    writeFileSync(
      join(tree, 'modules/order'),
      names.map((name) => `${name.replace(/\.xz$/, '')}\n`).join(''),
    );
    copyFileSync(join(import.meta.dirname, 'init.sh'), join(tree, 'init'));
    await runQuietly(
      ['sh', '-c', 'chmod 755 init && find . | cpio --quiet -o -H newc | gzip -1 > "$1"', 'pack', output],
      { cwd: tree },
    );
  } finally {
    rmSync(tree, { recursive: true });
  }
}
