/** node forever.mjs [PREFIX]: makes, uses and closes namespaces until it is killed; says when it has begun. */

import { argv, stdout } from 'node:process';
import { Namespace } from 'netloom';

const prefix = argv[2];
const AT_ONCE = 8;

/** @param {number} lane */
async function forever(lane) {
  for (let n = 0; ; n++) {
    const pair = await Promise.all(
      ['a', 'b'].map((end) => Namespace.create(prefix && `${prefix}${lane}-${n}-${end}`)),
    );
    const [near, far] = pair;
    if (!near || !far) return;
    await Promise.all([
      near.links.add({ kind: 'veth', name: 'a', peer: { name: 'b', namespace: far, up: true } }),
      far.addresses.add({ link: 'b', address: '192.0.2.1/24' }),
      far.sysctl.set('net.ipv4.ip_forward', 1),
    ]);
    await Promise.all(pair.map((namespace) => namespace.close()));
    if (n === 2 && lane === 0) stdout.write('begun\n');
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, (_, lane) => forever(lane)));
