import { ipAddress } from '../check/ip.js';
import { type Ifindex, type LinkRef, linkRef } from '../check/link.js';
import { boolean, checkOptions } from '../check/options.js';
import type { Handle } from '../handle/handle.js';
import {
  TUNNEL_MSG_FLAG_STATS,
  VNIFILTER_ENTRY_STATS_RX_BYTES,
  VNIFILTER_ENTRY_STATS_RX_DROPS,
  VNIFILTER_ENTRY_STATS_RX_ERRORS,
  VNIFILTER_ENTRY_STATS_RX_PKTS,
  VNIFILTER_ENTRY_STATS_TX_BYTES,
  VNIFILTER_ENTRY_STATS_TX_DROPS,
  VNIFILTER_ENTRY_STATS_TX_ERRORS,
  VNIFILTER_ENTRY_STATS_TX_PKTS,
  VXLAN_VNIFILTER_ENTRY,
  VXLAN_VNIFILTER_ENTRY_END,
  VXLAN_VNIFILTER_ENTRY_GROUP,
  VXLAN_VNIFILTER_ENTRY_GROUP6,
  VXLAN_VNIFILTER_ENTRY_START,
  VXLAN_VNIFILTER_ENTRY_STATS,
} from '../uapi/if_link.js';
import { NLM_F_DUMP } from '../uapi/netlink.js';
import { RTM_DELTUNNEL, RTM_GETTUNNEL, RTM_NEWTUNNEL } from '../uapi/rtnetlink.js';
import { AF_BRIDGE } from '../uapi/socket.js';
import { answeredBy, attributes, type RawAttribute } from '../wire/attributes.js';
import { ip, link, type Read, u8, u16, u32, u64 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';
import { type NumberRange, numberRange, parseRange } from './range.js';

const entry = attributes({
  start: [VXLAN_VNIFILTER_ENTRY_START, u32],
  end: [VXLAN_VNIFILTER_ENTRY_END, u32],
  group: [VXLAN_VNIFILTER_ENTRY_GROUP, ip],
  group6: [VXLAN_VNIFILTER_ENTRY_GROUP6, ip],
  stats: [
    VXLAN_VNIFILTER_ENTRY_STATS,
    attributes({
      rxBytes: [VNIFILTER_ENTRY_STATS_RX_BYTES, u64],
      rxPackets: [VNIFILTER_ENTRY_STATS_RX_PKTS, u64],
      rxDropped: [VNIFILTER_ENTRY_STATS_RX_DROPS, u64],
      rxErrors: [VNIFILTER_ENTRY_STATS_RX_ERRORS, u64],
      txBytes: [VNIFILTER_ENTRY_STATS_TX_BYTES, u64],
      txPackets: [VNIFILTER_ENTRY_STATS_TX_PKTS, u64],
      txDropped: [VNIFILTER_ENTRY_STATS_TX_DROPS, u64],
      txErrors: [VNIFILTER_ENTRY_STATS_TX_ERRORS, u64],
    }),
  ],
});

/** `struct tunnel_msg` of `<linux/if_link.h>`. */
const header = struct({ family: u8, flags: u8, reserved: u16, index: link });
const changeBody = { header, attributes: attributes({ entry: [VXLAN_VNIFILTER_ENTRY, entry] }) };
/** RTM_NEWTUNNEL and RTM_DELTUNNEL, as the kernel tells of them. */
export const listBody = {
  header,
  attributes: answeredBy(attributes({}), 'entries', VXLAN_VNIFILTER_ENTRY, entry),
};

/** Which VNIs of which VXLAN. */
export interface VniId {
  /** A VXLAN that was made with `external` and `vniFilter`. */
  readonly link: LinkRef;
  /** One, or a range such as `'100-110'`. */
  readonly vni: NumberRange;
}

/** VNIs that a VXLAN is to take. */
export interface VniOptions extends VniId {
  /** Where frames go whose destination is not known: a tunnel endpoint, or a multicast group. Default: the VXLAN's. */
  readonly group?: string;
}

/** Which VNIs {@link Vnis.list} gives. */
export interface VniFilter {
  /** The kernel filters. */
  readonly link?: LinkRef;
  /** Also what they have counted. Default false. */
  readonly stats?: boolean;
}

/** VNIs that are alike: an entry of `bridge vni show`. Source: `<linux/if_link.h>`. */
export interface Vni {
  readonly link: Ifindex;
  readonly vni: number;
  /** The last one; the same as `vni` if it is one alone. */
  readonly vniEnd: number;
  readonly group: string | undefined;
  readonly stats: Read<typeof entry>['stats'];
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

/** An entry of a message. */
export function toVni(index: Ifindex, read: Read<typeof entry>): Vni {
  const { start = 0, end = start, group, group6, stats, unknown = [] } = read;
  return { link: index, vni: start, vniEnd: end, group: group ?? group6, stats, unknown };
}

const idChecks = { link: linkRef, vni: numberRange(1, 0xff_ffff) };

/** Which VNIs a VXLAN with a filter takes: `bridge vni`. Since Linux 5.18. Changes need CAP_NET_ADMIN. */
export class Vnis {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** Has a VXLAN take VNIs, or changes their group: `bridge vni add`. @throws NetlinkError EINVAL without a filter. */
  async add(options: VniOptions): Promise<void> {
    checkOptions('bridge.vnis.add', options, { ...idChecks, group: ipAddress }, ['link', 'vni']);
    await this.#change(RTM_NEWTUNNEL, options);
  }

  /** Has it take them no longer: `bridge vni delete`. @throws NetlinkError ENOENT if it does not. */
  async delete(id: VniId): Promise<void> {
    checkOptions('bridge.vnis.delete', id, idChecks, ['link', 'vni']);
    await this.#change(RTM_DELTUNNEL, id);
  }

  /** What every VXLAN with a filter takes, or one of them: `bridge vni show`. */
  async list(filter: VniFilter = {}): Promise<Vni[]> {
    checkOptions('bridge.vnis.list', filter, { link: linkRef, stats: boolean });
    const found = await this.#handle.route.request({
      type: RTM_GETTUNNEL,
      flags: NLM_F_DUMP,
      body: listBody,
      header: {
        family: AF_BRIDGE,
        flags: filter.stats ? TUNNEL_MSG_FLAG_STATS : 0,
        index: filter.link,
      },
    });
    return found.flatMap(({ index, entries = [] }) => entries.map((each) => toVni(index, each)));
  }

  async #change(type: number, { link, vni, group }: VniOptions): Promise<void> {
    const [start, last] = parseRange(vni);
    await this.#handle.route.request({
      type,
      subject: link,
      body: changeBody,
      header: { family: AF_BRIDGE, index: link },
      attributes: {
        entry: {
          start,
          end: last === start ? undefined : last,
          ...(group?.includes(':') ? { group6: group } : { group }),
        },
      },
    });
  }
}
