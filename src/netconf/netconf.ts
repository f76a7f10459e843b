import { type Ifindex, type LinkRef, linkRef } from '../check/link.js';
import { checkOptions, oneOf } from '../check/options.js';
import { NetlinkError } from '../error/netlink_error.js';
import type { Handle } from '../handle/handle.js';
import {
  NETCONFA_BC_FORWARDING,
  NETCONFA_FORCE_FORWARDING,
  NETCONFA_FORWARDING,
  NETCONFA_IFINDEX,
  NETCONFA_IFINDEX_ALL,
  NETCONFA_IFINDEX_DEFAULT,
  NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN,
  NETCONFA_INPUT,
  NETCONFA_MC_FORWARDING,
  NETCONFA_PROXY_NEIGH,
  NETCONFA_RP_FILTER,
} from '../uapi/netconf.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import { RTM_GETNETCONF } from '../uapi/rtnetlink.js';
import { AF_INET, AF_INET6, AF_MPLS } from '../uapi/socket.js';
import { attributes, type RawAttribute } from '../wire/attributes.js';
import { type Codec, link, s32, u8 } from '../wire/codec.js';
import type { Decoded } from '../wire/message.js';
import { struct } from '../wire/struct.js';

const FAMILIES = { inet: AF_INET, inet6: AF_INET6, mpls: AF_MPLS } as const;

/** A family of protocols whose forwarding can be set. */
export type NetconfFamily = keyof typeof FAMILIES;

/** A link, or what all have, or what new ones start with. */
const place: Codec<Ifindex | 'all' | 'default', LinkRef> = {
  size: 4,
  write(writer, value) {
    if (value === 'all') s32.write(writer, NETCONFA_IFINDEX_ALL);
    else if (value === 'default') s32.write(writer, NETCONFA_IFINDEX_DEFAULT);
    else link.write(writer, value);
  },
  read(view, start, end) {
    const index = s32.read(view, start, end);
    if (index === NETCONFA_IFINDEX_ALL) return 'all';
    return index === NETCONFA_IFINDEX_DEFAULT ? 'default' : index;
  },
};

/** RTM_*NETCONF: `struct netconfmsg` of `<linux/netconf.h>`. */
export const netconfBody = {
  header: struct({ family: u8 }),
  attributes: attributes({
    link: [NETCONFA_IFINDEX, place],
    forwarding: [NETCONFA_FORWARDING, s32],
    reversePathFilter: [NETCONFA_RP_FILTER, s32],
    multicastForwarding: [NETCONFA_MC_FORWARDING, s32],
    proxyNeighbours: [NETCONFA_PROXY_NEIGH, s32],
    ignoreRoutesWithLinkdown: [NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN, s32],
    input: [NETCONFA_INPUT, s32],
    broadcastForwarding: [NETCONFA_BC_FORWARDING, s32],
    forceForwarding: [NETCONFA_FORCE_FORWARDING, s32],
  }),
};

const FILTERS = ['off', 'strict', 'loose'] as const;

/** How a link forwards: a line of `ip netconf show`. What a family does not have is `undefined`. */
export interface NetconfEntry {
  readonly family: NetconfFamily | number;
  readonly link: Ifindex | 'all' | 'default';
  readonly forwarding: boolean | undefined;
  /** Whether the way back must lead by the same link (RFC 3704). */
  readonly reversePathFilter: (typeof FILTERS)[number] | number | undefined;
  readonly multicastForwarding: boolean | undefined;
  /** Answers for neighbours elsewhere. */
  readonly proxyNeighbours: boolean | undefined;
  readonly ignoreRoutesWithLinkdown: boolean | undefined;
  /** MPLS is taken. */
  readonly input: boolean | undefined;
  readonly broadcastForwarding: boolean | undefined;
  readonly forceForwarding: boolean | undefined;
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

const onOff = (value: number | undefined) => (value === undefined ? undefined : value !== 0);

export function toNetconf(message: Decoded<typeof netconfBody>): NetconfEntry {
  const filter = message.reversePathFilter;
  const [family] = Object.entries(FAMILIES).find(([, number]) => number === message.family) ?? [];
  return {
    family: (family as NetconfFamily | undefined) ?? message.family,
    link: message.link ?? 'all',
    forwarding: onOff(message.forwarding),
    reversePathFilter: filter === undefined ? undefined : (FILTERS[filter] ?? filter),
    multicastForwarding: onOff(message.multicastForwarding),
    proxyNeighbours: onOff(message.proxyNeighbours),
    ignoreRoutesWithLinkdown: onOff(message.ignoreRoutesWithLinkdown),
    input: onOff(message.input),
    broadcastForwarding: onOff(message.broadcastForwarding),
    forceForwarding: onOff(message.forceForwarding),
    unknown: message.unknown ?? [],
  };
}

const familyName = oneOf(...Object.keys(FAMILIES));

/** How links forward: `ip netconf`. To change it is for `sysctl`; ip-netconf(8). */
export class Netconf {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** Of one link, or of `all`, or of `default`: `ip -4 netconf show dev LINK`. @throws NetlinkError EINVAL, ENODEV */
  async get(family: NetconfFamily, link: LinkRef | 'all' | 'default'): Promise<NetconfEntry> {
    familyName('family', family);
    linkRef('link', link);
    const [found] = await this.#handle.route.request({
      type: RTM_GETNETCONF,
      subject: link,
      body: netconfBody,
      header: { family: FAMILIES[family] },
      attributes: { link },
    });
    if (!found) throw new TypeError('the kernel answered a request about forwarding with nothing');
    return toNetconf(found);
  }

  /**
   * Of every link, of `all` and of `default`: `ip -4 netconf show`. Without a family, of all that the kernel has.
   *
   * @throws NetlinkError EOPNOTSUPP if the kernel does not have the family that is asked for.
   */
  async list(filter: { readonly family?: NetconfFamily } = {}): Promise<NetconfEntry[]> {
    checkOptions('netconf.list', filter, { family: familyName });
    if (filter.family !== undefined) return this.#dump(filter.family);
    const names = Object.keys(FAMILIES) as NetconfFamily[];
    const lists = await Promise.allSettled(names.map((family) => this.#dump(family)));
    return lists.flatMap((list) => {
      if (list.status === 'fulfilled') return list.value;
      if (list.reason instanceof NetlinkError && list.reason.code === 'EOPNOTSUPP') return [];
      throw list.reason;
    });
  }

  async #dump(family: NetconfFamily): Promise<NetconfEntry[]> {
    const found = await this.#handle.route.request({
      type: RTM_GETNETCONF,
      flags: NLM_F_DUMP,
      body: netconfBody,
      header: { family: FAMILIES[family] },
    });
    return found.map(toNetconf);
  }
}
