import { setImmediate } from 'node:timers/promises';
import type { FdbEntry } from '../../src/bridge/fdb_entry.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import { unnamed } from './namespaces.js';

/** A bridge and the hosts at its ports. */
export interface Switched {
  /** Has br0, with the ports p1, p2... */
  readonly sw: Namespace;
  /** Each has eth0, up, with the address and the hardware address of its number, from 1 on. */
  readonly hosts: readonly Namespace[];
}

export const addressOf = (number: number) => `192.0.2.${number}`;
export const hardwareOf = (number: number) => `02:00:00:00:01:0${number}`;

/** Hosts that ask for a neighbour three times in 150 ms. */
export async function switched(count: number): Promise<Switched> {
  const sw = await unnamed();
  const hosts = await Promise.all(Array.from({ length: count }, () => unnamed()));
  await sw.links.add({ kind: 'bridge', name: 'br0', up: true });
  await Promise.all(hosts.map((host, i) => plugIn(sw, host, i + 1)));
  return { sw, hosts };
}

async function plugIn(sw: Namespace, host: Namespace, number: number): Promise<void> {
  const port = `p${number}`;
  // Nothing is to be heard of it but what the test wants.
  await host.sysctl.set('net.ipv6.conf.default.disable_ipv6', 1).catch(() => {});
  const peer = { name: 'eth0', namespace: host, up: true, address: hardwareOf(number) };
  await sw.links.add({ kind: 'veth', name: port, up: true, master: 'br0', peer });
  await host.addresses.add({ link: 'eth0', address: `${addressOf(number)}/24` });
  await host.neighbours.tables.set({ name: 'arp_cache', link: 'eth0', retransmitTime: 50 });
  await Promise.all([carries(sw, port), carries(host, 'eth0')]);
}

/** A link that has just come up drops what is sent until the kernel has given it its queue. */
export async function carries(ns: Namespace, link: string): Promise<void> {
  while ((await ns.links.get(link)).operState !== 'UP') await setImmediate();
}

/** Has a host ask for an address anew; the hardware address that answers, or `undefined` if none does. */
export async function ask(host: Namespace, address: string, link = 'eth0'): Promise<string | undefined> {
  await host.neighbours.delete({ link, address }).catch(() => {});
  await using stream = host.events({ kinds: ['neighbour'], signal: AbortSignal.timeout(5000) });
  await stream.ready;
  await host.neighbours.add({ link, address, use: true });
  for await (const event of stream) {
    if (event.kind !== 'neighbour' || event.neighbour.address !== address) continue;
    const { state, lladdr } = event.neighbour;
    if (state === 'reachable') return lladdr;
    if (state === 'failed') return undefined;
  }
  return undefined;
}

/** What the bridge knows of a hardware address, with the name of the port. */
export async function entryOf(
  sw: Namespace,
  lladdr: string,
): Promise<(FdbEntry & { readonly name: string }) | undefined> {
  const [entries, links] = await Promise.all([sw.bridge.fdb.list({ master: 'br0' }), sw.links.list()]);
  const entry = entries.find((each) => each.lladdr === lladdr && each.master !== undefined);
  const name = links.find(({ index }) => index === entry?.link)?.name ?? '';
  return entry && { ...entry, name };
}
