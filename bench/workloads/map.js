import { adding } from '../adding.js';
import { mapAsColumns, mapAsJson, mapAsText } from '../map.js';

const count = 200_000;

export default {
  about: '200,000 elements `ipv4_addr . inet_service : ipv4_addr` in one transaction',
  rounds: 3,
  warmUp: 0,
  samples: 3,
  floor: { c: ['floor/map.c', 'prebuilt', count] },
  peers: {
    libnftnl: { c: ['floor/map.c', 'libnftnl', count] },
    'nft -f': { c: ['peers/nft.c', 'map', count], needs: ['nft'] },
    'nft -j -f': { c: ['peers/nft.c', 'map', count, 'json'], needs: ['nft'], samples: 1 },
    'Go nftables': { go: ['map.go', count] },
  },
  netloom: {
    text: adding(() => mapAsText(count)),
    AST: adding(() => mapAsJson(count)),
    'typed arrays': adding(() => mapAsColumns(count)),
  },
};
