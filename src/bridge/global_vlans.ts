import { type Ifindex, type LinkRef, linkRef } from '../check/link.js';
import { checkOptions, integer } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { number, readOnly, seconds, short, switched, word } from '../link/field.js';
import { querier } from '../link/kinds/bridge.js';
import { type OptionsRead, optionTable, type SetOptions } from '../link/option_table.js';
import { explained } from '../netlink/requirement.js';
import {
  BRIDGE_VLANDB_DUMP_FLAGS,
  BRIDGE_VLANDB_DUMPF_GLOBAL,
  BRIDGE_VLANDB_GLOBAL_OPTIONS,
  BRIDGE_VLANDB_GOPTS_ID,
  BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION,
  BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT,
  BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL,
  BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL,
  BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION,
  BRIDGE_VLANDB_GOPTS_MCAST_QUERIER,
  BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL,
  BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE,
  BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL,
  BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL,
  BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS,
  BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING,
  BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT,
  BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL,
  BRIDGE_VLANDB_GOPTS_MSTI,
  BRIDGE_VLANDB_GOPTS_RANGE,
  MDBA_ROUTER_PORT,
} from '../uapi/if_bridge.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import { RTM_GETVLAN, RTM_NEWVLAN } from '../uapi/rtnetlink.js';
import { AF_BRIDGE } from '../uapi/socket.js';
import { answeredBy, attributes, list } from '../wire/attributes.js';
import { type Codec, u8, u16, u32, u64 } from '../wire/codec.js';
import { router } from './mdb_message.js';
import { type NumberRange, numberRange, parseRange } from './range.js';
import { header, NEEDS } from './vlan_message.js';

const options = optionTable(
  {
    first: [BRIDGE_VLANDB_GOPTS_ID, short, 'read'],
    last: [BRIDGE_VLANDB_GOPTS_RANGE, short, 'read'],
    /** IGMP and MLD snooping; in effect while the bridge has `multicastVlanSnooping`. */
    multicastSnooping: [BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING, switched],
    multicastQuerier: [BRIDGE_VLANDB_GOPTS_MCAST_QUERIER, switched],
    multicastIgmpVersion: [BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION, number(u8, 2, 3)],
    multicastMldVersion: [BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, number(u8, 1, 2)],
    multicastLastMemberCount: [BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT, word],
    multicastStartupQueryCount: [BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT, word],
    multicastLastMemberInterval: [BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL, seconds(u64)],
    multicastMembershipInterval: [BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL, seconds(u64)],
    multicastQuerierInterval: [BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL, seconds(u64)],
    multicastQueryInterval: [BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL, seconds(u64)],
    multicastQueryResponseInterval: [BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL, seconds(u64)],
    multicastStartupQueryInterval: [BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL, seconds(u64)],
    /** The spanning tree that it belongs to, if the bridge has several (`mst`); 0: the common one. Since Linux 5.18. */
    msti: [BRIDGE_VLANDB_GOPTS_MSTI, number(u16, 0, 4095)],
    multicastQuerierState: [BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE, readOnly(querier), 'read'],
    routers: [BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS, readOnly(list(MDBA_ROUTER_PORT, router)), 'read'],
  },
  [],
);

type Options = typeof options;

/** What {@link GlobalVlans.set} can change of VLANs. Times are in seconds. */
export type GlobalVlanChanges = SetOptions<Options['rows'], Options['bits']> & {
  /** The bridge. */
  readonly link: LinkRef;
  /** From 1 to 4094: one, or a range such as `'10-20'`. */
  readonly vid: NumberRange;
};

/** VLANs of a bridge that are alike in all: an entry of `bridge vlan global show`. Source: `<linux/if_bridge.h>`. */
export type GlobalVlan = Omit<OptionsRead<Options['rows'], Options['bits']>, 'first' | 'last'> & {
  readonly link: Ifindex;
  readonly vid: number;
  /** The last one; the same as `vid` if it is one alone. */
  readonly vidEnd: number;
};

/** Which VLANs {@link GlobalVlans.list} gives. */
export interface GlobalVlanFilter {
  /** The bridge; the kernel filters. */
  readonly link?: LinkRef;
  /** Only the entries that this VLAN is in. */
  readonly vid?: number;
}

const changeBody = {
  header,
  attributes: attributes({ options: [BRIDGE_VLANDB_GLOBAL_OPTIONS, options.attributes] }),
};
const listBody = {
  header,
  attributes: answeredBy(
    attributes({ dumpFlags: [BRIDGE_VLANDB_DUMP_FLAGS, u32] }),
    'entries',
    BRIDGE_VLANDB_GLOBAL_OPTIONS,
    options.attributes as Codec<OptionsRead<Options['rows'], Options['bits']>, never>,
  ),
};

/** What VLANs are to a bridge as a whole, whatever its ports: `bridge vlan global`. Since Linux 5.15. */
export class GlobalVlans {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Changes VLANs that the bridge has: `bridge vlan global set dev BRIDGE vid VID ...`. Needs CAP_NET_ADMIN.
   *
   * @throws NetlinkError ENOENT if the bridge lacks one of them; EINVAL if the link is no bridge.
   */
  async set(changes: GlobalVlanChanges): Promise<void> {
    const checks = { ...options.checks.set, link: linkRef, vid: numberRange(1, 4094) };
    checkOptions('bridge.vlans.global.set', changes, checks as never, ['link', 'vid']);
    const { link, vid, ...said } = changes;
    const [first, last] = parseRange(vid);
    const done = this.#handle.route.request({
      type: RTM_NEWVLAN,
      subject: link,
      body: changeBody,
      header: { family: AF_BRIDGE, index: link },
      attributes: { options: { first, last: last === first ? undefined : last, ...said } as never },
    });
    await explained(done, NEEDS);
  }

  /** The VLANs of every bridge, or those that match: `bridge vlan global show`. */
  async list(filter: GlobalVlanFilter = {}): Promise<GlobalVlan[]> {
    checkOptions('bridge.vlans.global.list', filter, { link: linkRef, vid: integer(1, 4094) });
    const dump = this.#handle.route.request({
      type: RTM_GETVLAN,
      flags: NLM_F_DUMP,
      body: listBody,
      header: { family: AF_BRIDGE, index: filter.link },
      attributes: { dumpFlags: BRIDGE_VLANDB_DUMPF_GLOBAL },
    });
    return (await explained(dump, NEEDS))
      .flatMap(({ index, entries = [] }) =>
        entries.map(({ first = 0, last = first, ...rest }) => {
          return { link: index, vid: first, vidEnd: last, ...rest };
        }),
      )
      .filter(({ vid, vidEnd }) => filter.vid === undefined || (vid <= filter.vid && filter.vid <= vidEnd));
  }
}
