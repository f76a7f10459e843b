import { dumping } from '../dumping.js';

const count = 1_000_000;

export default {
  about: '1,000,000 such routes: time is to be ten times that of `routes-dump`',
  rounds: 1,
  warmUp: 1,
  samples: 3,
  floor: { c: ['floor/routes.c', 'dump', count] },
  peers: {},
  netloom: dumping(count),
};
