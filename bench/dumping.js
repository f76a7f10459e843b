import { furnish, routesTo } from './routes.js';

/** The way of netloom to list as many routes. */
export const dumping =
  (count) =>
  async ({ Namespace }) => {
    const namespace = await furnish(Namespace);
    await namespace.routes.add(routesTo(count));
    return {
      async run() {
        const found = await namespace.routes.list({ family: 'inet' });
        if (found.length < count) throw new Error(`${found.length} routes listed`);
      },
    };
  };
