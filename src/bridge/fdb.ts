import { ipAddress, macAddress } from '../check/ip.js';
import { type LinkRef, linkRef } from '../check/link.js';
import { boolean, type Checks, checkOptions, integer, oneOf, port } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { bitsOf, FLAGS, neighbourBody } from '../neighbour/message.js';
import { NTF_SELF, NUD_NOARP, NUD_PERMANENT, NUD_REACHABLE } from '../uapi/neighbour.js';
import {
  NLM_F_APPEND,
  NLM_F_BULK,
  NLM_F_CREATE,
  NLM_F_DUMP,
  NLM_F_EXCL,
  NLM_F_REPLACE,
} from '../uapi/netlink.js';
import { RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWNEIGH } from '../uapi/rtnetlink.js';
import { AF_BRIDGE } from '../uapi/socket.js';
import { type FdbEntry, type FdbState, STATES, toFdbEntry } from './fdb_entry.js';

/** Which entry: a hardware address on a link. */
export interface FdbId {
  readonly link: LinkRef;
  readonly lladdr: string;
  readonly vlan?: number;
  /** The entry of the device itself (default unless `master` is said), as a VXLAN has them. */
  readonly self?: boolean;
  /** The entry of the bridge that the link is a port of. */
  readonly master?: boolean;
  /** VXLAN: the tunnel endpoint, and what leads there. */
  readonly dst?: string;
  readonly port?: number;
  readonly vni?: number;
  readonly sourceVni?: number;
  readonly via?: LinkRef;
  /** VXLAN: a next hop object in the place of an endpoint. */
  readonly nexthop?: number;
}

/** An entry to be made: `bridge fdb add LLADDR dev LINK ...`. */
export interface FdbOptions extends FdbId {
  /** Default `permanent`. */
  readonly state?: FdbState;
  readonly use?: boolean;
  readonly router?: boolean;
  readonly externLearn?: boolean;
  /** Stays at its port, whatever is learnt. */
  readonly sticky?: boolean;
}

/** Which entries {@link Fdb.list} gives; the kernel filters by link and master. */
export interface FdbFilter {
  readonly link?: LinkRef;
  /** Only those of the ports of this bridge, and its own. */
  readonly master?: LinkRef;
  readonly vlan?: number;
  readonly state?: FdbState | 'stale';
}

/** Which entries {@link Fdb.flush} takes away; the kernel filters. */
export interface FdbFlush {
  /** The bridge or VXLAN. */
  readonly link: LinkRef;
  /** Only those at this port of the bridge. */
  readonly brport?: LinkRef;
  readonly vlan?: number;
  readonly state?: FdbState;
  readonly externLearn?: boolean;
  readonly sticky?: boolean;
  /** Those that somebody made, rather than the bridge by learning; false: those that it learnt. */
  readonly addedByUser?: boolean;
  /** Those that hardware has, too. */
  readonly offloaded?: boolean;
  readonly vni?: number;
  readonly sourceVni?: number;
  readonly nexthop?: number;
  readonly port?: number;
  readonly dst?: string;
}

/** Flags by which entries can be chosen to be taken away; one has another meaning there. */
const FLUSH_FLAGS = {
  externLearn: FLAGS.externLearn,
  sticky: FLAGS.sticky,
  addedByUser: FLAGS.use,
  offloaded: FLAGS.offload,
} as const;

const vlan = integer(1, 4094);
const vni = integer(0, 0xff_ffff);
const word = integer(1, 0xffff_ffff);
const stateName = oneOf(...Object.keys(STATES));

const places = { vlan, port, vni, sourceVni: vni, nexthop: word, dst: ipAddress };
const idChecks: Checks<FdbId> = {
  ...places,
  link: linkRef,
  lladdr: macAddress,
  self: boolean,
  master: boolean,
  via: linkRef,
};
const checks: Checks<FdbOptions> = {
  ...idChecks,
  state: stateName,
  use: boolean,
  router: boolean,
  externLearn: boolean,
  sticky: boolean,
};

const ownFlags = (options: FdbId): number =>
  bitsOf(FLAGS, options) | (options.master || options.self ? 0 : NTF_SELF);

/** Where a bridge or a VXLAN sends frames to which address: `bridge fdb`. Changes need CAP_NET_ADMIN; bridge(8). */
export class Fdb {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** Makes an entry: `bridge fdb add`. @throws NetlinkError EEXIST if it is there; ENODEV; EINVAL. */
  async add(options: FdbOptions): Promise<void> {
    await this.#write(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL, 'bridge.fdb.add', options);
  }

  /**
   * VXLAN: adds one more endpoint to those that an address has already: `bridge fdb append`. The address is that of a
   * multicast group, or 00:00:00:00:00:00 for all that is not known; of another the kernel takes no notice.
   */
  async append(options: FdbOptions): Promise<void> {
    await this.#write(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_APPEND, 'bridge.fdb.append', options);
  }

  /** Makes an entry, or changes the one that is there: `bridge fdb replace`. */
  async replace(options: FdbOptions): Promise<void> {
    await this.#write(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, 'bridge.fdb.replace', options);
  }

  /** Takes an entry away: `bridge fdb delete`. @throws NetlinkError ENOENT if there is none. */
  async delete(id: FdbId): Promise<void> {
    await this.#write(RTM_DELNEIGH, 0, 'bridge.fdb.delete', id);
  }

  /** One entry: `bridge fdb get LLADDR dev LINK`. @throws NetlinkError ENOENT if there is none. */
  async get(id: Pick<FdbId, 'link' | 'lladdr' | 'vlan' | 'vni' | 'self' | 'master'>): Promise<FdbEntry> {
    const { link, lladdr, vlan: vid, vni: network } = id ?? {};
    checkOptions(
      'bridge.fdb.get',
      id,
      { link: linkRef, lladdr: macAddress, vlan, vni, self: boolean, master: boolean },
      ['link', 'lladdr'],
    );
    const [found] = await this.#handle.route.request({
      type: RTM_GETNEIGH,
      subject: lladdr,
      body: neighbourBody,
      header: { family: AF_BRIDGE, index: link, flags: ownFlags(id) },
      attributes: { lladdr, vlan: vid, vni: network },
    });
    if (!found) throw new TypeError('the kernel answered a request for an entry with nothing');
    return toFdbEntry(found);
  }

  /** All entries, or those that match: `bridge fdb show`. Several endpoints of an address are as many entries. */
  async list(filter: FdbFilter = {}): Promise<FdbEntry[]> {
    checkOptions('bridge.fdb.list', filter, {
      link: linkRef,
      master: linkRef,
      vlan,
      state: oneOf(...Object.keys(STATES), 'stale'),
    });
    const { link, master, vlan: vid, state } = filter;
    const found = await this.#handle.route.request({
      type: RTM_GETNEIGH,
      flags: NLM_F_DUMP,
      body: neighbourBody,
      header: { family: AF_BRIDGE },
      attributes: { link, master },
    });
    return found
      .map(toFdbEntry)
      .filter((entry) => vid === undefined || entry.vlan === vid)
      .filter((entry) => state === undefined || entry.state === state);
  }

  /**
   * Takes away all entries of a bridge or VXLAN that match: `bridge fdb flush`. Since Linux 5.19, for VXLAN 6.7.
   *
   * @throws NetlinkError EOPNOTSUPP where the kernel cannot.
   */
  async flush(filter: FdbFlush): Promise<void> {
    checkOptions(
      'bridge.fdb.flush',
      filter,
      {
        ...places,
        link: linkRef,
        brport: linkRef,
        state: stateName,
        externLearn: boolean,
        sticky: boolean,
        addedByUser: boolean,
        offloaded: boolean,
      },
      ['link'],
    );
    const { link, brport, state, dst, vlan: vid, ...rest } = filter;
    const said = Object.entries(FLUSH_FLAGS).filter(([name]) => filter[name as keyof FdbFlush] !== undefined);
    const flagsMask = said.reduce((sum, [, bit]) => sum | bit, 0);
    await this.#handle.route.request({
      type: RTM_DELNEIGH,
      subject: link,
      flags: NLM_F_BULK,
      body: neighbourBody,
      header: {
        family: AF_BRIDGE,
        index: link,
        state: state === undefined ? 0 : STATES[state] & ~NUD_REACHABLE,
        flags: bitsOf(FLUSH_FLAGS, filter) | NTF_SELF,
      },
      attributes: {
        link: brport,
        vlan: vid,
        address: dst,
        port: rest.port,
        vni: rest.vni,
        sourceVni: rest.sourceVni,
        nexthop: rest.nexthop,
        stateMask: state === undefined ? undefined : NUD_PERMANENT | NUD_NOARP,
        flagsMask: flagsMask || undefined,
      },
    });
  }

  async #write(type: number, flags: number, what: string, options: FdbOptions): Promise<void> {
    checkOptions(what, options, type === RTM_DELNEIGH ? idChecks : checks, ['link', 'lladdr']);
    // To be deleted as well: drivers that know no learning refuse anything else.
    const { link, lladdr, dst, via, state = 'permanent' } = options;
    await this.#handle.route.request({
      type,
      subject: lladdr,
      flags,
      body: neighbourBody,
      header: { family: AF_BRIDGE, index: link, state: STATES[state], flags: ownFlags(options) },
      attributes: {
        lladdr,
        address: dst,
        vlan: options.vlan,
        nexthop: options.nexthop,
        port: options.port,
        vni: options.vni,
        sourceVni: options.sourceVni,
        link: via,
      },
    });
  }
}
