// A place of its own for the whole bench: new network, mount and PID namespaces with an empty /run.
// Names under /run/netns cannot meet those of the machine or of a second bench, and when the bench ends,
// however it ends, the kernel takes every process, name, link and namespace of it away.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';

const marker = 'NETLOOM_BENCH_SANDBOX';
const unshare = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

/** Runs `work` in the sandbox: starts this very program again inside it, unless this is that program. */
export async function runInSandbox(work) {
  if (process.env[marker]) {
    furnish();
    await work();
  } else if (process.getuid() !== 0) {
    console.error('The bench makes network namespaces, which takes root: sudo npm run bench');
    process.exitCode = 1;
  } else {
    process.exitCode = await startInside();
  }
}

function startInside() {
  const [node, ...program] = process.argv;
  const child = spawn('unshare', [...unshare, '--', node, ...program], {
    stdio: 'inherit',
    env: { ...process.env, [marker]: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** What ip-netns(8) finds, or makes, on any machine: /run/netns as a shared mount. */
function furnish() {
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', '/run']);
  mkdirSync('/run/netns');
  execFileSync('mount', ['--bind', '/run/netns', '/run/netns']);
  execFileSync('mount', ['--make-shared', '/run/netns']);
}

/** Drops every namespace that was named since the sandbox was entered or last cleared. */
export function clearSandbox() {
  execFileSync('umount', ['--lazy', '/run']);
  furnish();
}
