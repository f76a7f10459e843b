import { FAMILIES, SCOPES } from '../address/message.js';
import { ipAddress, type Prefix, parsePrefix } from '../check/ip.js';
import { type LinkRef, linkRef } from '../check/link.js';
import { boolean, type Checks, checkOptions, integer, oneOf, wrongType } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { isMany, type OneOrMany, requestEach } from '../handle/many.js';
import { parseIp } from '../packet/address.js';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE } from '../uapi/netlink.js';
import {
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RT_TABLE_UNSPEC,
  RTM_DELROUTE,
  RTM_F_LOOKUP_TABLE,
  RTM_GETROUTE,
  RTM_NEWROUTE,
  RTNH_F_ONLINK,
} from '../uapi/rtnetlink.js';
import { AF_INET, AF_INET6, AF_UNSPEC } from '../uapi/socket.js';
import { ROUTE_PROTOCOLS, ROUTE_TABLES, ROUTE_TYPES, routeBody } from './message.js';
import { type Route, toRoute } from './route.js';

/** A route to be made, or to be found for deletion. */
export interface RouteOptions {
  /** `'default'`, or a prefix; an address alone is a route to that host. */
  readonly to: string;
  /** Gateway. May be of the other family than the route. */
  readonly via?: string;
  /** Link to leave by. Not needed where `via` can be reached already. */
  readonly dev?: LinkRef;
  /** Lower is preferred. Default: 0 for IPv4, 1024 for IPv6. */
  readonly metric?: number;
  /** Default: `local` for types `local`, `broadcast` and `anycast`, otherwise `main`. */
  readonly table?: keyof typeof ROUTE_TABLES | number;
  /**
   * Default: `host` for type `local`, `link` for `broadcast`, `multicast`, `anycast` and for
   * unicast without a gateway, otherwise, and for IPv6, `global`.
   */
  readonly scope?: keyof typeof SCOPES;
  /** Default `unicast`. */
  readonly type?: keyof typeof ROUTE_TYPES;
  /** Who made it. Default `boot`, as `ip route`. */
  readonly protocol?: keyof typeof ROUTE_PROTOCOLS | number;
  /** Source address that packets get by default: `src` of `ip route`. */
  readonly source?: string;
  /** Take `via` to be on the link, whatever its address. */
  readonly onlink?: boolean;
  /** Only needed for `'default'` without `via`. Default: that of `to` or `via`, else `inet`. */
  readonly family?: 'inet' | 'inet6';
}

/** Which routes {@link Routes.list} gives; the kernel filters. */
export interface RouteFilter {
  readonly family?: 'inet' | 'inet6';
  /** Default `main`, as `ip route show`. */
  readonly table?: keyof typeof ROUTE_TABLES | number | 'all';
  readonly dev?: LinkRef;
}

const family = oneOf('inet', 'inet6');

function numberOr(most: number, names: Readonly<Record<string, number>>, ...more: string[]) {
  const words = oneOf(...Object.keys(names), ...more);
  const number = integer(0, most);
  return (field: string, value: unknown) => (typeof value === 'number' ? number : words)(field, value);
}

const checks: Checks<RouteOptions> = {
  to: (field, value) => {
    if (value !== 'default') parsePrefix(field, value);
  },
  via: ipAddress,
  dev: linkRef,
  metric: integer(0, 0xffff_ffff),
  table: numberOr(0xffff_ffff, ROUTE_TABLES),
  scope: oneOf(...Object.keys(SCOPES)),
  type: oneOf(...Object.keys(ROUTE_TYPES)),
  protocol: numberOr(0xff, ROUTE_PROTOCOLS),
  source: ipAddress,
  onlink: boolean,
  family,
};

/** The routes of a namespace: `ip route`. Changes need CAP_NET_ADMIN; rtnetlink(7). */
export class Routes {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Makes a route: `ip route add`. Very many at once, `ip -batch`: any iterable of them, which is gone through bit by
   * bit while the kernel is at work; of those that are refused a BatchError tells, the others are made.
   *
   * @throws NetlinkError EEXIST if there is one to the same prefix with the same metric; ENETUNREACH if the
   * gateway cannot be reached; ENETDOWN if the link is down.
   */
  async add(options: OneOrMany<RouteOptions>): Promise<void> {
    await this.#create(NLM_F_CREATE | NLM_F_EXCL, 'routes.add', options);
  }

  /** The same, but one to the same prefix with the same metric is replaced: `ip route replace`. */
  async replace(options: OneOrMany<RouteOptions>): Promise<void> {
    await this.#create(NLM_F_CREATE | NLM_F_REPLACE, 'routes.replace', options);
  }

  /** Takes away the first route that matches all that is given: `ip route delete`. @throws NetlinkError ESRCH */
  async delete(options: RouteOptions): Promise<void> {
    checkOptions('routes.delete', options, checks, ['to']);
    await this.#handle.route.request({
      type: RTM_DELROUTE,
      subject: options.to,
      body: routeBody,
      ...message(options, {
        type: options.type ?? 'unspec',
        protocol: options.protocol ?? 'unspec',
        scope: options.scope ?? 'nowhere',
      }),
    });
  }

  /** The route that a packet to `address` would take: `ip route get`. @throws NetlinkError ENETUNREACH */
  async get(address: string): Promise<Route> {
    ipAddress('address', address);
    const bytes = parseIp(address) ?? new Uint8Array();
    const inet6 = bytes.length === 16;
    const [found] = await this.#handle.route.request({
      type: RTM_GETROUTE,
      subject: address,
      body: routeBody,
      header: {
        family: inet6 ? AF_INET6 : AF_INET,
        destinationLength: bytes.length * 8,
        // IPv6 always tells the table, and takes the flag for a mistake.
        flags: inet6 ? 0 : RTM_F_LOOKUP_TABLE,
      },
      attributes: { destination: address },
    });
    if (!found) throw new TypeError('the kernel answered a request for a route with nothing');
    return toRoute(found);
  }

  /** The routes of a table: `ip route show`. */
  async list(filter: RouteFilter = {}): Promise<Route[]> {
    checkOptions('routes.list', filter, {
      family,
      table: numberOr(0xffff_ffff, ROUTE_TABLES, 'all'),
      dev: linkRef,
    });
    const { table = 'main' } = filter;
    const request = {
      type: RTM_GETROUTE,
      flags: NLM_F_DUMP,
      body: routeBody,
      header: { family: filter.family ? FAMILIES[filter.family] : AF_UNSPEC },
      attributes: { tableId: table === 'all' ? undefined : table, dev: filter.dev },
    };
    return this.#handle.route.request(request, toRoute);
  }

  async #create(flags: number, what: string, options: OneOrMany<RouteOptions>): Promise<void> {
    if (isMany(options))
      await requestEach(this.#handle, what, options, (each) => creation(flags, what, each));
    else await this.#handle.route.request(creation(flags, what, options));
  }
}

function creation(flags: number, what: string, options: RouteOptions) {
  checkOptions(what, options, checks, ['to']);
  const { type = 'unicast', protocol = 'boot', scope = defaultScope(options) } = options;
  return {
    type: RTM_NEWROUTE,
    subject: options.to,
    flags,
    body: routeBody,
    ...message(options, { type, protocol, scope }),
  };
}

/** Scopes of types that do not depend on anything else, as `ip route` takes them when nothing is said. */
const SCOPES_OF_TYPES: Readonly<Record<string, keyof typeof SCOPES>> = {
  local: 'host',
  broadcast: 'link',
  multicast: 'link',
  anycast: 'link',
};

/** Types that `ip route` puts into the table `local` when nothing is said. */
const LOCAL_TYPES = new Set(['local', 'broadcast', 'anycast']);

/** An IPv6 route has no scope; an IPv4 route without a gateway ends on the link. */
function defaultScope({ to, via, family, type = 'unicast' }: RouteOptions): keyof typeof SCOPES {
  if (to.includes(':') || family === 'inet6') return 'global';
  return SCOPES_OF_TYPES[type] ?? (via === undefined && type === 'unicast' ? 'link' : 'global');
}

function tableOf({ table, type = 'unicast' }: RouteOptions): number {
  if (table === undefined) return LOCAL_TYPES.has(type) ? RT_TABLE_LOCAL : RT_TABLE_MAIN;
  return typeof table === 'string' ? ROUTE_TABLES[table] : table;
}

function message(
  options: RouteOptions,
  { type, protocol, scope }: Required<Pick<RouteOptions, 'type' | 'protocol' | 'scope'>>,
) {
  const to: Prefix | undefined = options.to === 'default' ? undefined : parsePrefix('to', options.to);
  const gateway = options.via === undefined ? undefined : (parseIp(options.via) ?? undefined);
  const size = to?.bytes.length ?? (options.family === undefined ? gateway?.length : undefined);
  const inet6 = size === undefined ? options.family === 'inet6' : size === 16;
  if (to && options.family !== undefined && (options.family === 'inet6') !== inet6) {
    throw wrongType('to', options.to, `a prefix of family ${options.family}`);
  }
  if (options.source !== undefined && options.source.includes(':') !== inet6)
    throw wrongType('source', options.source, 'of the IP version of the route');
  const sameFamily = gateway === undefined || (gateway.length === 16) === inet6;
  const table = tableOf(options);
  return {
    header: {
      family: inet6 ? AF_INET6 : AF_INET,
      destinationLength: to?.length ?? 0,
      // Larger numbers do not fit here and go into an attribute.
      table: table > 255 ? RT_TABLE_UNSPEC : table,
      type,
      protocol,
      scope,
      flags: options.onlink ? RTNH_F_ONLINK : 0,
    },
    attributes: {
      destination: to && to.length > 0 ? to.address : undefined,
      [sameFamily ? 'gateway' : 'via']: options.via,
      dev: options.dev,
      metric: options.metric,
      source: options.source,
      tableId: table > 255 ? table : undefined,
    },
  };
}
