import { type LinkRef, linkRef } from '../check/link.js';
import { boolean, checkOptions, oneOf } from '../check/options.js';
import { NetlinkError } from '../error/netlink_error.js';
import type { Handle } from '../handle/handle.js';
import { issue } from '../names/issue.js';
import { protocolNames } from '../names/tables.js';
import { explained } from '../netlink/requirement.js';
import { encapNeeds } from '../route/encap/index.js';
import { type ProtocolRef, protocolCheck } from '../route/options.js';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from '../uapi/netlink.js';
import { NHA_OP_FLAG_DUMP_HW_STATS, NHA_OP_FLAG_DUMP_STATS } from '../uapi/nexthop.js';
import { RTM_DELNEXTHOP, RTM_GETNEXTHOP, RTM_GETNEXTHOPBUCKET } from '../uapi/rtnetlink.js';
import { nexthopBody } from './message.js';
import { type Nexthop, type NexthopBucket, toBucket, toNexthop } from './nexthop.js';
import { checkTogether, creation, type NexthopOptions, nexthopChecks, nexthopId } from './options.js';

/** What is told of next hops beside what is always told. */
export interface NexthopQuery {
  /** What went by each next hop of a group: `ip -statistics nexthop show`. Default false. Since Linux 6.9. */
  readonly stats?: boolean;
}

/** Which next hops {@link Nexthops.list} gives. */
export interface NexthopFilter extends NexthopQuery {
  readonly family?: 'inet' | 'inet6';
  readonly dev?: LinkRef;
  /** Those whose link belongs to this VRF or bridge. */
  readonly master?: LinkRef;
  /** Groups only. */
  readonly groups?: boolean;
  /** Those for forwarding databases only. */
  readonly fdb?: boolean;
  /** Here the kernel does not filter. */
  readonly protocol?: ProtocolRef;
}

/** Which buckets {@link Nexthops.buckets} gives; the kernel filters. */
export interface BucketFilter {
  /** Of this group. */
  readonly id?: number;
  /** Assigned to this next hop. */
  readonly nhid?: number;
  readonly dev?: LinkRef;
  readonly master?: LinkRef;
}

const filterChecks = {
  family: oneOf('inet', 'inet6'),
  dev: linkRef,
  master: linkRef,
  groups: boolean,
  fdb: boolean,
  protocol: protocolCheck,
  stats: boolean,
};

/** Older kernels refuse to hear of it. */
const operationFlags = ({ stats }: NexthopQuery) =>
  stats ? NHA_OP_FLAG_DUMP_STATS | NHA_OP_FLAG_DUMP_HW_STATS : undefined;

/**
 * The next hop objects of a namespace, which routes go by with `nhid`: `ip nexthop`. Since Linux 5.3. Changes need
 * CAP_NET_ADMIN; ip-nexthop(8), `<linux/nexthop.h>`.
 */
export class Nexthops {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Makes a next hop or a group: `ip nexthop add`.
   *
   * @returns Its id.
   * @throws NetlinkError EEXIST if there is one of that id; EINVAL if a group has a next hop that is not there.
   */
  add(options: NexthopOptions): Promise<number> {
    return this.#create(NLM_F_CREATE | NLM_F_EXCL, 'nexthops.add', options);
  }

  /**
   * Puts a next hop, or a group, in the place of the one of that id: `ip nexthop replace`. Routes and groups that go by it go
   * on by the new one.
   */
  replace(options: NexthopOptions & Required<Pick<NexthopOptions, 'id'>>): Promise<number> {
    return this.#create(NLM_F_CREATE | NLM_F_REPLACE, 'nexthops.replace', options);
  }

  /** Takes one away, and with it the routes that go by it: `ip nexthop delete`. @throws NetlinkError ENOENT */
  async delete(id: number): Promise<void> {
    nexthopId('id', id);
    await this.#handle.route.request({
      type: RTM_DELNEXTHOP,
      subject: id,
      body: nexthopBody,
      attributes: { id },
    });
  }

  /** One of them: `ip nexthop get`. @throws NetlinkError ENOENT */
  async get(id: number, options: NexthopQuery = {}): Promise<Nexthop> {
    nexthopId('id', id);
    checkOptions('nexthops.get', options, { stats: boolean });
    const [found] = await this.#handle.route.request({
      type: RTM_GETNEXTHOP,
      subject: id,
      body: nexthopBody,
      attributes: { id, operationFlags: operationFlags(options) },
    });
    if (!found) throw new TypeError('the kernel answered a request for a nexthop with nothing');
    return toNexthop(found);
  }

  /** All of them, or those that match: `ip nexthop show`. */
  async list(filter: NexthopFilter = {}): Promise<Nexthop[]> {
    checkOptions('nexthops.list', filter, filterChecks);
    return this.#dump(filter);
  }

  /** Deletes all that match: `ip nexthop flush`. @returns How many there were. */
  async flush(filter: NexthopFilter = {}): Promise<number> {
    checkOptions('nexthops.flush', filter, filterChecks);
    const found = await this.#dump(filter);
    // A group goes with the last of its next hops: it is taken away before that.
    const groupsFirst = [...found.filter(({ group }) => group), ...found.filter(({ group }) => !group)];
    const gone = await Promise.all(groupsFirst.map(({ id }) => this.#deleteFound(id)));
    return gone.filter(Boolean).length;
  }

  /** The buckets of resilient groups: `ip nexthop bucket show`. Since Linux 5.13. */
  async buckets(filter: BucketFilter = {}): Promise<NexthopBucket[]> {
    checkOptions('nexthops.buckets', filter, {
      id: nexthopId,
      nhid: nexthopId,
      dev: linkRef,
      master: linkRef,
    });
    const { id, nhid, dev, master } = filter;
    const bucket = nhid === undefined ? undefined : { nhid };
    return this.#handle.route.request(
      {
        type: RTM_GETNEXTHOPBUCKET,
        flags: NLM_F_DUMP,
        body: nexthopBody,
        attributes: { id, dev, master, bucket },
      },
      toBucket,
    );
  }

  async #dump({
    family = 'unspec' as never,
    dev,
    master,
    groups,
    fdb,
    protocol,
    stats = false,
  }: NexthopFilter): Promise<Nexthop[]> {
    let wanted: number | undefined;
    const describe = () => {
      if (protocol !== undefined) wanted = protocolNames.number('protocol', protocol);
      return {
        type: RTM_GETNEXTHOP,
        flags: NLM_F_DUMP,
        body: nexthopBody,
        header: { family },
        attributes: { dev, master, groups, fdb, operationFlags: operationFlags({ stats }) },
      };
    };
    const found = await issue(this.#handle.route, describe, toNexthop);
    const ofProtocol = (nexthop: Nexthop) =>
      wanted === undefined || protocolNames.number('protocol', nexthop.protocol) === wanted;
    // The kernel takes `fdb` for a filter, and then does not filter.
    return found.filter((nexthop) => (!fdb || nexthop.fdb) && ofProtocol(nexthop));
  }

  async #deleteFound(id: number): Promise<boolean> {
    try {
      await this.delete(id);
      return true;
    } catch (error) {
      if (error instanceof NetlinkError && error.code === 'ENOENT') return false;
      throw error;
    }
  }

  async #create(flags: number, what: string, options: NexthopOptions): Promise<number> {
    checkOptions(what, options, nexthopChecks, what === 'nexthops.replace' ? ['id'] : []);
    checkTogether(options);
    // Only the kernel's own report of it tells which id it chose.
    const echo = options.id === undefined ? NLM_F_ECHO : 0;
    const done = issue(this.#handle.route, () => creation(flags | echo, options), toNexthop);
    const [made] = await explained(done, encapNeeds(options.encap));
    const id = options.id ?? made?.id;
    if (id === undefined) throw new TypeError('the kernel did not tell the id of a new nexthop');
    return id;
  }
}
