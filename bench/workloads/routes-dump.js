import { count, furnish, routes } from '../routes.js';

export default {
  about: '100,000 IPv4 routes listed as objects; the floor receives them and looks at nothing',
  rounds: 3,
  warmUp: 3,
  samples: 5,
  floor: { c: ['floor/routes.c', 'dump'] },
  peers: {
    'Go netlink': { go: ['routes.go', 'dump'] },
    'ip route show': { timed: ['routes.sh', 'dump'], needs: ['ip', 'awk'] },
    'ip -j route show': { timed: ['routes.sh', 'json'], needs: ['ip', 'awk'] },
    pyroute2: { python: ['routes.py', 'dump'], warmUp: 0, samples: 1, rounds: 1 },
  },

  async netloom({ Namespace }) {
    const namespace = await furnish(Namespace);
    await namespace.routes.add(routes);
    return {
      async run() {
        const found = await namespace.routes.list({ family: 'inet' });
        if (found.length < count) throw new Error(`${found.length} routes listed`);
      },
    };
  },
};
