import { seconds } from '../link/field.js';
import { ROUTE_PROTOCOLS } from '../names/tables.js';
import {
  NDA_CACHEINFO,
  NDA_DST,
  NDA_FLAGS_EXT,
  NDA_IFINDEX,
  NDA_LINK_NETNSID,
  NDA_LLADDR,
  NDA_MASTER,
  NDA_NDM_FLAGS_MASK,
  NDA_NDM_STATE_MASK,
  NDA_NH_ID,
  NDA_PORT,
  NDA_PROBES,
  NDA_PROTOCOL,
  NDA_SRC_VNI,
  NDA_VLAN,
  NDA_VNI,
  NTF_EXT_EXT_VALIDATED,
  NTF_EXT_LEARNED,
  NTF_EXT_LOCKED,
  NTF_EXT_MANAGED,
  NTF_MASTER,
  NTF_OFFLOADED,
  NTF_PROXY,
  NTF_ROUTER,
  NTF_SELF,
  NTF_STICKY,
  NTF_USE,
} from '../uapi/neighbour.js';
import { attributes } from '../wire/attributes.js';
import { be16, bitNames, ip, link, mac, named, s32, u8, u16, u32 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';

/** Flags of neighbours and of forwarding entries that stand in the header. */
export const FLAGS = {
  use: NTF_USE,
  self: NTF_SELF,
  master: NTF_MASTER,
  proxy: NTF_PROXY,
  externLearn: NTF_EXT_LEARNED,
  offload: NTF_OFFLOADED,
  sticky: NTF_STICKY,
  router: NTF_ROUTER,
} as const;

/** Those that came later, in an attribute of their own. */
export const EXTENDED_FLAGS = {
  managed: NTF_EXT_MANAGED,
  locked: NTF_EXT_LOCKED,
  externValid: NTF_EXT_EXT_VALIDATED,
} as const;

/** A flag as `ip neighbour` and `bridge fdb` know it: NTF_EXT_LEARNED is `externLearn`. Source: `<linux/neighbour.h>`. */
export type NeighbourFlag = keyof typeof FLAGS | keyof typeof EXTENDED_FLAGS;

const headerFlags = bitNames(FLAGS);
const extendedFlags = bitNames(EXTENDED_FLAGS);

export function flagsOf(header: number, extended = 0): NeighbourFlag[] {
  return [...headerFlags(header), ...extendedFlags(extended)];
}

/** The sum of the bits whose options are on. */
export function bitsOf(names: Readonly<Record<string, number>>, options: object): number {
  return Object.entries(names).reduce(
    (sum, [name, bit]) => ((options as Readonly<Record<string, unknown>>)[name] ? sum | bit : sum),
    0,
  );
}

/** Ago. */
const ago = seconds(u32);

/** `struct nda_cacheinfo` */
const cacheInfo = struct({ confirmed: ago, used: ago, updated: ago, references: u32 });

/** RTM_*NEIGH: `struct ndmsg` of `<linux/neighbour.h>`. */
export const neighbourBody = {
  header: struct({ family: u8, pad1: u8, pad2: u16, index: link, state: u16, flags: u8, type: u8 }),
  attributes: attributes({
    address: [NDA_DST, ip],
    lladdr: [NDA_LLADDR, mac],
    cacheInfo: [NDA_CACHEINFO, cacheInfo],
    probes: [NDA_PROBES, u32],
    vlan: [NDA_VLAN, u16],
    port: [NDA_PORT, be16],
    vni: [NDA_VNI, u32],
    link: [NDA_IFINDEX, link],
    master: [NDA_MASTER, link],
    linkNamespaceId: [NDA_LINK_NETNSID, s32],
    sourceVni: [NDA_SRC_VNI, u32],
    protocol: [NDA_PROTOCOL, named(u8, ROUTE_PROTOCOLS)],
    nexthop: [NDA_NH_ID, u32],
    extendedFlags: [NDA_FLAGS_EXT, u32],
    stateMask: [NDA_NDM_STATE_MASK, u16],
    flagsMask: [NDA_NDM_FLAGS_MASK, u8],
  }),
};
