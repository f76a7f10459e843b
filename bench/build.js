// Compiles the programs in C and Go into build/bench, again only when a source is newer.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const floor = folder('floor/');
const peers = folder('peers/');
const cache = folder('../build/bench/');

/** The C program made of this source (below bench/) and everything in floor/lib; its path. */
export function buildC(source) {
  const shared = list(`${floor}lib/`);
  const sources = [folder(source), ...shared.filter((file) => file.endsWith('.c'))];
  const flags = ['-std=gnu17', '-O2', '-Wall', '-Wextra'];
  return build(source.replace('/', '-'), [...sources, ...shared], (output) => ({
    command: ['cc', ...flags, '-o', output, ...sources, '-lmnl', '-lnftnl'],
    packages: 'gcc libmnl-dev libnftnl-dev',
  }));
}

/** The Go program made of this source and measure.go, with the libraries that Debian packages; its path. */
export function buildGo(source) {
  const sources = [peers + source, `${peers}measure.go`];
  return build(`peer-${source}`, sources, (output) => ({
    command: ['go', 'build', '-o', output, ...sources],
    environment: { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: `${cache}go` },
    packages: 'golang-go golang-github-vishvananda-netlink-dev golang-github-google-nftables-dev',
  }));
}

function build(name, inputs, recipe) {
  const output = cache + basename(name).replace('.', '-');
  if (isCurrent(output, inputs)) return output;
  mkdirSync(cache, { recursive: true });
  const { command, environment, packages } = recipe(output);
  const [compiler, ...words] = command;
  try {
    execFileSync(compiler, words, { env: { ...process.env, ...environment }, stdio: 'pipe' });
  } catch (error) {
    const [line] = String(error.stderr ?? error.message).split('\n');
    const reason = error.code === 'ENOENT' ? `not installed: ${compiler}` : `does not build: ${line}`;
    throw new Error(`${reason} (Debian: ${packages})`);
  }
  return output;
}

function isCurrent(output, inputs) {
  const built = statSync(output, { throwIfNoEntry: false });
  return built !== undefined && inputs.every((file) => statSync(file).mtimeMs < built.mtimeMs);
}

function list(path) {
  return readdirSync(path).map((file) => path + file);
}
