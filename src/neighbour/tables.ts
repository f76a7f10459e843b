import { type Ifindex, type LinkRef, linkRef } from '../check/link.js';
import { type Checks, checkOptions, integer, oneOf } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { indexOf } from '../netlink/link_lookup.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import { RTM_GETNEIGHTBL, RTM_SETNEIGHTBL } from '../uapi/rtnetlink.js';
import { AF_INET, AF_INET6, AF_UNSPEC } from '../uapi/socket.js';
import type { RawAttribute } from '../wire/attributes.js';
import type { Decoded } from '../wire/message.js';
import { type TableConfiguration, type TableStatistics, tableBody } from './table_message.js';

const TABLES = { arp_cache: AF_INET, ndisc_cache: AF_INET6 } as const;

/** The table of IPv4 and that of IPv6. */
export type NeighbourTableName = keyof typeof TABLES;

/** What can be set of a table. Times are in milliseconds, which the kernel rounds to ticks of its own (1 to 10 ms). */
export interface NeighbourTableOptions {
  readonly name: NeighbourTableName;
  /** The settings of this link. Default: those that new links start with. */
  readonly link?: LinkRef;
  /** Fewer entries than this are never collected; more than thresh2 for a while, or than thresh3 at all, are too many. */
  readonly thresh1?: number;
  readonly thresh2?: number;
  readonly thresh3?: number;
  readonly gcInterval?: number;
  /** How long one that was confirmed counts as reachable; the kernel takes half to one and a half of it. */
  readonly baseReachableTime?: number;
  /** Between two questions. */
  readonly retransmitTime?: number;
  readonly gcStaleTime?: number;
  readonly delayProbeTime?: number;
  /** Between two questions about a managed one. Since Linux 6.0. */
  readonly intervalProbeTime?: number;
  /** Packets that wait for an answer, at most. */
  readonly queueLength?: number;
  readonly queueBytes?: number;
  readonly appProbes?: number;
  readonly unicastProbes?: number;
  readonly multicastProbes?: number;
  readonly multicastReprobes?: number;
  readonly anycastDelay?: number;
  readonly proxyDelay?: number;
  readonly proxyQueueLength?: number;
  readonly lockTime?: number;
}

/** Settings that neighbours live by, of a table or of a link: a part of `ip ntable show`. Times are in milliseconds. */
export interface NeighbourTable extends NeighbourTableOptions {
  /** `undefined`: these are the table's own, and what new links start with. */
  readonly link?: Ifindex;
  /** What counts at the moment. */
  readonly reachableTime?: number;
  readonly references?: number;
  readonly configuration?: TableConfiguration;
  readonly statistics?: TableStatistics;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

/** Which settings {@link NeighbourTables.list} gives. */
export interface NeighbourTableFilter {
  readonly name?: NeighbourTableName;
  readonly link?: LinkRef;
}

const tableName = oneOf(...Object.keys(TABLES));
const number = integer(0, 0xffff_ffff);

const checks: Checks<NeighbourTableOptions> = {
  name: tableName,
  link: linkRef,
  thresh1: number,
  thresh2: number,
  thresh3: number,
  gcInterval: number,
  baseReachableTime: number,
  retransmitTime: number,
  gcStaleTime: number,
  delayProbeTime: number,
  intervalProbeTime: number,
  queueLength: number,
  queueBytes: number,
  appProbes: number,
  unicastProbes: number,
  multicastProbes: number,
  multicastReprobes: number,
  anycastDelay: number,
  proxyDelay: number,
  proxyQueueLength: number,
  lockTime: number,
};

function toTable({ parameters = {}, ...message }: Decoded<typeof tableBody>): NeighbourTable {
  const { family: _, pad1: __, pad2: ___, padding: ____, unknown = [], ...table } = message;
  const { padding: _____, unknown: more = [], ...settings } = parameters;
  return {
    ...table,
    ...settings,
    name: (table.name ?? '') as NeighbourTableName,
    unknown: [...unknown, ...more],
  };
}

/** How long neighbours are believed, and how many there may be: `ip ntable`; arp(7). */
export class NeighbourTables {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** The settings of both tables, and of every link in them: `ip ntable show`. */
  async list(filter: NeighbourTableFilter = {}): Promise<NeighbourTable[]> {
    checkOptions('neighbours.tables.list', filter, { name: tableName, link: linkRef });
    const { name, link } = filter;
    const { route } = this.#handle;
    const dump = route.request({
      type: RTM_GETNEIGHTBL,
      flags: NLM_F_DUMP,
      body: tableBody,
      header: { family: name === undefined ? AF_UNSPEC : TABLES[name] },
    });
    const [found, index] = await Promise.all([dump, link === undefined ? undefined : indexOf(route, link)]);
    return found
      .map(toTable)
      .filter((table) => name === undefined || table.name === name)
      .filter((table) => index === undefined || table.link === index);
  }

  /**
   * Changes settings: `ip ntable change`. The thresholds and the interval are the whole machine's and can only be set in
   * the first namespace. Needs CAP_NET_ADMIN. @throws NetlinkError ENOENT
   */
  async set(options: NeighbourTableOptions): Promise<void> {
    checkOptions('neighbours.tables.set', options, checks, ['name']);
    const { name, thresh1, thresh2, thresh3, gcInterval, ...settings } = options;
    await this.#handle.route.request({
      type: RTM_SETNEIGHTBL,
      subject: name,
      body: tableBody,
      header: { family: TABLES[name] },
      attributes: {
        name,
        thresh1,
        thresh2,
        thresh3,
        gcInterval,
        ...(Object.values(settings).some((value) => value !== undefined) ? { parameters: settings } : {}),
      },
    });
  }
}
