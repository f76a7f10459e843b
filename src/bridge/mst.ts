import { type Ifindex, type LinkRef, linkRef } from '../check/link.js';
import { type Checks, checkOptions, integer } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { choice } from '../link/field.js';
import { ifinfomsg } from '../link/message.js';
import { indexOf } from '../netlink/link_lookup.js';
import { explained, requires } from '../netlink/requirement.js';
import {
  IFLA_BRIDGE_MST,
  IFLA_BRIDGE_MST_ENTRY,
  IFLA_BRIDGE_MST_ENTRY_MSTI,
  IFLA_BRIDGE_MST_ENTRY_STATE,
} from '../uapi/if_bridge.js';
import { IFLA_AF_SPEC, IFLA_EXT_MASK } from '../uapi/if_link.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import { RTEXT_FILTER_MST, RTM_GETLINK, RTM_SETLINK } from '../uapi/rtnetlink.js';
import { AF_BRIDGE } from '../uapi/socket.js';
import { attributes, list } from '../wire/attributes.js';
import { u8, u16, u32 } from '../wire/codec.js';
import { STATES } from './vlan_message.js';

const state = choice(u8, STATES);

const entry = attributes({
  msti: [IFLA_BRIDGE_MST_ENTRY_MSTI, u16],
  state: [IFLA_BRIDGE_MST_ENTRY_STATE, state],
});

/** A port, as messages of the bridge family carry it. */
const body = {
  header: ifinfomsg,
  attributes: attributes({
    extMask: [IFLA_EXT_MASK, u32],
    bridge: [IFLA_AF_SPEC, attributes({ mst: [IFLA_BRIDGE_MST, list(IFLA_BRIDGE_MST_ENTRY, entry)] })],
  }),
};

const NEEDS = [requires('bridge', 'mst', 'BRIDGE_VLAN_FILTERING')];

/** What a spanning tree lets a port do. */
export interface MstChanges {
  /** The port; its bridge was made with `mst`. */
  readonly link: LinkRef;
  /**
   * Number of the tree, from 1, as VLANs have it: `bridge.vlans.global.set`. In the common one, 0, a port is as `links.set`
   * has its state. In a new one it is `disabled`.
   */
  readonly msti: number;
  readonly state: keyof typeof STATES;
}

/** A port in one of several spanning trees: a line of `bridge mst show`. Source: `<linux/if_bridge.h>`. */
export interface MstState {
  readonly link: Ifindex;
  readonly msti: number;
  readonly state: keyof typeof STATES | number | undefined;
}

const checks: Checks<MstChanges> = { link: linkRef, msti: integer(1, 4095), state: state.check };

/** The ports of bridges that have several spanning trees: `bridge mst`; bridge(8). Since Linux 5.18. */
export class Mst {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Has a tree let a port do more or less: `bridge mst set dev PORT msti MSTI state STATE`. Needs CAP_NET_ADMIN.
   *
   * @throws NetlinkError EBUSY if the bridge has one tree alone; EINVAL if the link is no port.
   */
  async set(changes: MstChanges): Promise<void> {
    checkOptions('bridge.mst.set', changes, checks, ['link', 'msti', 'state']);
    const { link, msti, state } = changes;
    const done = this.#handle.route.request({
      type: RTM_SETLINK,
      subject: link,
      body,
      header: { family: AF_BRIDGE, index: link },
      attributes: { bridge: { mst: [{ msti, state }] } },
    });
    await explained(done, NEEDS);
  }

  /** Every port in every tree that has a VLAN, or those of one port: `bridge mst show`. */
  async list(filter: { readonly link?: LinkRef } = {}): Promise<MstState[]> {
    checkOptions('bridge.mst.list', filter, { link: linkRef });
    const { route } = this.#handle;
    const wanted = filter.link === undefined ? undefined : indexOf(route, filter.link);
    const dump = route.request({
      type: RTM_GETLINK,
      flags: NLM_F_DUMP,
      body,
      header: { family: AF_BRIDGE },
      attributes: { extMask: RTEXT_FILTER_MST },
    });
    const [only, found] = await Promise.all([wanted, dump]);
    return found
      .filter(({ index }) => only === undefined || index === only)
      .flatMap(({ index, bridge }) =>
        (bridge?.mst ?? []).map(({ msti = 0, state }) => ({ link: index, msti, state })),
      );
  }
}
