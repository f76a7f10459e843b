import type { Namespace } from '../../src/namespace/namespace.js';
import { unnamed } from './namespaces.js';

/** Two namespaces with a veth pair between them, both ends up. */
export interface Pair {
  readonly near: Namespace;
  readonly far: Namespace;
}

/** near0 in one namespace, far0 in the other. */
export async function vethPair(): Promise<Pair> {
  const [near, far] = await Promise.all([unnamed(), unnamed()]);
  await near.links.add({
    kind: 'veth',
    name: 'near0',
    up: true,
    peer: { name: 'far0', namespace: far, up: true },
  });
  return { near, far };
}

/** The pair with 192.0.2.1 and 2001:db8::1 at the near end, .2 and ::2 at the far one. */
export async function addressedPair(): Promise<Pair> {
  const pair = await vethPair();
  const { near, far } = pair;
  await Promise.all([
    near.addresses.add({ link: 'near0', address: '192.0.2.1/24' }),
    near.addresses.add({ link: 'near0', address: '2001:db8::1/64', nodad: true }),
    far.addresses.add({ link: 'far0', address: '192.0.2.2/24' }),
    far.addresses.add({ link: 'far0', address: '2001:db8::2/64', nodad: true }),
  ]);
  return pair;
}

/** A namespace whose loopback is up. */
export async function withLoopback(): Promise<Namespace> {
  const namespace = await unnamed();
  await namespace.links.set('lo', { up: true });
  return namespace;
}
