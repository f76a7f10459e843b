import {
  IF_LINK_MODE_DEFAULT,
  IF_LINK_MODE_DORMANT,
  IF_OPER_DORMANT,
  IF_OPER_DOWN,
  IF_OPER_LOWERLAYERDOWN,
  IF_OPER_NOTPRESENT,
  IF_OPER_TESTING,
  IF_OPER_UNKNOWN,
  IF_OPER_UP,
} from '../uapi/if.js';
import {
  IFLA_ADDRESS,
  IFLA_AF_SPEC,
  IFLA_ALLMULTI,
  IFLA_ALT_IFNAME,
  IFLA_BROADCAST,
  IFLA_CARRIER,
  IFLA_CARRIER_CHANGES,
  IFLA_CARRIER_DOWN_COUNT,
  IFLA_CARRIER_UP_COUNT,
  IFLA_DEVLINK_PORT,
  IFLA_DPLL_PIN,
  IFLA_EXT_MASK,
  IFLA_GRO_IPV4_MAX_SIZE,
  IFLA_GRO_MAX_SIZE,
  IFLA_GROUP,
  IFLA_GSO_IPV4_MAX_SIZE,
  IFLA_GSO_MAX_SEGS,
  IFLA_GSO_MAX_SIZE,
  IFLA_HEADROOM,
  IFLA_IFALIAS,
  IFLA_IFNAME,
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_INFO_SLAVE_DATA,
  IFLA_INFO_SLAVE_KIND,
  IFLA_LINK,
  IFLA_LINK_NETNSID,
  IFLA_LINKINFO,
  IFLA_LINKMODE,
  IFLA_MAP,
  IFLA_MASTER,
  IFLA_MAX_MTU,
  IFLA_MAX_PACING_OFFLOAD_HORIZON,
  IFLA_MIN_MTU,
  IFLA_MTU,
  IFLA_NET_NS_FD,
  IFLA_NET_NS_PID,
  IFLA_NETNS_IMMUTABLE,
  IFLA_NEW_IFINDEX,
  IFLA_NEW_NETNSID,
  IFLA_NUM_RX_QUEUES,
  IFLA_NUM_TX_QUEUES,
  IFLA_NUM_VF,
  IFLA_OPERSTATE,
  IFLA_PARENT_DEV_BUS_NAME,
  IFLA_PARENT_DEV_NAME,
  IFLA_PERM_ADDRESS,
  IFLA_PHYS_PORT_ID,
  IFLA_PHYS_PORT_NAME,
  IFLA_PHYS_SWITCH_ID,
  IFLA_PROMISCUITY,
  IFLA_PROP_LIST,
  IFLA_PROTINFO,
  IFLA_PROTO_DOWN,
  IFLA_PROTO_DOWN_REASON,
  IFLA_PROTO_DOWN_REASON_MASK,
  IFLA_PROTO_DOWN_REASON_VALUE,
  IFLA_QDISC,
  IFLA_STATS,
  IFLA_STATS64,
  IFLA_TAILROOM,
  IFLA_TSO_MAX_SEGS,
  IFLA_TSO_MAX_SIZE,
  IFLA_TXQLEN,
  IFLA_VF_INFO,
  IFLA_VFINFO_LIST,
  IFLA_XDP,
} from '../uapi/if_link.js';
import { attributes, list } from '../wire/attributes.js';
import { bytes, type Codec, link, mac, named, s32, string, u8, u16, u32, u64 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';
import { families } from './family.js';
import { vfInfo } from './vf.js';
import { vfChange } from './vf_change.js';
import { xdp } from './xdp.js';

/** `struct ifinfomsg` of `<linux/rtnetlink.h>`. */
export const ifinfomsg = struct({ family: u8, pad: u8, type: u16, index: link, flags: u32, change: u32 });

/** Operational states (RFC 2863), as `ip link` spells them. */
export const OPER_STATES = {
  UNKNOWN: IF_OPER_UNKNOWN,
  NOTPRESENT: IF_OPER_NOTPRESENT,
  DOWN: IF_OPER_DOWN,
  LOWERLAYERDOWN: IF_OPER_LOWERLAYERDOWN,
  TESTING: IF_OPER_TESTING,
  DORMANT: IF_OPER_DORMANT,
  UP: IF_OPER_UP,
} as const;

/** Whether a link that gets carrier is up, or waits for somebody who says so. */
export const LINK_MODES = { DEFAULT: IF_LINK_MODE_DEFAULT, DORMANT: IF_LINK_MODE_DORMANT } as const;

/** An identifier of a switch or of one of its ports, in hexadecimal digits. */
const hex: Codec<string, never> = {
  size: undefined,
  write: () => {},
  read: (view, start, end) => Buffer.from(view.buffer, view.byteOffset + start, end - start).toString('hex'),
};

const mapLayout = struct({ start: u64, end: u64, base: u64, irq: u16, dma: u8, port: u8 });

/** `struct rtnl_link_ifmap`: what an adapter of old uses; `undefined` of all others, which have nothing but zeros. */
const ifmap: Codec<LinkMap | undefined, never> = {
  size: mapLayout.size,
  write: () => {},
  read: (view, start) => {
    const {
      start: memoryStart,
      end: memoryEnd,
      base: baseAddress,
      irq,
      dma,
      port,
    } = mapLayout.read(view, start);
    if (!(memoryStart || memoryEnd || baseAddress || irq || dma || port)) return undefined;
    return { memoryStart, memoryEnd, baseAddress, irq, dma, port };
  },
};

/** Where an adapter of old is found: memory, input and output addresses, interrupt, DMA channel. */
export interface LinkMap {
  readonly memoryStart: bigint;
  readonly memoryEnd: bigint;
  readonly baseAddress: bigint;
  readonly irq: number;
  readonly dma: number;
  readonly port: number;
}

/** The attributes of every link, whatever its kind. */
export const linkTable = {
  name: [IFLA_IFNAME, string],
  altName: [IFLA_ALT_IFNAME, string],
  address: [IFLA_ADDRESS, mac],
  broadcast: [IFLA_BROADCAST, mac],
  permanentAddress: [IFLA_PERM_ADDRESS, mac],
  mtu: [IFLA_MTU, u32],
  minMtu: [IFLA_MIN_MTU, u32],
  maxMtu: [IFLA_MAX_MTU, u32],
  link: [IFLA_LINK, link],
  linkNamespaceId: [IFLA_LINK_NETNSID, s32],
  master: [IFLA_MASTER, link],
  qdisc: [IFLA_QDISC, string],
  txQueueLength: [IFLA_TXQLEN, u32],
  operState: [IFLA_OPERSTATE, named(u8, OPER_STATES)],
  linkMode: [IFLA_LINKMODE, named(u8, LINK_MODES)],
  alias: [IFLA_IFALIAS, string],
  group: [IFLA_GROUP, u32],
  namespace: [IFLA_NET_NS_FD, u32],
  namespacePid: [IFLA_NET_NS_PID, u32],
  newNamespaceId: [IFLA_NEW_NETNSID, s32],
  newIndex: [IFLA_NEW_IFINDEX, u32],
  extMask: [IFLA_EXT_MASK, u32],
  promiscuity: [IFLA_PROMISCUITY, u32],
  allMulticast: [IFLA_ALLMULTI, u32],
  txQueues: [IFLA_NUM_TX_QUEUES, u32],
  rxQueues: [IFLA_NUM_RX_QUEUES, u32],
  gsoMaxSize: [IFLA_GSO_MAX_SIZE, u32],
  gsoMaxSegments: [IFLA_GSO_MAX_SEGS, u32],
  groMaxSize: [IFLA_GRO_MAX_SIZE, u32],
  gsoIpv4MaxSize: [IFLA_GSO_IPV4_MAX_SIZE, u32],
  groIpv4MaxSize: [IFLA_GRO_IPV4_MAX_SIZE, u32],
  tsoMaxSize: [IFLA_TSO_MAX_SIZE, u32],
  tsoMaxSegments: [IFLA_TSO_MAX_SEGS, u32],
  carrier: [IFLA_CARRIER, u8],
  carrierChanges: [IFLA_CARRIER_CHANGES, u32],
  carrierUps: [IFLA_CARRIER_UP_COUNT, u32],
  carrierDowns: [IFLA_CARRIER_DOWN_COUNT, u32],
  protoDown: [IFLA_PROTO_DOWN, u8],
  protoDownReason: [
    IFLA_PROTO_DOWN_REASON,
    attributes({
      mask: [IFLA_PROTO_DOWN_REASON_MASK, u32],
      value: [IFLA_PROTO_DOWN_REASON_VALUE, u32],
    }),
  ],
  physicalPortName: [IFLA_PHYS_PORT_NAME, string],
  physicalPortId: [IFLA_PHYS_PORT_ID, hex],
  physicalSwitchId: [IFLA_PHYS_SWITCH_ID, hex],
  parentDevice: [IFLA_PARENT_DEV_NAME, string],
  parentBus: [IFLA_PARENT_DEV_BUS_NAME, string],
  headroom: [IFLA_HEADROOM, u16],
  tailroom: [IFLA_TAILROOM, u16],
  namespaceImmutable: [IFLA_NETNS_IMMUTABLE, u8],
  pacingHorizon: [IFLA_MAX_PACING_OFFLOAD_HORIZON, u32],
  map: [IFLA_MAP, ifmap],
  devlinkPort: [IFLA_DEVLINK_PORT, bytes],
  dpllPin: [IFLA_DPLL_PIN, bytes],
  // The kernel tells of them whether they are asked for or not: read only where they are.
  stats: [IFLA_STATS64, bytes],
  // What IFLA_STATS64 has superseded.
  oldStats: [IFLA_STATS, bytes],
  xdp: [IFLA_XDP, xdp],
  vfCount: [IFLA_NUM_VF, u32],
  vfs: [IFLA_VFINFO_LIST, list(IFLA_VF_INFO, { ...vfChange, read: vfInfo.read })],
  families: [IFLA_AF_SPEC, families],
  altNames: [IFLA_PROP_LIST, list(IFLA_ALT_IFNAME, string)],
} as const;

/** A link as requests about it and answers from the kernel carry it; what depends on its kind is raw. */
export const linkBody = linkBodyOf(bytes, bytes);

/** A link of one kind, or a port of one, with that kind's own attributes. */
export function linkBodyOf<D, E>(data: Codec<D, never>, port: Codec<E, never>) {
  const info = attributes({
    kind: [IFLA_INFO_KIND, string],
    data: [IFLA_INFO_DATA, data],
    portKind: [IFLA_INFO_SLAVE_KIND, string],
    portData: [IFLA_INFO_SLAVE_DATA, port],
  });
  return {
    header: ifinfomsg,
    attributes: attributes({ ...linkTable, info: [IFLA_LINKINFO, info], portInfo: [IFLA_PROTINFO, port] }),
  };
}
