/** Runs the vitest suite in this process and counts what came of it. */

import { stdout } from 'node:process';
import { parseCLI, startVitest } from 'vitest/node';
import { root } from '../setup/run.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @param {readonly string[]} words what follows `vitest run` on its command line
 * @returns {Promise<Counts>}
 */
export async function runSuite(words) {
  const { filter, options } = parseCLI(['vitest', 'run', ...words]);
  const vitest = await startVitest('test', filter, { ...options, root, run: true, watch: false });
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  /** @param {string} state */
  const inState = (state) => tests.filter((test) => test.result().state === state);
  // A file that cannot be loaded and an error outside every test belong to no test, and are failures all the same.
  const brokenModules = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0);
  const strayErrors = vitest.state.getUnhandledErrors();
  const skipped = inState('skipped');
  // With a name filter, what it left out counts as skipped too, and its reason is the filter.
  if (!options.testNamePattern) printReasons(skipped);
  await vitest.close();
  return {
    passed: inState('passed').length,
    failed: inState('failed').length + brokenModules.length + strayErrors.length,
    skipped: skipped.length,
  };
}

/** One line a reason, with the tests that it kept from running. @param {import('vitest/node').TestCase[]} skipped */
function printReasons(skipped) {
  /** @type {Map<string, string[]>} */
  const names = new Map();
  for (const test of skipped) {
    const result = test.result();
    const reason = (result.state === 'skipped' && result.note) || 'for the reason in the name';
    names.set(reason, [...(names.get(reason) ?? []), `${test.module.relativeModuleId} > ${test.fullName}`]);
  }
  for (const [reason, tests] of names) {
    stdout.write(`\nskipped, ${reason}:\n${tests.map((name) => `  ${name}\n`).join('')}`);
  }
}
