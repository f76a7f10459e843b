/**
 * `sudo npm test`: sets up what is missing, then types, style and format, then the whole suite. Arguments go to
 * vitest: `npm test -- test/unit` runs without root, once everything is built.
 *
 * The last line is `N passed, N failed` or `N passed, N failed, N skipped`.
 */

import { argv, stdout } from 'node:process';
import { lint } from './setup/lint.mjs';
import { handToOwner } from './setup/privilege.mjs';
import { SetupError } from './setup/run.mjs';
import { main } from './setup/session.mjs';
import { setUp } from './setup/steps.mjs';

/** @typedef {import('./test/suite.mjs').Counts} Counts */

/**
 * @param {import('./setup/session.mjs').Session} session
 * @param {readonly string[]} words
 * @returns {Promise<Counts>} a failed check or set-up counts like a failed test
 */
async function testAll(session, words) {
  try {
    await setUp(session);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    session.say(error.message);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const failedChecks = await lint(session.say);
  // Only now: vitest is not there before the set-up.
  const { runSuite } = await import('./test/suite.mjs');
  const counts = await runSuite(words);
  await handToOwner('node_modules');
  if (failedChecks.length > 0) session.say(`failed before the suite: ${failedChecks.join(', ')}`);
  return { ...counts, failed: counts.failed + failedChecks.length };
}

await main('test', async (session) => {
  const words = argv.slice(2);
  if (words.length === 0) session.requireRoot();
  const { passed, failed, skipped } = await testAll(session, words);
  stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
});
