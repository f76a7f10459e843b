import { covers, ipAddress, type Prefix, parsePrefix, prefix } from '../check/ip.js';
import { type LinkRef, linkRef } from '../check/link.js';
import { boolean, type Checks, integer } from '../check/options.js';
import { numberOrName } from '../names/tables.js';
import type { Request } from '../netlink/request.js';
import { formatIp, parseIp } from '../packet/address.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import { RTM_F_CLONED, RTM_GETROUTE } from '../uapi/rtnetlink.js';
import { AF_UNSPEC } from '../uapi/socket.js';
import { type ROUTE_TYPES, routeBody } from './message.js';
import {
  numbersOf,
  type ProtocolRef,
  protocolCheck,
  routeFamily,
  routeType,
  type ScopeRef,
  type TableRef,
  tableCheck,
} from './options.js';
import type { Route } from './route.js';

/** Which routes {@link Routes.list} gives. */
export interface RouteFilter {
  readonly family?: 'inet' | 'inet6' | 'mpls';
  /** Default `main`, as `ip route show`. */
  readonly table?: TableRef | 'all';
  readonly dev?: LinkRef;
  readonly protocol?: ProtocolRef;
  readonly type?: keyof typeof ROUTE_TYPES;
  /** What the kernel has learned of single destinations (path MTU, redirects) instead: `ip route show cache`. */
  readonly cached?: boolean;
  /** To exactly this: `ip route show exact PREFIX`. From here on the kernel does not filter. */
  readonly to?: string;
  /** To this prefix or to a part of it: `ip route show root PREFIX`. */
  readonly root?: string;
  /** To this prefix or to one that it is a part of: `ip route show match PREFIX`. */
  readonly match?: string;
  readonly via?: string;
  readonly source?: string;
  readonly scope?: ScopeRef;
  readonly metric?: number;
  readonly nhid?: number;
}

export const filterChecks: Checks<RouteFilter> = {
  family: routeFamily,
  table: tableCheck,
  dev: linkRef,
  protocol: protocolCheck,
  type: routeType,
  cached: boolean,
  to: (field, value) => {
    if (value !== 'default') parsePrefix(field, value);
  },
  root: prefix,
  match: prefix,
  via: ipAddress,
  source: ipAddress,
  scope: numberOrName(0xff),
  metric: integer(0, 0xffff_ffff),
  nhid: integer(1, 0xffff_ffff),
};

/** RTM_GETROUTE for all that the kernel can tell apart. */
export function dump({
  family,
  table = 'main',
  dev,
  protocol,
  type,
  cached,
}: RouteFilter): Request<typeof routeBody> {
  return {
    type: RTM_GETROUTE,
    flags: NLM_F_DUMP,
    body: routeBody,
    header: {
      family: family ?? AF_UNSPEC,
      protocol: protocol === undefined ? undefined : numbersOf.protocol(protocol),
      type,
      flags: cached ? RTM_F_CLONED : 0,
    },
    attributes: { tableId: table === 'all' ? undefined : numbersOf.table(table), dev },
  };
}

/** The rest of a filter: nothing if there is no rest. */
export function restOf(filter: RouteFilter): ((route: Route) => boolean) | undefined {
  const { family, to, root, match, via, source, scope, metric, nhid } = filter;
  const tests: ((route: Route) => boolean)[] = [];
  // Asked for a family that it lacks, a kernel gives all that it has; of the others it lacks none.
  if (family === 'mpls') tests.push((route) => route.family === family);
  if (to === 'default') tests.push((route) => route.to === 'default');
  else if (to !== undefined) tests.push(within(to, (route, wanted) => same(route, wanted)));
  if (root !== undefined) tests.push(within(root, (route, wanted) => covers(wanted, route)));
  if (match !== undefined) tests.push(within(match, (route, wanted) => covers(route, wanted)));
  if (via !== undefined) {
    const wanted = asRead(via);
    tests.push(
      ({ via: main, nexthops }) => main === wanted || nexthops?.some((hop) => hop.via === wanted) === true,
    );
  }
  if (source !== undefined) {
    const wanted = asRead(source);
    tests.push((route) => route.source === wanted);
  }
  if (scope !== undefined) {
    const number = numbersOf.scope(scope);
    tests.push((route) => numbersOf.scope(route.scope) === number);
  }
  if (metric !== undefined) tests.push((route) => (route.metric ?? 0) === metric);
  if (nhid !== undefined) tests.push((route) => route.nhid === nhid);
  return tests.length === 0 ? undefined : (route) => tests.every((test) => test(route));
}

/** An address as routes have it: `2001:DB8:0::1` is `2001:db8::1`. */
function asRead(address: string): string {
  const bytes = parseIp(address);
  return bytes ? formatIp(bytes) : address;
}

function within(text: string, test: (route: Prefix, wanted: Prefix) => boolean): (route: Route) => boolean {
  const wanted = parsePrefix('prefix', text);
  return ({ family, to }) => {
    if (family !== (wanted.bytes.length === 16 ? 'inet6' : 'inet')) return false;
    const everything = { address: '', bytes: new Uint8Array(wanted.bytes.length), length: 0 };
    return test(to === 'default' ? everything : parsePrefix('to', to), wanted);
  };
}

const same = (one: Prefix, other: Prefix) => one.length === other.length && covers(one, other);
