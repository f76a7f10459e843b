/** `npm run lint` checks types, style and format; `npm run format` mends first what can be mended mechanically. */

import { argv } from 'node:process';
import { lint, repair } from './setup/lint.mjs';
import { main } from './setup/session.mjs';

await main('run lint', async ({ say }) => {
  if (argv.includes('--write')) await repair();
  return (await lint(say)).length === 0 ? 0 : 1;
});
