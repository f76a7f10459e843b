import { ipAddress, type Prefix, parsePrefix, prefix } from '../check/ip.js';
import { type LinkRef, linkRef } from '../check/link.js';
import { boolean, type Check, type Checks, integer, oneOf, wrongType } from '../check/options.js';
import {
  dsfieldNames,
  type NameOf,
  numberOrName,
  protocolNames,
  type Realms,
  type ROUTE_PROTOCOLS,
  type ROUTE_TABLES,
  type SCOPES,
  scopeNames,
  tableNames,
} from '../names/tables.js';
import { type EncapOptions, encapCheck } from './encap/index.js';
import { label, labelStack } from './labels.js';
import { PREFERENCES, ROUTE_TYPES } from './message.js';
import { type MetricsOptions, metricsCheck } from './metrics.js';
import { nexthopsCheck, type RouteNexthopOptions } from './nexthops.js';
import { realmsCheck } from './realms.js';

/** A table: a number, a name that it has everywhere, or one from /etc/iproute2/rt_tables. */
export type TableRef = NameOf<typeof ROUTE_TABLES> | number;

/** Who made a route: a number, a name of the kernel's, or one from /etc/iproute2/rt_protos. */
export type ProtocolRef = NameOf<typeof ROUTE_PROTOCOLS> | number;

/** A scope: a number, a name that it has everywhere, or one from /etc/iproute2/rt_scopes. */
export type ScopeRef = NameOf<typeof SCOPES> | number;

/** A route to be made, or to be found for deletion. */
export interface RouteOptions {
  /** `'default'`, or a prefix; an address alone is a route to that host. Of an MPLS route the label. */
  readonly to: string | number;
  /** Gateway. May be of the other family than the route. */
  readonly via?: string;
  /** Link to leave by. Not needed where `via` can be reached already. */
  readonly dev?: LinkRef;
  /** Lower is preferred. Default: 0 for IPv4, 1024 for IPv6. */
  readonly metric?: number;
  /** Default: `local` for types `local`, `broadcast`, `anycast` and `nat`, otherwise `main`. */
  readonly table?: TableRef;
  /**
   * Default: `host` for types `local` and `nat`, `link` for `broadcast`, `multicast`, `anycast` and for
   * unicast without a gateway, otherwise, and for IPv6, `global`.
   */
  readonly scope?: ScopeRef;
  /** Default `unicast`. */
  readonly type?: keyof typeof ROUTE_TYPES;
  /** Who made it. Default `boot`, as `ip route`. */
  readonly protocol?: ProtocolRef;
  /** Source address that packets get by default: `src` of `ip route`. */
  readonly source?: string;
  /** Take `via` to be on the link, whatever its address. */
  readonly onlink?: boolean;
  /** The flag of that name, which the kernel takes, and makes nothing of. */
  readonly pervasive?: boolean;
  /** Only for packets from this prefix; IPv6 only. */
  readonly from?: string;
  /** Only for packets with this TOS: a number, or a name from /etc/iproute2/rt_dsfield; IPv4 only. */
  readonly tos?: string | number;
  /** Several next hops, among which the kernel shares out: instead of `via`, `dev` and `encap`. */
  readonly nexthops?: readonly RouteNexthopOptions[];
  /** The id of a next hop object ({@link Nexthops}), or group of them: instead of `via`, `dev` and `encap`. */
  readonly nhid?: number;
  readonly metrics?: MetricsOptions;
  /** What to put around the packets. */
  readonly encap?: EncapOptions;
  /** IPv4 only. */
  readonly realms?: Realms;
  /** Preference among routers; IPv6 only. Default `medium`. */
  readonly pref?: 'low' | 'medium' | 'high';
  /** Seconds after which it goes away; IPv6 only. */
  readonly expires?: number;
  /** Labels to put in the place of the one that the route is for; MPLS only. Default: none, the label is taken off. */
  readonly as?: readonly number[];
  /** Whether the TTL goes on into the packet when the last label is taken off; MPLS only. */
  readonly ttlPropagate?: boolean;
  /** Only needed for `'default'` without `via`. Default: that of `to` or `via`, else `inet`. */
  readonly family?: 'inet' | 'inet6' | 'mpls';
}

const LABEL = /^\d+$/;

export const routeFamily = oneOf('inet', 'inet6', 'mpls');
export const tableCheck = numberOrName(0xffff_ffff);
export const protocolCheck = numberOrName(0xff);
export const tosCheck = numberOrName(0xff);
export const routeType = oneOf(...Object.keys(ROUTE_TYPES));

const destination: Check = (field, value) => {
  if (typeof value === 'number') label(field, value);
  else if (value !== 'default' && !LABEL.test(String(value))) parsePrefix(field, value);
};

export const routeChecks: Checks<RouteOptions> = {
  to: destination,
  via: ipAddress,
  dev: linkRef,
  metric: integer(0, 0xffff_ffff),
  table: tableCheck,
  scope: numberOrName(0xff),
  type: routeType,
  protocol: protocolCheck,
  source: ipAddress,
  onlink: boolean,
  pervasive: boolean,
  from: prefix,
  tos: tosCheck,
  nexthops: nexthopsCheck,
  nhid: integer(1, 0xffff_ffff),
  metrics: metricsCheck,
  encap: encapCheck,
  realms: realmsCheck,
  pref: oneOf(...Object.keys(PREFERENCES).filter((name) => name !== 'invalid')),
  expires: integer(1, 0xffff_ffff),
  as: labelStack.check,
  ttlPropagate: boolean,
  family: routeFamily,
};

type Family = NonNullable<RouteOptions['family']>;

/** Options that the kernel would ignore, without a word, for routes of other families. */
const ONLY_FOR: Readonly<Partial<Record<keyof RouteOptions, Family>>> = {
  from: 'inet6',
  pref: 'inet6',
  expires: 'inet6',
  realms: 'inet',
  tos: 'inet',
  as: 'mpls',
  ttlPropagate: 'mpls',
};

const ONLY = Object.entries(ONLY_FOR) as [keyof RouteOptions, Family][];

/** Where a route leads, if all that is said of it fits. */
export type Target =
  | { readonly family: 'inet' | 'inet6'; readonly prefix: Prefix | undefined }
  | { readonly family: 'mpls'; readonly label: number };

export function targetOf(options: Pick<RouteOptions, 'to' | 'via' | 'family' | 'source' | 'from'>): Target {
  const { to, via, family } = options;
  if (typeof to === 'number' || family === 'mpls') {
    if (family !== undefined && family !== 'mpls') throw wrongType('to', to, `a prefix of family ${family}`);
    if (typeof to === 'string' && !LABEL.test(to)) throw wrongType('to', to, 'a label, of family mpls');
    label('to', Number(to));
    checkFamily(options, 'mpls');
    return { family: 'mpls', label: Number(to) };
  }
  const prefix = to === 'default' ? undefined : parsePrefix('to', to);
  const said = (prefix?.address ?? (family === undefined ? via : undefined))?.includes(':');
  const found = said === undefined ? (family ?? 'inet') : said ? 'inet6' : 'inet';
  if (family !== undefined && family !== found) throw wrongType('to', to, `a prefix of family ${family}`);
  checkFamily(options, found);
  for (const option of ['source', 'from'] as const) {
    const address = options[option];
    if (address !== undefined && address.includes(':') !== (found === 'inet6'))
      throw wrongType(option, address, 'of the IP version of the route');
  }
  return { family: found, prefix };
}

function checkFamily(options: Readonly<Partial<Record<keyof RouteOptions, unknown>>>, family: Family): void {
  for (const [option, only] of ONLY)
    if (options[option] !== undefined && only !== family)
      throw new TypeError(`${option} is for routes of family ${only}, and this one is of ${family}`);
}

/** Numbers of what has names. */
export const numbersOf = {
  table: (name: TableRef) => tableNames.number('table', name),
  protocol: (name: ProtocolRef) => protocolNames.number('protocol', name),
  scope: (name: ScopeRef) => scopeNames.number('scope', name),
  tos: (name: string | number) => dsfieldNames.number('tos', name),
};
