export default {
  about:
    "the tutorial's three namespaces, two veth pairs, addresses, routes and dnat rule, and their removal",
  rounds: 5,
  warmUp: 400, // until V8 has compiled what is worth it
  samples: 100,
  floor: { c: 'floor/lab.c' },
  peers: {
    'Go netlink, nftables': { go: 'lab.go' },
    'ip -batch, nft -f': { shell: 'lab-batch.sh', needs: ['ip', 'nft'], samples: 10 },
    pyroute2: { python: 'lab.py', warmUp: 2, samples: 10 },
    'tutorial, 23 commands': { shell: 'lab-tutorial.sh', needs: ['ip', 'nft'], samples: 3 },
    'tutorial from Node': { node: 'lab-tutorial.js', needs: ['ip', 'nft'], warmUp: 1, samples: 3 },
  },

  netloom({ Namespace }) {
    async function run() {
      const [lan, router, wan] = await Promise.all(
        ['lan', 'router', 'wan'].map((name) => Namespace.create(name)),
      );
      await Promise.all([
        joinToRouter(lan, 'lan-veth0', '192.0.2.1', { name: 'gw-veth0', address: '192.0.2.254' }),
        joinToRouter(wan, 'wan-veth0', '203.0.113.1', { name: 'gw-veth1', address: '203.0.113.254' }),
        router.sysctl.set('net.ipv4.ip_forward', 1),
        router.nft.run(`
          create table ip nat
          add chain ip nat PREROUTING { type nat hook prerouting priority dstnat; }
          add rule ip nat PREROUTING ip daddr 203.0.113.254 tcp dport 54321 dnat to 192.0.2.1
        `),
      ]);
      await Promise.all([lan, router, wan].map((namespace) => namespace.close()));

      async function joinToRouter(namespace, name, address, gateway) {
        const peer = { name: gateway.name, namespace: router, up: true };
        await Promise.all([
          namespace.links.add({ kind: 'veth', name, up: true, peer }),
          namespace.addresses.add({ link: name, address: `${address}/24` }),
          namespace.routes.add({ to: 'default', via: gateway.address }),
          router.addresses.add({ link: gateway.name, address: `${gateway.address}/24` }),
        ]);
      }
    }
    return { run };
  },
};
