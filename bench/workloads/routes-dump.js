import { dumping } from '../dumping.js';
import { count } from '../routes.js';

export default {
  about: '100,000 IPv4 routes listed as objects; the floor receives them and looks at nothing',
  rounds: 3,
  warmUp: 3,
  samples: 5,
  floor: { c: ['floor/routes.c', 'dump', count] },
  peers: {
    'Go netlink': { go: ['routes.go', 'dump'] },
    'ip route show': { timed: ['routes.sh', 'dump'], needs: ['ip', 'awk'] },
    'ip -j route show': { timed: ['routes.sh', 'json'], needs: ['ip', 'awk'] },
    'npm netlink': { npm: ['netlink', 'routes.js', 'dump'], needs: ['ip', 'unshare'] },
    pyroute2: { python: ['routes.py', 'dump'], warmUp: 0, samples: 1, rounds: 1 },
  },

  netloom: dumping(count),
};
