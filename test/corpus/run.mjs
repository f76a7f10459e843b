/** Scores the nft compiler: `npm run test:corpus -- --help`. */

import { createViteServer } from 'vitest/node';

const server = await createViteServer({
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false },
});
try {
  const { main } = await server.ssrLoadModule('/test/corpus/main.ts');
  process.exitCode = main(process.argv.slice(2));
} finally {
  await server.close();
}
