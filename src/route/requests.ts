/** Requests about routes, as messages. */

import { parsePrefix } from '../check/ip.js';
import type { Request } from '../netlink/request.js';
import {
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RT_TABLE_UNSPEC,
  RTM_DELROUTE,
  RTM_NEWROUTE,
  RTNH_F_ONLINK,
  RTNH_F_PERVASIVE,
} from '../uapi/rtnetlink.js';
import { routeBody } from './message.js';
import { withLocks } from './metrics.js';
import { hopValues, type RouteNexthopOptions, type WrittenHop } from './nexthops.js';
import { numbersOf, type RouteOptions, type ScopeRef, type Target, targetOf } from './options.js';

export type RouteRequest = Request<typeof routeBody>;

const WAYS_OUT = ['via', 'dev', 'nexthops', 'nhid'] as const;

/** RTM_NEWROUTE. */
export function creation(flags: number, options: RouteOptions): RouteRequest {
  const target = targetOf(options);
  const { type = 'unicast', protocol = 'boot', scope = defaultScope(options, target) } = options;
  // To the kernel it would be a device that there is not.
  if (type === 'unicast' && WAYS_OUT.every((way) => options[way] === undefined))
    throw new TypeError(`a route of type unicast needs one of ${WAYS_OUT.join(', ')}`);
  return request(RTM_NEWROUTE, flags, options, target, { type, protocol, scope });
}

const ANY = { type: 'unspec', protocol: 'unspec', scope: 'nowhere' } as const;
/** MPLS has one type and one scope, and wants to hear of them. */
const ANY_OF_MPLS = { ...ANY, type: 'unicast', scope: 'global' } as const;

/** RTM_DELROUTE: what is not said stays open. */
export function deletion(options: RouteOptions): RouteRequest {
  const target = targetOf(options);
  const any = target.family === 'mpls' ? ANY_OF_MPLS : ANY;
  const { type = any.type, protocol = any.protocol, scope = any.scope } = options;
  return request(RTM_DELROUTE, 0, options, target, { type, protocol, scope });
}

/** Scopes of types that do not depend on anything else, as `ip route` takes them when nothing is said. */
const SCOPES_OF_TYPES: Readonly<Record<string, ScopeRef>> = {
  local: 'host',
  nat: 'host',
  broadcast: 'link',
  multicast: 'link',
  anycast: 'link',
};

/** Types that `ip route` puts into the table `local` when nothing is said. */
const LOCAL_TYPES = new Set(['local', 'broadcast', 'anycast', 'nat']);

/** IPv6 and MPLS routes have no scope; an IPv4 route without a gateway ends on the link. */
function defaultScope(options: RouteOptions, target: Target): ScopeRef {
  const { via, nexthops, nhid, type = 'unicast' } = options;
  if (target.family !== 'inet') return 'global';
  const direct = via === undefined && nexthops === undefined && nhid === undefined;
  return SCOPES_OF_TYPES[type] ?? (direct && type === 'unicast' ? 'link' : 'global');
}

function tableOf({ table, type = 'unicast' }: RouteOptions): number {
  if (table === undefined) return LOCAL_TYPES.has(type) ? RT_TABLE_LOCAL : RT_TABLE_MAIN;
  return numbersOf.table(table);
}

const LABEL_BITS = 20;

/** A label and the mark of the last one on the stack, as the four bytes of an address. */
const labelBytes = (label: number) =>
  [label >>> 12, (label >>> 4) & 255, ((label & 15) << 4) | 1, 0].join('.');

/** Each family has its own kind of destination. */
export function destinationOf(target: Target): { destination?: string; destinationLength: number } {
  if (target.family === 'mpls')
    return { destination: labelBytes(target.label), destinationLength: LABEL_BITS };
  const { address, length = 0 } = target.prefix ?? {};
  if (address === undefined || length === 0) return { destinationLength: length };
  return { destination: address, destinationLength: length };
}

const flagsOf = ({ onlink, pervasive }: Pick<RouteOptions, 'onlink' | 'pervasive'>) =>
  (onlink ? RTNH_F_ONLINK : 0) | (pervasive ? RTNH_F_PERVASIVE : 0);

function request(
  messageType: number,
  flags: number,
  options: RouteOptions,
  target: Target,
  { type, protocol, scope }: Required<Pick<RouteOptions, 'type' | 'protocol' | 'scope'>>,
): RouteRequest {
  const { to, from } = options;
  const { family } = target;
  const { destination, destinationLength } = destinationOf(target);
  const source = from === undefined ? undefined : parsePrefix('from', from);
  const table = tableOf(options);
  const hop = (each: RouteNexthopOptions, index: number): WrittenHop => ({
    dev: each.dev,
    weight: each.weight ?? 1,
    flags: flagsOf(each),
    attributes: hopValues(`nexthops[${index}].`, each, family),
  });
  return {
    type: messageType,
    flags,
    subject: to,
    body: routeBody,
    header: {
      family,
      destinationLength,
      sourceLength: source?.length,
      tos: options.tos === undefined ? 0 : numbersOf.tos(options.tos),
      // Larger numbers do not fit here and go into an attribute.
      table: table > 255 ? RT_TABLE_UNSPEC : table,
      type,
      protocol: numbersOf.protocol(protocol),
      scope: numbersOf.scope(scope),
      flags: flagsOf(options),
    },
    attributes: {
      destination,
      from: source?.address,
      ...hopValues('', options, family),
      dev: options.dev,
      metric: options.metric,
      source: options.source,
      metrics: options.metrics && (withLocks(options.metrics) as never),
      nexthops: options.nexthops?.map(hop) as never,
      tableId: table > 255 ? table : undefined,
      pref: options.pref,
      expires: options.expires,
      ttlPropagate: options.ttlPropagate === undefined ? undefined : Number(options.ttlPropagate),
      nhid: options.nhid,
    },
  };
}
