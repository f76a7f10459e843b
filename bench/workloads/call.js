export default {
  about: 'one awaited call: an address added to a loopback interface',
  rounds: 5,
  warmUp: 500,
  samples: 2000,
  floor: { c: 'floor/call.c' },
  peers: {
    'Go netlink': { go: 'call.go' },
    pyroute2: { python: 'call.py', warmUp: 20, samples: 200 },
  },

  async netloom({ Namespace }) {
    const namespace = await Namespace.create('call');
    return {
      run: () => namespace.addresses.add({ link: 'lo', address: '192.0.2.1/32' }),
      tearDown: () => namespace.addresses.delete({ link: 'lo', address: '192.0.2.1/32' }),
    };
  },
};
