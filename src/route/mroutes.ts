import { ipAddress } from '../check/ip.js';
import { type Ifindex, type LinkRef, linkRef } from '../check/link.js';
import { type Checks, checkOptions, oneOf } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { readOnly, seconds } from '../link/field.js';
import { issue } from '../names/issue.js';
import { ROUTE_TABLES, tableNames } from '../names/tables.js';
import { indexOf } from '../netlink/link_lookup.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import {
  RTA_DST,
  RTA_EXPIRES,
  RTA_IIF,
  RTA_MFC_STATS,
  RTA_MULTIPATH,
  RTA_SRC,
  RTA_TABLE,
  RTM_GETROUTE,
  RTNH_F_OFFLOAD,
  RTNH_F_UNRESOLVED,
  RTNL_FAMILY_IP6MR,
  RTNL_FAMILY_IPMR,
} from '../uapi/rtnetlink.js';
import { attributes, type RawAttribute } from '../wire/attributes.js';
import { ip, link, named, u32, u64 } from '../wire/codec.js';
import type { Decoded } from '../wire/message.js';
import { struct } from '../wire/struct.js';
import { routeBody } from './message.js';
import { multipath } from './nexthops.js';
import { type TableRef, tableCheck } from './options.js';

const FAMILIES = { inet: RTNL_FAMILY_IPMR, inet6: RTNL_FAMILY_IP6MR } as const;

/** As messages have them. */
const NAMES = { inet: 'ipmr', inet6: 'ip6mr' } as const;

/** `struct rta_mfc_stats` */
const stats = struct({ packets: u64, bytes: u64, wrongIif: u64 });

/** A multicast forwarding entry: `struct rtmsg`, as of a route, and attributes that mean something else here. */
export const mrouteBody = {
  header: routeBody.header,
  attributes: attributes({
    group: [RTA_DST, ip],
    source: [RTA_SRC, ip],
    iif: [RTA_IIF, link],
    oifs: [RTA_MULTIPATH, multipath],
    table: [RTA_TABLE, named(u32, ROUTE_TABLES)],
    stats: [RTA_MFC_STATS, { size: stats.size, write: stats.write, read: stats.read }],
    age: [RTA_EXPIRES, readOnly(seconds(u64))],
  }),
};

/** A link that a group is forwarded to. */
export interface MrouteOif {
  readonly dev: Ifindex | undefined;
  /** Packets whose TTL is not greater stay here. */
  readonly ttl: number;
}

/** Where what a source sends to a group is forwarded: a line of `ip mroute show`. */
export interface Mroute {
  readonly family: keyof typeof FAMILIES;
  readonly group: string;
  /** `0.0.0.0` or `::`: any. */
  readonly source: string;
  /** The link that it has to come in by; `undefined`: nobody has said yet. */
  readonly iif: Ifindex | undefined;
  readonly oifs: readonly MrouteOif[];
  /** Whether the routing daemon has been asked and has not answered. */
  readonly unresolved: boolean;
  readonly offload: boolean;
  readonly table: keyof typeof ROUTE_TABLES | number;
  readonly packets: bigint;
  readonly bytes: bigint;
  /** Packets that came in by another link. */
  readonly wrongIif: bigint;
  /** Seconds since it was last used. */
  readonly age: number | undefined;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

/** Which entries {@link Mroutes.list} gives. */
export interface MrouteFilter {
  /** Default: both. */
  readonly family?: keyof typeof FAMILIES;
  readonly group?: string;
  readonly source?: string;
  readonly iif?: LinkRef;
  readonly table?: TableRef;
}

const checks: Checks<MrouteFilter> = {
  family: oneOf(...Object.keys(FAMILIES)),
  group: ipAddress,
  source: ipAddress,
  iif: linkRef,
  table: tableCheck,
};

/** @internal */
export function toMroute(message: Decoded<typeof mrouteBody>): Mroute {
  const { flags, stats: counted, oifs = [], unknown = [] } = message;
  const inet6 = message.family === 'ip6mr';
  const any = inet6 ? '::' : '0.0.0.0';
  return {
    family: inet6 ? 'inet6' : 'inet',
    group: message.group ?? any,
    source: message.source ?? any,
    iif: message.iif,
    oifs: oifs.map(({ dev, weight }) => ({ dev, ttl: weight - 1 })),
    unresolved: (flags & RTNH_F_UNRESOLVED) !== 0,
    offload: (flags & RTNH_F_OFFLOAD) !== 0,
    table: message.table ?? 0,
    packets: counted?.packets ?? 0n,
    bytes: counted?.bytes ?? 0n,
    wrongIif: counted?.wrongIif ?? 0n,
    age: message.age,
    unknown,
  };
}

/** Where multicast is forwarded, as a routing daemon has it: `ip mroute`; ip-mroute(8). */
export class Mroutes {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** All entries, or those that match: `ip mroute show`. Needs no privilege. */
  async list(filter: MrouteFilter = {}): Promise<Mroute[]> {
    checkOptions('mroutes.list', filter, checks);
    const { family, group, source, iif } = filter;
    const { route } = this.#handle;
    const families = family ? [family] : (Object.keys(FAMILIES) as (keyof typeof FAMILIES)[]);
    let table: number | undefined;
    const dumps = families.map((each) =>
      issue(
        route,
        () => {
          table = filter.table === undefined ? undefined : tableNames.number('table', filter.table);
          return {
            type: RTM_GETROUTE,
            flags: NLM_F_DUMP,
            body: mrouteBody,
            header: { family: FAMILIES[each] },
          };
        },
        // Of a family that it does not know, the kernel lists all others.
        (message) => (message.family === NAMES[each] ? toMroute(message) : undefined),
      ),
    );
    const [index, ...found] = await Promise.all([
      iif === undefined ? undefined : indexOf(route, iif),
      ...dumps,
    ]);
    return found
      .flat()
      .filter((entry) => entry !== undefined)
      .filter((entry) => group === undefined || entry.group === group)
      .filter((entry) => source === undefined || entry.source === source)
      .filter((entry) => index === undefined || entry.iif === index)
      .filter((entry) => table === undefined || tableNames.number('table', entry.table) === table);
  }
}
