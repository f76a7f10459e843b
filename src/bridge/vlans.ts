import { type Ifindex, type LinkRef, linkRef } from '../check/link.js';
import { boolean, checkOptions, integer } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import { choice } from '../link/field.js';
import { MULTICAST_ROUTER } from '../link/multicast_router.js';
import { explained } from '../netlink/requirement.js';
import {
  BRIDGE_VLAN_INFO_ONLY_OPTS,
  BRIDGE_VLAN_INFO_PVID,
  BRIDGE_VLAN_INFO_UNTAGGED,
  BRIDGE_VLANDB_DUMPF_STATS,
} from '../uapi/if_bridge.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import { RTM_DELLINK, RTM_DELVLAN, RTM_GETVLAN, RTM_NEWVLAN, RTM_SETLINK } from '../uapi/rtnetlink.js';
import { AF_BRIDGE } from '../uapi/socket.js';
import type { RawAttribute } from '../wire/attributes.js';
import { type Read, u8 } from '../wire/codec.js';
import { GlobalVlans } from './global_vlans.js';
import { type NumberRange, numberRange, parseRange } from './range.js';
import { changeBody, type entry, listBody, NEEDS, STATES } from './vlan_message.js';

/** Which VLANs of which port; the bridge itself is a port of its own. */
export interface BridgeVlanId {
  readonly link: LinkRef;
  /** From 1 to 4094: one, or a range such as `'10-20'`. */
  readonly vid: NumberRange;
}

/** VLANs that a port is to carry. */
export interface BridgeVlanOptions extends BridgeVlanId {
  /** Frames without a tag that come in are of this VLAN; there is one at most. Default false. */
  readonly pvid?: boolean;
  /** Frames leave without a tag. Default false. */
  readonly untagged?: boolean;
}

/** What can be changed of VLANs that a port carries. */
export interface BridgeVlanChanges extends BridgeVlanId {
  /** What the spanning tree lets the port do in them. */
  readonly state?: keyof typeof STATES;
  /** The VNI, or other key, that it is mapped to; of a range, that of the first. `null`: none. */
  readonly tunnelId?: number | null;
  readonly multicastRouter?: keyof typeof MULTICAST_ROUTER;
  /** 0: any number. Since Linux 6.3. */
  readonly multicastMaxGroups?: number;
  /** Since Linux 6.4. */
  readonly neighbourSuppress?: boolean;
  /** Gratuitous ARP and unsolicited neighbour advertisements pass, whatever is suppressed. Since Linux 7.2. */
  readonly neighbourForwardGratuitous?: boolean;
}

/** Which VLANs {@link BridgeVlans.list} gives. */
export interface BridgeVlanFilter {
  /** A port, or a bridge itself; the kernel filters. */
  readonly link?: LinkRef;
  /** Only the entries that this VLAN is in. */
  readonly vid?: number;
  /** Also what they have counted. Default false; entries of many are told one by one then. */
  readonly stats?: boolean;
}

/** VLANs that are alike in all: an entry of `bridge -details vlan show`. Source: `<linux/if_bridge.h>`. */
export interface BridgeVlan {
  readonly link: Ifindex;
  readonly vid: number;
  /** The last one; the same as `vid` if it is one alone. */
  readonly vidEnd: number;
  readonly pvid: boolean;
  readonly untagged: boolean;
  readonly state: keyof typeof STATES | number | undefined;
  readonly tunnelId: number | undefined;
  readonly multicastRouter: keyof typeof MULTICAST_ROUTER | number | undefined;
  readonly multicastGroups: number | undefined;
  readonly multicastMaxGroups: number | undefined;
  readonly neighbourSuppress: boolean | undefined;
  readonly neighbourForwardGratuitous: boolean | undefined;
  readonly stats: Read<typeof entry>['stats'];
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

const onOrOff = (value: number | undefined) => (value === undefined ? undefined : value !== 0);
const asNumber = (value: boolean | undefined) => (value === undefined ? undefined : Number(value));

function toVlan(index: Ifindex, read: Read<typeof entry>): BridgeVlan {
  const { flags = 0, vid = 0 } = read.info ?? {};
  return {
    link: index,
    vid,
    vidEnd: read.range ?? vid,
    pvid: (flags & BRIDGE_VLAN_INFO_PVID) !== 0,
    untagged: (flags & BRIDGE_VLAN_INFO_UNTAGGED) !== 0,
    state: read.state,
    tunnelId: read.tunnel?.id,
    multicastRouter: read.multicastRouter,
    multicastGroups: read.multicastGroups,
    multicastMaxGroups: read.multicastMaxGroups,
    neighbourSuppress: onOrOff(read.neighbourSuppress),
    neighbourForwardGratuitous: onOrOff(read.neighbourForwardGratuitous),
    stats: read.stats,
    unknown: read.unknown ?? [],
  };
}

const vid = numberRange(1, 4094);
const number = integer(0, 0xffff_ffff);
const idChecks = { link: linkRef, vid };

/** Which VLANs the ports of bridges carry, and the bridges themselves: `bridge vlan`. Changes need CAP_NET_ADMIN. */
export class BridgeVlans {
  readonly #handle: Handle;
  /** What VLANs are to a bridge as a whole: `bridge vlan global`. */
  readonly global: GlobalVlans;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
    this.global = new GlobalVlans(handle);
  }

  /**
   * Has a port carry VLANs, or changes how: `bridge vlan add dev LINK vid VID [pvid] [untagged]`; of a bridge itself,
   * with `self`. @throws NetlinkError EINVAL, EOPNOTSUPP if the link is no port and no bridge.
   */
  async add(options: BridgeVlanOptions): Promise<void> {
    checkOptions('bridge.vlans.add', options, { ...idChecks, pvid: boolean, untagged: boolean }, [
      'link',
      'vid',
    ]);
    const flags =
      (options.pvid ? BRIDGE_VLAN_INFO_PVID : 0) | (options.untagged ? BRIDGE_VLAN_INFO_UNTAGGED : 0);
    await this.#change(RTM_NEWVLAN, options, flags, {});
  }

  /** Changes VLANs that are there: `bridge vlan set`. @throws NetlinkError ENOENT if the port does not carry one. */
  async set(changes: BridgeVlanChanges): Promise<void> {
    checkOptions(
      'bridge.vlans.set',
      changes,
      {
        ...idChecks,
        state: choice(u8, STATES).check,
        tunnelId: (field, value) => value === null || number(field, value),
        multicastRouter: choice(u8, MULTICAST_ROUTER).check,
        multicastMaxGroups: number,
        neighbourSuppress: boolean,
        neighbourForwardGratuitous: boolean,
      },
      ['link', 'vid'],
    );
    const { state, tunnelId, multicastRouter, multicastMaxGroups } = changes;
    await this.#change(RTM_NEWVLAN, changes, BRIDGE_VLAN_INFO_ONLY_OPTS, {
      state,
      tunnel:
        tunnelId === undefined
          ? undefined
          : tunnelId === null
            ? { command: RTM_DELLINK }
            : { command: RTM_SETLINK, id: tunnelId },
      multicastRouter,
      multicastMaxGroups,
      neighbourSuppress: asNumber(changes.neighbourSuppress),
      neighbourForwardGratuitous: asNumber(changes.neighbourForwardGratuitous),
    });
  }

  /** Has a port carry VLANs no longer: `bridge vlan delete`. @throws NetlinkError ENOENT if it does not. */
  async delete(id: BridgeVlanId): Promise<void> {
    checkOptions('bridge.vlans.delete', id, idChecks, ['link', 'vid']);
    await this.#change(RTM_DELVLAN, id, 0, {});
  }

  /** What every port carries, or those that match: `bridge -details vlan show`. */
  async list(filter: BridgeVlanFilter = {}): Promise<BridgeVlan[]> {
    checkOptions('bridge.vlans.list', filter, { link: linkRef, vid: integer(1, 4094), stats: boolean });
    const { link, vid, stats } = filter;
    const dump = this.#handle.route.request({
      type: RTM_GETVLAN,
      flags: NLM_F_DUMP,
      body: listBody,
      header: { family: AF_BRIDGE, index: link },
      attributes: { dumpFlags: stats ? BRIDGE_VLANDB_DUMPF_STATS : undefined },
    });
    return (await explained(dump, NEEDS))
      .flatMap(({ index, entries = [] }) => entries.map((each) => toVlan(index, each)))
      .filter((vlan) => vid === undefined || (vlan.vid <= vid && vid <= vlan.vidEnd));
  }

  async #change(
    type: number,
    { link, vid }: BridgeVlanId,
    flags: number,
    settings: Parameters<typeof entry.write>[1],
  ): Promise<void> {
    const [first, last] = parseRange(vid);
    const done = this.#handle.route.request({
      type,
      subject: link,
      body: changeBody,
      header: { family: AF_BRIDGE, index: link },
      attributes: {
        entry: { info: { flags, vid: first }, range: last === first ? undefined : last, ...settings },
      },
    });
    await explained(done, NEEDS);
  }
}
