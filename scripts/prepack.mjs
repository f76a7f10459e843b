/** Before `npm pack` and `npm publish`: dist/ as it follows from src/. Whoever packs has run `npm ci`. */

import { main } from './setup/session.mjs';
import { setUp, steps } from './setup/steps.mjs';

await main('pack', async (session) => {
  await setUp(session, [steps.library]);
  return 0;
});
