/** `npm run build`: everything from a clone to a built library, and nothing that is done already. */

import { main } from './setup/session.mjs';
import { setUp } from './setup/steps.mjs';

await main('run build', async (session) => {
  await setUp(session);
  return 0;
});
