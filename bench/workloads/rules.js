import { adding } from '../adding.js';
import { rulesAsJson, rulesAsText } from '../rules.js';

export default {
  about: '100,000 rules `ip daddr A tcp dport P dnat to B` in one transaction',
  rounds: 3,
  warmUp: 0,
  samples: 3,
  floor: { c: ['floor/rules.c', 'prebuilt'] },
  peers: {
    libnftnl: { c: ['floor/rules.c', 'libnftnl'] },
    'nft -f': { c: ['peers/nft.c', 'rules'], needs: ['nft'] },
    'nft -j -f': { c: ['peers/nft.c', 'rules', 'json'], needs: ['nft'], samples: 1 },
    'Go nftables': { go: ['rules.go', 'add'] },
  },
  netloom: { text: adding(rulesAsText), AST: adding(rulesAsJson) },
};
