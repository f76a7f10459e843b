/** A guest under qemu's own emulation that sees this machine's files and runs tests on another kernel. */

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execPath } from 'node:process';
import { capture, root, toolEnvironment } from '../setup/run.mjs';
import { makeInitramfs } from './initramfs.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ counts: Counts | undefined, log: string, console: string }} Outcome */

/** A comma within an option of qemu's is written twice. @param {string} path */
const quoted = (path) => path.replaceAll(',', ',,');

/**
 * Since 7 the kernel changes its own code under a processor's feet in a way that a second emulated processor, truly
 * running beside it, may take for a breakpoint; then they have to take turns.
 * @param {import('./debian.mjs').Kernel} kernel
 */
const threadsFor = ({ version }) => (Number.parseInt(version, 10) >= 7 ? 'single' : 'multi');

/**
 * Boots the kernel, runs the tests, and waits for the guest to end.
 * @param {import('./debian.mjs').Kernel} kernel
 * @param {readonly string[]} words what follows `vitest run`
 * @param {string} share a folder for what goes in and comes out; it is made anew
 * @param {number} minutes after which the guest is ended
 * @returns {Promise<Outcome>}
 */
export async function runInGuest(kernel, words, share, minutes) {
  rmSync(share, { recursive: true, force: true });
  mkdirSync(share, { recursive: true });
  const initramfs = join(share, 'initramfs');
  await makeInitramfs(kernel, initramfs);
  copyFileSync(join(import.meta.dirname, 'guest.sh'), join(share, 'guest.sh'));
  const settings = {
    words: JSON.stringify(words),
    project: root,
    modules: kernel.modules,
    path: [dirname(execPath), toolEnvironment.PATH].join(':'),
  };
  for (const [name, value] of Object.entries(settings)) writeFileSync(join(share, name), `${value}\n`);

  const { output } = await capture([
    ...['timeout', '--signal=KILL', String(minutes * 60)],
    ...['qemu-system-x86_64', '-machine', 'q35', '-accel', `tcg,thread=${threadsFor(kernel)}`],
    ...['-cpu', 'max', '-smp', '2', '-m', '4096'],
    ...['-nographic', '-no-reboot', '-nic', 'none', '-kernel', kernel.image, '-initrd', initramfs],
    ...['-append', 'console=ttyS0 panic=-1 quiet'],
    '-virtfs',
    'local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap',
    '-virtfs',
    `local,path=${quoted(share)},mount_tag=out,security_model=none`,
  ]);
  const read = (/** @type {string} */ name) => {
    const path = join(share, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  const counts = read('counts.json');
  return {
    counts: counts === undefined ? undefined : /** @type {Counts} */ (JSON.parse(counts)),
    log: read('log') ?? '',
    console: output,
  };
}
