/** `sudo npm run demo`: sets up what is missing, then shows a destination NAT at work. */

import { argv } from 'node:process';
import { run } from './setup/run.mjs';
import { main } from './setup/session.mjs';
import { setUp } from './setup/steps.mjs';

await main('run demo', async (session) => {
  session.requireRoot();
  await setUp(session);
  return run(['node', 'examples/dnat.js', ...argv.slice(2)]);
});
