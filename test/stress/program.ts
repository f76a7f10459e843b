import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { digest, readStamp } from '../../scripts/setup/stamp.mjs';
import { steps } from '../../scripts/setup/steps.mjs';

let stampOfSources: string | undefined;

/** How a program came to its end. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** A program that runs. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ending>;
}

export interface ProgramOptions {
  /** For node itself, such as `--expose-gc`. */
  readonly nodeOptions?: readonly string[];
  /** What runs node: `['strace', '-f']`. */
  readonly through?: readonly string[];
}

/**
 * Starts one of ./programs in a Node of its own. They import the library as its users do, as it was built last:
 * sources that are newer would not be what is tested.
 */
export function start(
  program: string,
  args: readonly string[] = [],
  { nodeOptions = [], through = [] }: ProgramOptions = {},
): Running {
  requireBuild();
  const path = join(import.meta.dirname, 'programs', `${program}.mjs`);
  const [command = '', ...words] = [...through, process.execPath, ...nodeOptions, path, ...args];
  const child = spawn(command, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]).then(
    ([[code, signal], output, errors]) => ({ code, signal, output, errors }),
  );
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { process: child, ended };
}

/** Runs one of ./programs to its end. */
export function run(program: string, args?: readonly string[], options?: ProgramOptions): Promise<Ending> {
  return start(program, args, options).ended;
}

function requireBuild(): void {
  const { inputs, facts, output } = steps.library;
  stampOfSources ??= digest(inputs, facts);
  if (readStamp(output) !== stampOfSources) throw new Error('dist is older than src: run "npm run build"');
}
