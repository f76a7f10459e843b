import { setImmediate } from 'node:timers/promises';
import { Namespace } from '../../src/namespace/namespace.js';

/**
 * Two unnamed namespaces side by side, each with a loopback link that is up, and their veth pair. ARP and neighbour
 * discovery ask again after 20 ms instead of a second.
 */
export interface Neighbours extends AsyncDisposable {
  /** Has link `left0`, 192.0.2.1/24, 2001:db8::1/64. */
  readonly left: Namespace;
  /** Has link `right0`, 192.0.2.2/24, 2001:db8::2/64. */
  readonly right: Namespace;
}

export const LEFT = { link: 'left0', v4: '192.0.2.1', v6: '2001:db8::1' } as const;
export const RIGHT = { link: 'right0', v4: '192.0.2.2', v6: '2001:db8::2' } as const;

/** Needs root. */
export async function createNeighbours(): Promise<Neighbours> {
  const [left, right] = await Promise.all([Namespace.create(), Namespace.create()]);
  const peer = { name: RIGHT.link, namespace: right, up: true };
  await left.links.add({ kind: 'veth', name: LEFT.link, up: true, peer });
  await Promise.all([settle(left, LEFT), settle(right, RIGHT)]);
  const dispose = async () => {
    await Promise.all([left.close(), right.close()]);
  };
  return { left, right, [Symbol.asyncDispose]: dispose };
}

async function settle(ns: Namespace, { link, v4, v6 }: typeof LEFT | typeof RIGHT): Promise<void> {
  await Promise.all([
    ns.links.set('lo', { up: true }),
    ns.addresses.add({ link, address: `${v4}/24` }),
    ns.addresses.add({ link, address: `${v6}/64`, nodad: true }),
    // The kernel joins an address's solicited-node group some time after it has the address, and may miss the first
    // question for it.
    setRetransmission(ns, link, 20),
  ]);
  // A link that has just come up drops what is sent until the kernel has given it its queue.
  while ((await ns.links.get(link)).operState !== 'UP') await setImmediate();
}

/** How long the kernel waits for an answer to ARP or neighbour discovery before it asks again; it asks three times. */
export async function setRetransmission(ns: Namespace, link: string, ms: number): Promise<void> {
  await ns.sysctl.set(`net.ipv4.neigh.${link}.retrans_time_ms`, ms);
  await ns.sysctl.set(`net.ipv6.neigh.${link}.retrans_time_ms`, ms);
}
