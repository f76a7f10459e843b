import { type Check, checkOptions, wrongType } from '../check/options.js';
import { NetlinkError } from '../error/netlink_error.js';
import type { Handle } from '../handle/handle.js';
import { isMany, type OneOrMany, requestEach } from '../handle/many.js';
import { issue } from '../names/issue.js';
import { readNamesOnce } from '../names/tables.js';
import { explained, type Requirement, requires } from '../netlink/requirement.js';
import { parseIp } from '../packet/address.js';
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../uapi/netlink.js';
import { RT_TABLE_UNSPEC, RTM_DELROUTE } from '../uapi/rtnetlink.js';
import type { Decoded } from '../wire/message.js';
import { encapNeeds } from './encap/index.js';
import { dump, filterChecks, type RouteFilter, restOf } from './filter.js';
import { label } from './labels.js';
import { routeBody } from './message.js';
import { type RouteOptions, routeChecks } from './options.js';
import { queryChecks, question, type RouteQuery } from './query.js';
import { creation, deletion } from './requests.js';
import { type Route, toRoute } from './route.js';

const packetTarget: Check = (field, value) => {
  if (typeof value === 'number') label(field, value);
  else if (typeof value !== 'string' || !parseIp(value))
    throw wrongType(field, value, 'an IPv4 or IPv6 address');
};

const MPLS = requires('route family', 'mpls', 'MPLS_ROUTING', 'mpls_router');

type RouteMessage = Decoded<typeof routeBody>;

/** The routes of a namespace: `ip route`. Changes need CAP_NET_ADMIN; rtnetlink(7), ip-route(8). */
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
   * gateway cannot be reached; ENETDOWN if the link is down; EOPNOTSUPP, which names the option and the module, if
   * the kernel lacks the encapsulation.
   */
  async add(options: OneOrMany<RouteOptions>): Promise<void> {
    await this.#create(NLM_F_CREATE | NLM_F_EXCL, 'routes.add', options);
  }

  /** The same, but one to the same prefix with the same metric is replaced: `ip route replace`. */
  async replace(options: OneOrMany<RouteOptions>): Promise<void> {
    await this.#create(NLM_F_CREATE | NLM_F_REPLACE, 'routes.replace', options);
  }

  /** Replaces a route that must be there: `ip route change`. @throws NetlinkError ENOENT */
  async change(options: RouteOptions): Promise<void> {
    await this.#create(NLM_F_REPLACE, 'routes.change', options);
  }

  /**
   * Makes a route behind those to the same prefix with the same metric: `ip route append`. Of IPv6, it becomes another
   * next hop of the one that is there.
   */
  async append(options: RouteOptions): Promise<void> {
    await this.#create(NLM_F_CREATE | NLM_F_APPEND, 'routes.append', options);
  }

  /** Makes an IPv4 route before those to the same prefix with the same metric: `ip route prepend`. */
  async prepend(options: RouteOptions): Promise<void> {
    await this.#create(NLM_F_CREATE, 'routes.prepend', options);
  }

  /** Takes away the first route that matches all that is given: `ip route delete`. @throws NetlinkError ESRCH */
  async delete(options: RouteOptions): Promise<void> {
    checkOptions('routes.delete', options, routeChecks, ['to']);
    await issue(this.#handle.route, () => deletion(options));
  }

  /**
   * The route that a packet to `to` would take: `ip route get`. The policy rules are asked as well, so `mark`, `uid`,
   * ports and the like count.
   *
   * @throws NetlinkError ENETUNREACH if there is none; what a route of type `unreachable` and the like answers.
   */
  async get(to: string | number, query: RouteQuery = {}): Promise<Route> {
    packetTarget('address', to);
    checkOptions('routes.get', query, queryChecks);
    const [found] = await issue(this.#handle.route, () => question(to, query));
    if (!found) throw new TypeError('the kernel answered a request for a route with nothing');
    return toRoute(found);
  }

  /**
   * The routes of a table, or those that match: `ip route show`.
   *
   * @throws NetlinkError ENOENT if IPv4 is asked for, and has no such table.
   */
  async list(filter: RouteFilter = {}): Promise<Route[]> {
    checkOptions('routes.list', filter, filterChecks);
    const routes = await this.#dump(filter, toRoute);
    const rest = restOf(filter);
    return rest === undefined ? routes : routes.filter(rest);
  }

  /**
   * Deletes all routes that match: `ip route flush`. A table has to be named, even if it is `'all'`, which takes what
   * the kernel itself put into `local`, too.
   *
   * @returns How many there were.
   */
  async flush(filter: RouteFilter & Required<Pick<RouteFilter, 'table'>>): Promise<number> {
    checkOptions('routes.flush', filter, filterChecks, ['table']);
    const found = await this.#dump(filter, (message) => ({ ...message }));
    const rest = restOf(filter);
    const chosen = rest === undefined ? found : found.filter((message) => rest(toRoute(message)));
    const gone = await Promise.all(chosen.map((message) => this.#deleteFound(message)));
    return gone.filter(Boolean).length;
  }

  #dump<T>(filter: RouteFilter, convert: (message: RouteMessage) => T): Promise<T[]> {
    return issue(this.#handle.route, () => dump(filter), convert);
  }

  /** Whether it still was there: one route can go with another. */
  async #deleteFound(found: RouteMessage): Promise<boolean> {
    const { family, destinationLength, sourceLength, tos, protocol, scope, type, tableId } = found;
    const { destination, from, metric, source, gateway, via, dev, nhid } = found;
    // A next hop object is told beside what it is, and the kernel takes but one of both.
    const hop = nhid === undefined ? { gateway, via, dev } : { nhid };
    try {
      await this.#handle.route.request({
        type: RTM_DELROUTE,
        subject: destination ?? 'default',
        body: routeBody,
        header: {
          family,
          destinationLength,
          sourceLength,
          tos,
          table: RT_TABLE_UNSPEC,
          protocol,
          scope,
          type,
        },
        attributes: { destination, from, metric, source, tableId: tableId ?? found.table, ...hop },
      });
      return true;
    } catch (error) {
      if (error instanceof NetlinkError && error.code === 'ESRCH') return false;
      throw error;
    }
  }

  async #create(flags: number, what: string, options: OneOrMany<RouteOptions>): Promise<void> {
    if (isMany(options)) {
      const describe = (each: RouteOptions) => {
        checkOptions(what, each, routeChecks, ['to']);
        return creation(flags, each);
      };
      await requestEach(this.#handle, what, options, describe, readNamesOnce());
      return;
    }
    checkOptions(what, options, routeChecks, ['to']);
    await explained(
      issue(this.#handle.route, () => creation(flags, options)),
      needsOf(options),
    );
  }
}

/** What the kernel has to be built with for a route. */
function needsOf({ to, family, encap, nexthops = [] }: RouteOptions): readonly (Requirement | undefined)[] {
  const mpls = family === 'mpls' || typeof to === 'number';
  return [...encapNeeds(encap, ...nexthops.map((hop) => hop.encap)), mpls ? MPLS : undefined];
}
