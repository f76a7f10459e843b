/**
 * `sudo npm test`: sets up what is missing, then types, style and format, then the whole suite. Arguments go to
 * vitest: `npm test -- test/unit` runs without root, once everything is built.
 *
 * The last line is `N passed, N failed` or `N passed, N failed, N skipped`.
 */

import { argv, stdout } from 'node:process';
import { lint } from './setup/lint.mjs';
import { handToOwner } from './setup/privilege.mjs';
import { main } from './setup/session.mjs';
import { setUp } from './setup/steps.mjs';

await main('test', async (session) => {
  const words = argv.slice(2);
  if (words.length === 0) session.requireRoot();
  await setUp(session);
  const failedChecks = await lint(session.say);
  // Only now: vitest is not there before the set-up.
  const { runSuite } = await import('./test/suite.mjs');
  const { passed, failed, skipped } = await runSuite(words);
  await handToOwner('node_modules');
  if (failedChecks.length > 0) session.say(`failed before the suite: ${failedChecks.join(', ')}`);
  const counts = [`${passed} passed`, `${failed + failedChecks.length} failed`];
  if (skipped > 0) counts.push(`${skipped} skipped`);
  stdout.write(`${counts.join(', ')}\n`);
  return failed + failedChecks.length === 0 && passed > 0 ? 0 : 1;
});
