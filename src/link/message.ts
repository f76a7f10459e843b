import {
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
  IFLA_ALT_IFNAME,
  IFLA_BROADCAST,
  IFLA_CARRIER,
  IFLA_EXT_MASK,
  IFLA_GROUP,
  IFLA_IFALIAS,
  IFLA_IFNAME,
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_INFO_SLAVE_KIND,
  IFLA_LINK,
  IFLA_LINK_NETNSID,
  IFLA_LINKINFO,
  IFLA_MASTER,
  IFLA_MAX_MTU,
  IFLA_MIN_MTU,
  IFLA_MTU,
  IFLA_NET_NS_FD,
  IFLA_NUM_RX_QUEUES,
  IFLA_NUM_TX_QUEUES,
  IFLA_OPERSTATE,
  IFLA_PERM_ADDRESS,
  IFLA_PROMISCUITY,
  IFLA_PROP_LIST,
  IFLA_QDISC,
  IFLA_TXQLEN,
} from '../uapi/if_link.js';
import { type Attributes, attributes, list } from '../wire/attributes.js';
import { bytes, link, mac, named, s32, string, u8, u16, u32 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';

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

/** The attributes of every link, whatever its kind. */
export const linkTable = {
  name: [IFLA_IFNAME, string],
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
  alias: [IFLA_IFALIAS, string],
  group: [IFLA_GROUP, u32],
  namespace: [IFLA_NET_NS_FD, u32],
  extMask: [IFLA_EXT_MASK, u32],
  promiscuity: [IFLA_PROMISCUITY, u32],
  txQueues: [IFLA_NUM_TX_QUEUES, u32],
  rxQueues: [IFLA_NUM_RX_QUEUES, u32],
  carrier: [IFLA_CARRIER, u8],
  altNames: [IFLA_PROP_LIST, list(IFLA_ALT_IFNAME, string)],
} as const;

/** A link as requests about it and answers from the kernel carry it; what depends on its kind is raw. */
export const linkBody = {
  header: ifinfomsg,
  attributes: attributes({
    ...linkTable,
    info: [
      IFLA_LINKINFO,
      attributes({
        kind: [IFLA_INFO_KIND, string],
        data: [IFLA_INFO_DATA, bytes],
        slaveKind: [IFLA_INFO_SLAVE_KIND, string],
      }),
    ],
  }),
};

/** A link of one kind, with that kind's own attributes. */
export function linkBodyOf(data: Attributes) {
  const info = attributes({ kind: [IFLA_INFO_KIND, string], data: [IFLA_INFO_DATA, data] });
  return { header: ifinfomsg, attributes: attributes({ ...linkTable, info: [IFLA_LINKINFO, info] }) };
}
