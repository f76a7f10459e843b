import { checkOptions } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { indexOf } from '../netlink/link_lookup.js';
import { MDB_PERMANENT } from '../uapi/if_bridge.js';
import { NLM_F_BULK, NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE } from '../uapi/netlink.js';
import { RTM_DELMDB, RTM_GETMDB, RTM_NEWMDB } from '../uapi/rtnetlink.js';
import { AF_BRIDGE } from '../uapi/socket.js';
import { type MdbEntry, type MdbRouter, toMdbEntry, toMdbRouter } from './mdb_entry.js';
import { changeBody, listBody, queryBody } from './mdb_message.js';
import {
  checks,
  filterChecks,
  flushChecks,
  groupChecks,
  idChecks,
  type MdbFilter,
  type MdbFlush,
  type MdbGroup,
  type MdbId,
  type MdbOptions,
} from './mdb_options.js';

/** Where a bridge or a VXLAN sends multicast: `bridge mdb`. Changes need CAP_NET_ADMIN; bridge(8). */
export class Mdb {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** Makes an entry: `bridge mdb add dev BRIDGE port PORT grp GROUP`. @throws NetlinkError EEXIST, EINVAL, ENODEV */
  async add(options: MdbOptions): Promise<void> {
    await this.#change(RTM_NEWMDB, NLM_F_CREATE | NLM_F_EXCL, 'bridge.mdb.add', options);
  }

  /** Makes an entry, or changes the one that is there: `bridge mdb replace`. Since Linux 6.2. */
  async replace(options: MdbOptions): Promise<void> {
    await this.#change(RTM_NEWMDB, NLM_F_CREATE | NLM_F_REPLACE, 'bridge.mdb.replace', options);
  }

  /** Takes an entry away: `bridge mdb delete`. @throws NetlinkError EINVAL or ENOENT if there is none. */
  async delete(id: MdbId): Promise<void> {
    await this.#change(RTM_DELMDB, 0, 'bridge.mdb.delete', id);
  }

  /**
   * What a group leads to, one entry a port: `bridge mdb get dev BRIDGE grp GROUP`. Since Linux 6.8.
   *
   * @throws NetlinkError ENOENT if it leads nowhere.
   */
  async get(group: MdbGroup): Promise<MdbEntry[]> {
    checkOptions('bridge.mdb.get', group, groupChecks, ['link', 'group']);
    const { source, dst, sourceVni } = group;
    const more = said({ source, dst, sourceVni });
    const answers = await this.#handle.route.request({
      type: RTM_GETMDB,
      subject: group.group,
      body: queryBody,
      header: { family: AF_BRIDGE, index: group.link },
      attributes: { entry: { group: group.group, vid: group.vid }, more },
    });
    return answers.flatMap(({ index, groups = [] }) => groups.flat().map((each) => toMdbEntry(index, each)));
  }

  /** All entries, or those that match: `bridge mdb show`. */
  async list(filter: MdbFilter = {}): Promise<MdbEntry[]> {
    checkOptions('bridge.mdb.list', filter, filterChecks);
    const answers = await this.#dump(filter);
    return answers
      .flatMap(({ index, groups = [] }) => groups.flat().map((each) => toMdbEntry(index, each)))
      .filter(({ vid }) => filter.vid === undefined || vid === filter.vid);
  }

  /** The ports that lead to multicast routers: the last lines of `bridge -statistics mdb show`. */
  async routers(filter: MdbFilter = {}): Promise<MdbRouter[]> {
    checkOptions('bridge.mdb.routers', filter, filterChecks);
    const answers = await this.#dump(filter);
    return answers
      .flatMap(({ index, routers = [] }) => routers.map((each) => toMdbRouter(index, each)))
      .filter(({ vid }) => filter.vid === undefined || vid === filter.vid);
  }

  /**
   * Takes all entries of a bridge or VXLAN away that match: `bridge mdb flush`. Since Linux 6.8.
   *
   * @throws NetlinkError EINVAL where the kernel cannot.
   */
  async flush(filter: MdbFlush): Promise<void> {
    checkOptions('bridge.mdb.flush', filter, flushChecks, ['link']);
    const { link, port, vid, state, protocol, dst, dstPort, vni, sourceVni, via } = filter;
    const stateMask = state === undefined ? undefined : MDB_PERMANENT;
    await this.#handle.route.request({
      type: RTM_DELMDB,
      subject: link,
      flags: NLM_F_BULK,
      body: changeBody,
      header: { family: AF_BRIDGE, index: link },
      attributes: {
        entry: { port, state, vid },
        more: said({ protocol, dst, port: dstPort, vni, via, sourceVni, stateMask }),
      },
    });
  }

  /** The kernel does not filter by bridge. */
  async #dump({ link }: MdbFilter) {
    const { route } = this.#handle;
    const dump = route.request({
      type: RTM_GETMDB,
      flags: NLM_F_DUMP,
      body: listBody,
      header: { family: AF_BRIDGE },
    });
    const lookup = link === undefined ? undefined : indexOf(route, link);
    const [answers, wanted] = await Promise.all([dump, lookup]);
    return answers.filter(({ index }) => wanted === undefined || index === wanted);
  }

  async #change(type: number, flags: number, what: string, options: MdbOptions): Promise<void> {
    checkOptions(what, options, type === RTM_DELMDB ? idChecks : checks, ['link', 'port', 'group']);
    const { link, port, group, vid, state = 'temp', sources } = options;
    const { source, filterMode, protocol, dst, dstPort, vni, via, sourceVni } = options;
    await this.#handle.route.request({
      type,
      subject: group,
      flags,
      body: changeBody,
      header: { family: AF_BRIDGE, index: link },
      attributes: {
        entry: { port, state, vid, group },
        more: said({
          source,
          sources: sources?.map((address) => ({ address })),
          filterMode,
          protocol,
          dst,
          port: dstPort,
          vni,
          via,
          sourceVni,
        }),
      },
    });
  }
}

/** Nothing at all where nothing is said: older kernels know no attributes beside the entry. */
function said<T extends object>(values: T): T | undefined {
  return Object.values(values).some((value) => value !== undefined) ? values : undefined;
}
