import { rulesAsText } from '../rules.js';

const listing =
  (list) =>
  async ({ Namespace }) => {
    const namespace = await Namespace.create('rules');
    await namespace.nft.run(rulesAsText());
    return { run: () => list(namespace.nft) };
  };

export default {
  about: '100,000 dnat rules listed; the floor receives the messages only',
  rounds: 3,
  warmUp: 0,
  samples: 3,
  floor: { c: ['floor/rules-list.c', 'receive'] },
  peers: {
    libnftnl: { c: ['floor/rules-list.c', 'libnftnl'] },
    'nft list': { c: ['peers/nft.c', 'rules-list'], needs: ['nft'] },
    'nft -j list': { c: ['peers/nft.c', 'rules-list', 'json'], needs: ['nft'], samples: 1 },
    'Go nftables': { go: ['rules.go', 'list'], samples: 1 },
  },
  netloom: {
    AST: listing((nft) => nft.list()),
    text: listing(async (nft) => (await nft.list()).toText()),
  },
};
