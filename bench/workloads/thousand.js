const count = 1000;

/** Address number `host` (1 the hub, 2 the spoke) of spoke i's network, counted up from 10.0.0.0/30. */
function addressOf(i, host) {
  const offset = 4 * i + host;
  return `10.${offset >> 16}.${(offset >> 8) & 255}.${offset & 255}`;
}

export default {
  about: 'a thousand named namespaces, each with a veth to a hub, addresses on both ends, up, default route',
  rounds: 7,
  // A process does this once: what it costs to warm up belongs to it. The removal is not counted for anyone.
  warmUp: 0,
  samples: 1,
  floor: { c: 'floor/thousand.c' },
  peers: {
    'Go netlink': { go: 'thousand.go' },
    'ip -batch, ip -n -batch': { shell: 'thousand-batch.sh', needs: ['ip'], rounds: 2 },
    pyroute2: { python: 'thousand.py', rounds: 2 },
  },

  async netloom({ Namespace }) {
    async function buildSpoke(i, hub) {
      const spoke = await Namespace.create(`n${i}`);
      const peer = { name: `h${i}`, namespace: hub, up: true };
      await Promise.all([
        spoke.links.add({ kind: 'veth', name: 'eth0', up: true, peer }),
        spoke.addresses.add({ link: 'eth0', address: `${addressOf(i, 2)}/30` }),
        spoke.routes.add({ to: 'default', via: addressOf(i, 1) }),
        hub.addresses.add({ link: `h${i}`, address: `${addressOf(i, 1)}/30` }),
      ]);
    }

    async function run() {
      const hub = await Namespace.create('hub');
      await Promise.all(Array.from({ length: count }, (_, i) => buildSpoke(i, hub)));
    }

    return { run };
  },
};
