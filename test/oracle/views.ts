import type { Address } from '../../src/address/address.js';
import type { Link } from '../../src/link/link.js';
import type { Namespace } from '../../src/namespace/namespace.js';
import type { Route } from '../../src/route/route.js';
import { runIn } from './tools.js';

/** A namespace as `ip -json -details` shows it, and as we do, in the same terms: to be compared as a whole. */
export interface View {
  readonly links: readonly object[];
  readonly addresses: readonly object[];
  readonly routes: readonly object[];
}

/** Runs ip inside a namespace: `ip(ns, 'link set lo up')`. */
export function ip(namespace: Namespace, command: string): string {
  return runIn(namespace, ['ip', ...command.split(' ')]);
}

type Fields = Readonly<Record<string, unknown>>;

/** What `ip -json -details` says. */
export function ipJson(namespace: Namespace, command: string): readonly Fields[] {
  return JSON.parse(ip(namespace, `-json -details ${command}`));
}

/** What we read of a link, in the order of `ip link show`. */
const LINK_FIELDS =
  'ifindex ifname link link_index link_netnsid flags mtu qdisc master operstate group txqlen address broadcast promiscuity min_mtu max_mtu linkinfo num_tx_queues num_rx_queues ifalias altnames'.split(
    ' ',
  );

const ROUTE_FIELDS = 'type dst gateway via dev table protocol scope prefsrc metric flags'.split(' ');

function pick(object: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));
}

/** Without what is not there: JSON has no `undefined`. */
const present = (object: object): object => JSON.parse(JSON.stringify(object));

export function theirView(namespace: Namespace): View {
  const addresses = ipJson(namespace, 'address show').flatMap(({ ifindex, addr_info }) =>
    (addr_info as Fields[]).map((address) => ({ ifindex, ...address })),
  );
  return {
    links: ipJson(namespace, 'link show').map((link) => ({
      ...pick(link, LINK_FIELDS),
      // M-DOWN is what ip makes of the state of the peer.
      flags: (link.flags as string[]).filter((flag) => flag !== 'M-DOWN'),
    })),
    addresses,
    routes: ipJson(namespace, 'route show table all').map((route) => pick(route, ROUTE_FIELDS)),
  };
}

export async function ourView({ links, addresses, routes }: Namespace): Promise<View> {
  const found = await Promise.all([links.list(), addresses.list(), routes.list({ table: 'all' })]);
  const names = new Map(found[0].map(({ index, name }) => [index, name]));
  const byLink = found[0].flatMap(({ index }) => found[1].filter(({ link }) => link === index));
  return {
    links: found[0].map((link) => present(linkAsIp(link, names))),
    addresses: byLink.map((address) => present(addressAsIp(address))),
    routes: found[2].map((route) => present(routeAsIp(route, names))),
  };
}

type Names = ReadonlyMap<number, string>;

function linkAsIp(link: Link, names: Names): object {
  const here = link.linkNamespaceId === undefined;
  // ip shows not that a link is running but that it is not.
  const noCarrier = link.up && !link.flags.includes('RUNNING');
  return {
    ifindex: link.index,
    ifname: link.name,
    link: here ? names.get(link.link ?? 0) : undefined,
    link_index: here ? undefined : link.link,
    link_netnsid: link.linkNamespaceId,
    flags: [...(noCarrier ? ['NO-CARRIER'] : []), ...link.flags.filter((flag) => flag !== 'RUNNING')],
    mtu: link.mtu,
    qdisc: link.qdisc,
    master: names.get(link.master ?? 0),
    operstate: link.operState,
    group: link.group === 0 ? 'default' : String(link.group),
    txqlen: link.txQueueLength,
    address: link.address,
    broadcast: link.broadcast,
    promiscuity: link.promiscuity,
    min_mtu: link.minMtu,
    max_mtu: link.maxMtu ?? 0,
    linkinfo: link.kind === undefined ? undefined : { info_kind: link.kind },
    num_tx_queues: link.txQueues,
    num_rx_queues: link.rxQueues,
    ifalias: link.alias,
    altnames: link.altNames.length === 0 ? undefined : link.altNames,
  };
}

const FOREVER = 0xffff_ffff;
const lifetime = (seconds: number) => (seconds === Number.POSITIVE_INFINITY ? FOREVER : seconds);

function addressAsIp(address: Address): object {
  const flags = address.flags.filter((flag) => flag !== 'permanent').map((flag) => [flag, true]);
  const dynamic = address.flags.includes('permanent') ? {} : { dynamic: true };
  return {
    ifindex: address.link,
    family: address.family,
    local: address.address,
    address: address.peer,
    prefixlen: address.prefixLength,
    metric: address.metric,
    broadcast: address.broadcast,
    scope: address.scope,
    label: address.label,
    valid_life_time: lifetime(address.validLifetime),
    preferred_life_time: lifetime(address.preferredLifetime),
    ...Object.fromEntries(flags),
    ...dynamic,
  };
}

function routeAsIp(route: Route, names: Names): object {
  const sameFamily = route.via?.includes(':') === (route.family === 'inet6');
  const via = { family: route.family === 'inet' ? 'inet6' : 'inet', host: route.via };
  return {
    type: route.type,
    dst: route.to.replace(route.family === 'inet' ? /\/32$/ : /\/128$/, ''),
    gateway: sameFamily ? route.via : undefined,
    via: route.via === undefined || sameFamily ? undefined : via,
    dev: names.get(route.dev ?? 0),
    table: String(route.table),
    protocol: String(route.protocol),
    scope: route.scope,
    prefsrc: route.source,
    metric: route.metric,
    flags: route.flags,
  };
}
