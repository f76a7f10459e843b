import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { Namespace } from '../../src/namespace/namespace.js';
import type { TcpVerdict } from '../../src/probe/verdict.js';
import { unnamed } from './namespaces.js';
import { setRetransmission } from './neighbours.js';

/** A client and a server with a router between them, for this test only. */
export interface Routed {
  readonly client: Namespace;
  readonly router: Namespace;
  readonly server: Namespace;
}

export const CLIENT = { v4: '192.0.2.1', v6: '2001:db8:1::1' } as const;
export const SERVER = { v4: '198.51.100.1', v6: '2001:db8:2::1' } as const;

/** The router's links, `lan` towards the client and `wan` towards the server, and its addresses there. */
export const LAN = { link: 'lan', v4: '192.0.2.254', v6: '2001:db8:1::fe' } as const;
export const WAN = { link: 'wan', v4: '198.51.100.254', v6: '2001:db8:2::fe' } as const;

/** The only link of the client and of the server. */
export const LINK = 'eth0';

interface End {
  readonly v4: string;
  readonly v6: string;
}

/** Needs root. The router forwards both versions of IP; the other two have it as their default gateway. */
export async function createRouted(): Promise<Routed> {
  const [client, router, server] = await Promise.all([unnamed(), unnamed(), unnamed()]);
  await Promise.all([
    router.sysctl.set('net.ipv4.ip_forward', 1),
    router.sysctl.set('net.ipv6.conf.all.forwarding', 1),
    ...[client, router, server].map((ns) => ns.links.set('lo', { up: true })),
    connect(client, CLIENT, router, LAN),
    connect(server, SERVER, router, WAN),
  ]);
  return { client, router, server };
}

async function connect(host: Namespace, end: End, router: Namespace, side: typeof LAN | typeof WAN) {
  const peer = { name: side.link, namespace: router, up: true };
  await host.links.add({ kind: 'veth', name: LINK, up: true, peer });
  await Promise.all([settle(host, LINK, end), settle(router, side.link, side)]);
  await Promise.all([
    host.routes.add({ to: 'default', via: side.v4 }),
    host.routes.add({ to: 'default', via: side.v6 }),
  ]);
}

async function settle(ns: Namespace, link: string, { v4, v6 }: End): Promise<void> {
  await Promise.all([
    ns.addresses.add({ link, address: `${v4}/24` }),
    ns.addresses.add({ link, address: `${v6}/64`, nodad: true }),
    setRetransmission(ns, link, 20),
  ]);
  // A link that has just come up drops what is sent until the kernel has given it its queue.
  while ((await ns.links.get(link)).operState !== 'UP') await setImmediate();
}

/**
 * Waits until the server can be reached over IPv6: the kernel joins the group in which neighbours ask for an address up
 * to a second after it has the address.
 */
export async function reachableOverIPv6(client: Namespace): Promise<void> {
  while ((await stateOf(client, SERVER.v6, 9)) !== 'closed') await sleep(20);
}

/** What a single SYN is answered with; silence is found out after 300 ms. */
export function probe(from: Namespace, host: string, port = 7000): Promise<TcpVerdict> {
  return from.probe.tcp({ host, port, timeout: 300, retries: 0 });
}

/** Only the word for it. */
export async function stateOf(from: Namespace, host: string, port = 7000): Promise<TcpVerdict['state']> {
  return (await probe(from, host, port)).state;
}
