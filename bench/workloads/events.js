import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { buildC } from '../build.js';
import { count, destination, furnish } from '../routes.js';

const execute = promisify(execFile);

export default {
  about: '100,000 route changes a second by another process, followed to the last; the floor only makes them',
  rounds: 3,
  warmUp: 1,
  samples: 3,
  floor: { c: ['floor/routes.c', 'events'] },
  peers: {},

  async netloom({ Namespace }) {
    const churn = buildC('floor/routes.c');
    const namespace = await furnish(Namespace);
    const state = namespace.state();
    await state.ready;
    const last = destination(count);
    // What the last one to come is in the state.
    await namespace.routes.add({ to: last, via: '192.0.2.2' });
    const isThere = ({ routes }) => [...routes].find(([, { to }]) => to === last);
    await state.until(isThere);
    const [key] = isThere(state);
    await namespace.routes.delete({ to: last });
    return {
      async run() {
        const stream = namespace.events({ kinds: ['route'] });
        await stream.ready;
        const changing = execute(churn, ['churn', '/run/netns/routes']);
        let told = 0;
        for await (const event of stream) {
          if (event.kind === 'resync') throw new Error('the kernel had more to tell than it could keep');
          // What was deleted before may be told by now only.
          if (event.action === 'delete' && event.route.to === last) continue;
          // IPv6 has its own to tell when links come up.
          if (event.route.to.startsWith('10.')) told++;
          if (event.route.to === last) break;
        }
        await changing;
        if (told !== count + 1) throw new Error(`${told} changes told`);
        await state.until(({ routes }) => routes.has(key));
      },
      tearDown: () => namespace.routes.delete({ to: last }),
    };
  },
};
