// Who takes part in a workload. A contender is a command and the way it is timed, or, where it cannot run
// on this machine, the reason why.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildC, buildGo } from './build.js';

const peer = (file) => fileURLToPath(new URL(`peers/${file}`, import.meta.url));
const program = fileURLToPath(new URL('program.js', import.meta.url));
const python = '/usr/bin/python3';

/**
 * How each kind of contender becomes a command; the rest of a list are words for the program. A kind `timesItself` if its command takes the number of
 * warm-up runs and of samples and prints `{ first, samples }` as JSON; the others are commands that do the
 * work once and are timed, process and all, from outside.
 */
const kinds = {
  c: { timesItself: true, command: programOf(buildC) },
  go: { timesItself: true, command: programOf(buildGo) },
  python: { timesItself: true, command: programOf(peer, () => [pythonWith('pyroute2'), '-B']) },
  // A shell script that times one command of several.
  timed: { timesItself: true, command: programOf(peer, () => ['sh']) },
  node: { timesItself: true, command: (source) => [process.execPath, peer(source)] },
  // With a package from npm, in a namespace of its own.
  npm: {
    timesItself: true,
    command: ([name, source, ...words]) => {
      installedPackage(name);
      return ['unshare', '--net', process.execPath, peer(source), ...words];
    },
  },
  netloom: { timesItself: true, command: (words) => [process.execPath, program, ...words] },
  shell: { timesItself: false, command: (source) => ['sh', peer(source)] },
  command: { timesItself: false, command: (words) => words },
};

function programOf(build, interpreter = () => []) {
  return (entry) => {
    const [source, ...words] = [entry].flat();
    return [...interpreter(), build(source), ...words.map(String)];
  };
}

function pythonWith(module) {
  try {
    execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore' });
  } catch {
    throw new Error(`not installed: ${python} finds no ${module} (Debian: python3-${module})`);
  }
  return python;
}

function installedPackage(name) {
  try {
    createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(`not installed: npm install --no-save ${name}`);
  }
}

function installed(tool) {
  try {
    execFileSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' });
  } catch {
    throw new Error(`not installed: ${tool}`);
  }
}

function enter(name, entry, defaults) {
  const kind = Object.keys(kinds).find((key) => key in entry);
  const { timesItself, command } = kinds[kind];
  const { warmUp, samples: runs, rounds } = { ...defaults, ...entry };
  try {
    for (const tool of entry.needs ?? []) installed(tool);
    return { name, timesItself, warmUp, runs, rounds, command: command(entry[kind]) };
  } catch (error) {
    return { name, missing: error.message };
  }
}

/** netloom's own contenders: one, or one for each way in which it can do the work. */
function enterNetloom(name, { netloom }, counts) {
  if (typeof netloom === 'function') return [enter('netloom', { netloom: [name] }, counts)];
  if ('command' in netloom) return [enter('netloom', netloom, counts)];
  return Object.keys(netloom).map((way) => enter(`netloom, ${way}`, { netloom: [name, way] }, counts));
}

/** The floor, netloom and the peers of a workload, in the order in which they take turns. */
export function enterContenders(name, workload) {
  const { warmUp, samples } = workload;
  const counts = { warmUp, samples };
  return {
    floor: enter('floor', workload.floor, counts),
    netloom: enterNetloom(name, workload, counts),
    peers: Object.entries(workload.peers).map(([peer, entry]) => enter(peer, entry, counts)),
  };
}
