import { covers, ipAddress, macAddress, parsePrefix, prefix } from '../check/ip.js';
import { type LinkRef, linkRef } from '../check/link.js';
import { boolean, type Checks, checkOptions, oneOf, wrongType } from '../check/options.js';
import { NetlinkError } from '../error/netlink_error.js';
import type { Handle } from '../handle/handle.js';
import { choice } from '../link/field.js';
import { ROUTE_PROTOCOLS } from '../names/tables.js';
import { parseIp } from '../packet/address.js';
import { NTF_PROXY } from '../uapi/neighbour.js';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE } from '../uapi/netlink.js';
import { RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWNEIGH } from '../uapi/rtnetlink.js';
import { AF_INET, AF_INET6, AF_UNSPEC } from '../uapi/socket.js';
import { u8 } from '../wire/codec.js';
import { bitsOf, EXTENDED_FLAGS, FLAGS, neighbourBody } from './message.js';
import { type Neighbour, type NeighbourState, STATES, toNeighbour } from './neighbour.js';
import { NeighbourTables } from './tables.js';

/** Which neighbour: by its address, on a link. */
export interface NeighbourId {
  readonly link: LinkRef;
  /** IPv4 or IPv6. */
  readonly address: string;
  /** An address that the link answers for (proxy ARP, proxy NDP), and no neighbour. Default false. */
  readonly proxy?: boolean;
}

/** What is known of a neighbour. */
export interface NeighbourOptions extends NeighbourId {
  /** Hardware address; proxies have none. */
  readonly lladdr?: string;
  /** Default `permanent`; with `use` or `managed` `none`, and the kernel looks for it. */
  readonly state?: NeighbourState;
  /** It is a router (IPv6). */
  readonly router?: boolean;
  /** Whoever put it there keeps it up to date: the kernel does not let it age. */
  readonly externLearn?: boolean;
  /** As if it had just been used: the kernel resolves it. */
  readonly use?: boolean;
  /** The kernel keeps it resolved. Since Linux 5.16. */
  readonly managed?: boolean;
  /** Somebody else makes sure of it: the kernel neither forgets it nor takes it for wrong. Since Linux 6.17. */
  readonly externValid?: boolean;
  /** Who puts it there. */
  readonly protocol?: keyof typeof ROUTE_PROTOCOLS | number;
}

/** Which neighbours {@link Neighbours.list} gives; the kernel filters by link, master, family and proxy. */
export interface NeighbourFilter {
  readonly link?: LinkRef;
  /** Only those of the links of this bridge, bond or VRF. */
  readonly master?: LinkRef;
  readonly family?: 'inet' | 'inet6';
  /** Only those with an address in this prefix. */
  readonly to?: string;
  /** Proxies, and no neighbours. Default false. */
  readonly proxy?: boolean;
  readonly state?: NeighbourState;
}

const stateName = oneOf(...Object.keys(STATES));

const idChecks: Checks<NeighbourId> = { link: linkRef, address: ipAddress, proxy: boolean };

const checks: Checks<NeighbourOptions> = {
  ...idChecks,
  lladdr: macAddress,
  state: stateName,
  router: boolean,
  externLearn: boolean,
  use: boolean,
  managed: boolean,
  externValid: boolean,
  protocol: choice(u8, ROUTE_PROTOCOLS).check,
};

const filterChecks: Checks<NeighbourFilter> = {
  link: linkRef,
  master: linkRef,
  family: oneOf('inet', 'inet6'),
  to: prefix,
  proxy: boolean,
  state: stateName,
};

/** Whether an address is in a prefix. */
function within(to: string): (neighbour: Neighbour) => boolean {
  const wanted = parsePrefix('to', to);
  return ({ address }) => {
    const bytes = parseIp(address);
    if (bytes?.length !== wanted.bytes.length) return false;
    return covers(wanted, { address, bytes, length: bytes.length * 8 });
  };
}

const familyOf = (address: string) => (address.includes(':') ? AF_INET6 : AF_INET);

/** Who is known on the links of a namespace (ARP, NDP): `ip neighbour`. Changes need CAP_NET_ADMIN; ip-neighbour(8). */
export class Neighbours {
  readonly #handle: Handle;
  /** The settings that neighbours live by. */
  readonly tables: NeighbourTables;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
    this.tables = new NeighbourTables(handle);
  }

  /** Puts a neighbour or a proxy there: `ip neighbour add`. @throws NetlinkError EEXIST if it is there; ENODEV. */
  async add(options: NeighbourOptions): Promise<void> {
    await this.#write(NLM_F_CREATE | NLM_F_EXCL, 'neighbours.add', options);
  }

  /** Changes one that is there: `ip neighbour change`. @throws NetlinkError ENOENT if there is none. */
  async set(options: NeighbourOptions): Promise<void> {
    await this.#write(NLM_F_REPLACE, 'neighbours.set', options);
  }

  /** Puts one there, or changes it if it is there: `ip neighbour replace`. */
  async replace(options: NeighbourOptions): Promise<void> {
    await this.#write(NLM_F_CREATE | NLM_F_REPLACE, 'neighbours.replace', options);
  }

  /** Forgets one: `ip neighbour delete`. @throws NetlinkError ENOENT if there is none. */
  async delete(id: NeighbourId): Promise<void> {
    checkOptions('neighbours.delete', id, idChecks, ['link', 'address']);
    await this.#handle.route.request(this.#one(RTM_DELNEIGH, id));
  }

  /** One neighbour: `ip neighbour get`. @throws NetlinkError ENOENT if there is none. */
  async get(id: NeighbourId): Promise<Neighbour> {
    checkOptions('neighbours.get', id, idChecks, ['link', 'address']);
    const [found] = await this.#handle.route.request(this.#one(RTM_GETNEIGH, id));
    if (!found) throw new TypeError('the kernel answered a request for a neighbour with nothing');
    return toNeighbour(found);
  }

  /** All neighbours, or those that match: `ip neighbour show`, in states that `ip` leaves out as well. */
  async list(filter: NeighbourFilter = {}): Promise<Neighbour[]> {
    checkOptions('neighbours.list', filter, filterChecks);
    const { link, master, family, to, proxy, state } = filter;
    const found = await this.#handle.route.request({
      type: RTM_GETNEIGH,
      flags: NLM_F_DUMP,
      body: neighbourBody,
      header: {
        family: family === undefined ? AF_UNSPEC : family === 'inet' ? AF_INET : AF_INET6,
        flags: proxy ? NTF_PROXY : 0,
      },
      attributes: { link, master },
    });
    return found
      .map(toNeighbour)
      .filter((neighbour) => state === undefined || neighbour.state === state)
      .filter(to === undefined ? () => true : within(to));
  }

  /**
   * Forgets those that match, in one go: `ip neighbour flush`. Permanent ones and those without need of an answer
   * (`noarp`) stay unless they are asked for by their state. The filter has to say something.
   *
   * @returns How many there were.
   */
  async flush(filter: NeighbourFilter): Promise<number> {
    checkOptions('neighbours.flush', filter, filterChecks);
    if (Object.values(filter).every((value) => value === undefined))
      throw wrongType('filter', filter, 'a filter that says something, such as { link }');
    const kept = filter.state === undefined && !filter.proxy ? ['permanent', 'noarp'] : [];
    const found = (await this.list(filter)).filter(({ state }) => !kept.includes(String(state)));
    const { proxy = false } = filter;
    const gone = await Promise.all(found.map((neighbour) => this.#deleteFound(neighbour, proxy)));
    return gone.filter(Boolean).length;
  }

  /** Whether it still was there: the kernel, too, forgets. */
  async #deleteFound({ link, address }: Neighbour, proxy: boolean): Promise<boolean> {
    try {
      await this.delete({ link, address, proxy });
      return true;
    } catch (error) {
      if (error instanceof NetlinkError && error.code === 'ENOENT') return false;
      throw error;
    }
  }

  #one(type: number, { link, address, proxy }: NeighbourId) {
    return {
      type,
      subject: address,
      body: neighbourBody,
      header: { family: familyOf(address), index: link, flags: proxy ? NTF_PROXY : 0 },
      attributes: { address },
    };
  }

  async #write(flags: number, what: string, options: NeighbourOptions): Promise<void> {
    checkOptions(what, options, checks, ['link', 'address']);
    const { link, address, lladdr, protocol } = options;
    const extended = bitsOf(EXTENDED_FLAGS, options);
    const state = options.state ?? (options.use || options.managed ? 'none' : 'permanent');
    await this.#handle.route.request({
      type: RTM_NEWNEIGH,
      subject: address,
      flags,
      body: neighbourBody,
      header: {
        family: familyOf(address),
        index: link,
        state: STATES[state],
        flags: bitsOf(FLAGS, options),
      },
      attributes: { address, lladdr, protocol, extendedFlags: extended || undefined },
    });
  }
}
