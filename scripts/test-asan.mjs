/**
 * `sudo npm run test:asan`: builds the addon with AddressSanitizer and UndefinedBehaviorSanitizer in a tree of its
 * own, runs the kernel tests with it, then the examples with leaks detected as well. Arguments replace test/kernel.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { isError, ownLeaks } from './asan/reports.mjs';
import { runSanitized } from './asan/runtime.mjs';
import { buildSanitized, tree } from './asan/tree.mjs';
import { handToOwner } from './setup/privilege.mjs';
import { root } from './setup/run.mjs';
import { main } from './setup/session.mjs';
import { setUp } from './setup/steps.mjs';

await main('run test:asan', async (session) => {
  session.requireRoot();
  await setUp(session);
  session.say('native addon with sanitizers ...');
  await buildSanitized();

  const paths = argv.length > 2 ? argv.slice(2) : ['test/kernel'];
  const suite = await runSanitized(['vitest', 'run', ...paths], { leaks: false });
  const errors = suite.reports.filter(isError);

  const leaks = [];
  let failures = suite.status === 0 ? 0 : 1;
  for (const example of readdirSync(join(root, 'examples')).filter(
    (name) => /\.js$/.test(name) && name !== 'support.js',
  )) {
    session.say(`examples/${example}, watching for leaks ...`);
    const { status, reports } = await runSanitized(['node', `examples/${example}`], { leaks: true });
    if (status !== 0) failures += 1;
    errors.push(...reports.filter(isError));
    leaks.push(...reports.flatMap(ownLeaks));
  }
  await handToOwner(tree.slice(root.length));

  for (const report of [...errors, ...leaks]) stdout.write(`${report}\n\n`);
  stdout.write(`${failures} failed runs, ${errors.length} errors, ${leaks.length} leaks of ours\n`);
  return failures + errors.length + leaks.length === 0 ? 0 : 1;
});
