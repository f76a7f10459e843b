import { count, furnish, routesTo } from '../routes.js';

const routes = routesTo(count);

export default {
  about: '100,000 IPv4 routes `10.x.y.z/32 via 192.0.2.2 dev v0` added',
  rounds: 3,
  warmUp: 1,
  samples: 3,
  floor: { c: ['floor/routes.c', 'add'] },
  peers: {
    'Go netlink': { go: ['routes.go', 'add'] },
    'ip -batch': { timed: ['routes.sh', 'add'], needs: ['ip', 'awk'] },
    'npm netlink': { npm: ['netlink', 'routes.js', 'add'], needs: ['ip', 'unshare'], warmUp: 0, samples: 1 },
    pyroute2: { python: ['routes.py', 'add'], warmUp: 0, samples: 1, rounds: 1 },
  },

  async netloom({ Namespace }) {
    let namespace = await furnish(Namespace);
    return {
      run: () => namespace.routes.add(routes),
      async tearDown() {
        await namespace.close();
        namespace = await furnish(Namespace);
      },
    };
  },
};
