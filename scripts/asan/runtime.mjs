/** Running Node, which is not built with sanitizers, so that it can load an addon that is. */

import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run, runQuietly, toolEnvironment } from '../setup/run.mjs';
import { tree } from './tree.mjs';

const reports = join(tree, 'reports');

/** The compiler's own copy of a library. @param {string} name */
async function runtimeLibrary(name) {
  return (await runQuietly(['g++', `-print-file-name=${name}`])).trim();
}

/** Quoted, since paths may contain spaces and colons. @param {Record<string, string | number>} options */
function format(options) {
  return Object.entries(options)
    .map(([name, value]) => `${name}="${value}"`)
    .join(':');
}

/**
 * Runs a command in the sanitized tree.
 * @param {readonly string[]} words
 * @param {{ leaks: boolean }} what whether memory that is lost when the process ends is reported
 * @returns {Promise<{ status: number, reports: string[] }>} what the sanitizers wrote, one text a process
 */
export async function runSanitized(words, { leaks }) {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  // The runtime must be the first library of the process, and finds the C++ exceptions that it watches only if
  // their library is there from the start too.
  const preload = [await runtimeLibrary('libasan.so'), await runtimeLibrary('libstdc++.so')];
  const shared = {
    log_path: join(reports, 'report'),
    // V8 handles faults itself.
    handle_segv: 0,
    detect_leaks: leaks ? 1 : 0,
    // A leak alone does not fail the process: most are Node's.
    ...(leaks ? { exitcode: 0 } : {}),
    // Whole stacks, through libraries that keep no frame pointers.
    fast_unwind_on_malloc: leaks ? 0 : 1,
    stack_trace_format: '    #%n %p in %f %S (%m)',
  };
  const status = await run(words, {
    cwd: tree,
    env: {
      ...toolEnvironment,
      LD_PRELOAD: preload.join(':'),
      ASAN_OPTIONS: format(shared),
      UBSAN_OPTIONS: format({ ...shared, print_stacktrace: 1 }),
    },
  });
  return { status, reports: readdirSync(reports).map((name) => readFileSync(join(reports, name), 'utf8')) };
}
