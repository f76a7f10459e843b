import { ipAddress, macAddress } from '../check/ip.js';
import { type LinkRef, linkRef } from '../check/link.js';
import { type Check, type Checks, checkOptions, integer, port, wrongType } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { choice, listOf } from '../link/field.js';
import { ROUTE_PROTOCOLS } from '../names/tables.js';
import { parseIp } from '../packet/address.js';
import { indexOf } from '../tc/link_lookup.js';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE } from '../uapi/netlink.js';
import { RTM_DELMDB, RTM_GETMDB, RTM_NEWMDB } from '../uapi/rtnetlink.js';
import { AF_BRIDGE } from '../uapi/socket.js';
import { u8 } from '../wire/codec.js';
import { type MdbEntry, toMdbEntry } from './mdb_entry.js';
import { changeBody, FILTER_MODES, listBody } from './mdb_message.js';

/** Which entry: a group at a port of a bridge. */
export interface MdbId {
  /** The bridge, or the VXLAN. */
  readonly link: LinkRef;
  /** A port of it; the bridge itself for the host, the VXLAN itself. */
  readonly port: LinkRef;
  /** An IPv4, IPv6 or hardware address of a multicast group. */
  readonly group: string;
  /** Only what this one sends. */
  readonly source?: string;
  readonly vid?: number;
  /** VXLAN: the tunnel endpoint. Since Linux 6.4. */
  readonly dst?: string;
  readonly dstPort?: number;
  readonly vni?: number;
  readonly sourceVni?: number;
  readonly via?: LinkRef;
}

/** An entry to be made. */
export interface MdbOptions extends MdbId {
  /** `temp`: until nobody asks for it any more (default); `permanent`. */
  readonly state?: 'temp' | 'permanent';
  /** What `sources` means. Since Linux 6.2, as are sources and protocol. */
  readonly filterMode?: keyof typeof FILTER_MODES;
  readonly sources?: readonly string[];
  readonly protocol?: keyof typeof ROUTE_PROTOCOLS | number;
}

/** Which entries {@link Mdb.list} gives. */
export interface MdbFilter {
  readonly link?: LinkRef;
  readonly vid?: number;
}

const groupAddress: Check = (field, value) => {
  if (typeof value === 'string' && parseIp(value)) return;
  try {
    macAddress(field, value);
  } catch {
    throw wrongType(field, value, 'an IPv4, IPv6 or hardware address');
  }
};

const vid = integer(1, 4094);
const vni = integer(0, 0xff_ffff);
const idChecks: Checks<MdbId> = {
  link: linkRef,
  port: linkRef,
  group: groupAddress,
  source: ipAddress,
  vid,
  dst: ipAddress,
  dstPort: port,
  vni,
  sourceVni: vni,
  via: linkRef,
};
const checks: Checks<MdbOptions> = {
  ...idChecks,
  state: choice(u8, { temp: 0, permanent: 1 }).check,
  filterMode: choice(u8, FILTER_MODES).check,
  sources: listOf(ipAddress),
  protocol: choice(u8, ROUTE_PROTOCOLS).check,
};

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

  /** All entries, or those that match: `bridge mdb show`. */
  async list(filter: MdbFilter = {}): Promise<MdbEntry[]> {
    checkOptions('bridge.mdb.list', filter, { link: linkRef, vid });
    const { route } = this.#handle;
    const dump = route.request({
      type: RTM_GETMDB,
      flags: NLM_F_DUMP,
      body: listBody,
      header: { family: AF_BRIDGE },
    });
    const lookup = filter.link === undefined ? undefined : indexOf(route, filter.link);
    const [answers, index] = await Promise.all([dump, lookup]);
    return answers
      .flatMap(({ index, groups = [] }) => groups.flat().map((each) => toMdbEntry(index, each)))
      .filter((each) => index === undefined || each.link === index)
      .filter((each) => filter.vid === undefined || each.vid === filter.vid);
  }

  async #change(type: number, flags: number, what: string, options: MdbOptions): Promise<void> {
    checkOptions(what, options, type === RTM_DELMDB ? idChecks : checks, ['link', 'port', 'group']);
    const { link, port, group, vid, state = 'temp', sources, dstPort } = options;
    const more = {
      source: options.source,
      sources: sources?.map((address) => ({ address })),
      filterMode: options.filterMode,
      protocol: options.protocol,
      dst: options.dst,
      port: dstPort,
      vni: options.vni,
      via: options.via,
      sourceVni: options.sourceVni,
    };
    await this.#handle.route.request({
      type,
      subject: group,
      flags,
      body: changeBody,
      header: { family: AF_BRIDGE, index: link },
      attributes: {
        entry: { port, state, vid, group },
        ...(Object.values(more).some((value) => value !== undefined) ? { more } : {}),
      },
    });
  }
}
