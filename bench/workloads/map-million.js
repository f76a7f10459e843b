import { adding } from '../adding.js';
import { mapAsColumns, mapAsText } from '../map.js';

const count = 1_000_000;

export default {
  about: '1,000,000 such elements: time is to be five times that of `map`, and memory below nft',
  rounds: 1,
  warmUp: 0,
  samples: 1,
  floor: { c: ['floor/map.c', 'prebuilt', count] },
  peers: {
    'nft -f': { c: ['peers/nft.c', 'map', count], needs: ['nft'] },
  },
  netloom: {
    'typed arrays': adding(() => mapAsColumns(count)),
    text: adding(() => mapAsText(count)),
  },
};
