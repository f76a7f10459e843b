import { macAddress } from '../check/ip.js';
import { boolean, type Check, type Checks, checkOptions, integer, wrongType } from '../check/options.js';
import {
  IFLA_VF_IB_NODE_GUID,
  IFLA_VF_IB_PORT_GUID,
  IFLA_VF_LINK_STATE,
  IFLA_VF_MAC,
  IFLA_VF_RATE,
  IFLA_VF_RSS_QUERY_EN,
  IFLA_VF_SPOOFCHK,
  IFLA_VF_TRUST,
  IFLA_VF_TX_RATE,
  IFLA_VF_VLAN,
  IFLA_VF_VLAN_INFO,
  IFLA_VF_VLAN_LIST,
} from '../uapi/if_link.js';
import { attributes, list } from '../wire/attributes.js';
import { be16, type Codec, mac, named, u16, u32, u64 } from '../wire/codec.js';
import { type Fields, type StructIn, struct } from '../wire/struct.js';
import type { Writer } from '../wire/writer.js';
import { choice, listOf } from './field.js';
import { VLAN_PROTOCOLS } from './kinds/vlan.js';
import { VF_LINK_STATES } from './vf.js';

/** What is to change of a virtual function of an adapter: `ip link set LINK vf NUMBER ...`. */
export interface VfChange {
  /** The function's number. */
  readonly vf: number;
  /** Hardware address. */
  readonly address?: string;
  /** Tag of all that it sends and receives; 0: none. */
  readonly vlan?: number;
  /** Priority in the tag, 0 to 7. Default 0; wants {@link vlan}. */
  readonly vlanQos?: number;
  /** Default 802.1Q; wants {@link vlan}. */
  readonly vlanProtocol?: keyof typeof VLAN_PROTOCOLS;
  /** In Mbit/s; 0: as fast as it goes. */
  readonly maxTxRate?: number;
  /** In Mbit/s; wants {@link maxTxRate}. */
  readonly minTxRate?: number;
  /** Drops what it sends from other addresses. */
  readonly spoofCheck?: boolean;
  /** `auto`: as the adapter's own. */
  readonly linkState?: keyof typeof VF_LINK_STATES;
  /** May ask for the adapter's settings of receive side scaling. */
  readonly rssQuery?: boolean;
  /** May change what the host has set, and be promiscuous. */
  readonly trust?: boolean;
  /** Of InfiniBand: eight bytes in hexadecimal digits, `00:11:22:33:44:55:66:77`. */
  readonly nodeGuid?: string;
  readonly portGuid?: string;
}

/** A struct of a function's: its number, and what is said of it. */
function ofFunction<const F extends Fields>(fields: F): Codec<never, StructIn<F> & { vf: number }> {
  const layout = struct({ vf: u32, ...fields });
  return {
    size: layout.size,
    write: (writer: Writer, values: never) => layout.write(writer, values),
    read: () => undefined as never,
  };
}

/** MAX_ADDR_LEN bytes, of which Ethernet uses six. */
const address: Codec<never, string> = {
  size: 32,
  write: (writer, value) => {
    mac.write(writer, value);
    writer.reserve(32 - 6);
  },
  read: () => undefined as never,
};

const setting = ofFunction({ setting: u32 });
// Eight bytes stand at a multiple of eight.
const guid = ofFunction({ pad: u32, guid: u64 });
const vlan = { vlan: u32, qos: u32 } as const;

const set = attributes({
  mac: [IFLA_VF_MAC, ofFunction({ address })],
  vlan: [IFLA_VF_VLAN, ofFunction(vlan)],
  vlans: [
    IFLA_VF_VLAN_LIST,
    list(IFLA_VF_VLAN_INFO, ofFunction({ ...vlan, protocol: named(be16, VLAN_PROTOCOLS), pad: u16 })),
  ],
  txRate: [IFLA_VF_TX_RATE, ofFunction({ rate: u32 })],
  rate: [IFLA_VF_RATE, ofFunction({ least: u32, most: u32 })],
  spoofCheck: [IFLA_VF_SPOOFCHK, setting],
  linkState: [IFLA_VF_LINK_STATE, ofFunction({ state: named(u32, VF_LINK_STATES) })],
  rssQuery: [IFLA_VF_RSS_QUERY_EN, setting],
  trust: [IFLA_VF_TRUST, setting],
  nodeGuid: [IFLA_VF_IB_NODE_GUID, guid],
  portGuid: [IFLA_VF_IB_PORT_GUID, guid],
});

const GUID = /^[0-9a-f]{2}(:[0-9a-f]{2}){7}$/i;
const guidText: Check = (field, value) => {
  if (typeof value !== 'string' || !GUID.test(value))
    throw wrongType(field, value, 'eight bytes such as 00:11:22:33:44:55:66:77');
};

const u32Number = integer(0, 0xffff_ffff);

const checks: Checks<VfChange> = {
  vf: u32Number,
  address: macAddress,
  vlan: integer(0, 4095),
  vlanQos: integer(0, 7),
  vlanProtocol: choice(u16, VLAN_PROTOCOLS).check,
  maxTxRate: u32Number,
  minTxRate: u32Number,
  spoofCheck: boolean,
  linkState: choice(u32, VF_LINK_STATES).check,
  rssQuery: boolean,
  trust: boolean,
  nodeGuid: guidText,
  portGuid: guidText,
};

export const vfChanges = listOf((field, value) => {
  checkOptions(field, value as VfChange, checks, ['vf'], `${field}.`);
  const { vlan, vlanQos, vlanProtocol, maxTxRate, minTxRate } = value as VfChange;
  if (vlan === undefined && (vlanQos !== undefined || vlanProtocol !== undefined))
    throw new TypeError(`${field} needs vlan beside vlanQos and vlanProtocol`);
  if (minTxRate !== undefined && maxTxRate === undefined)
    throw new TypeError(`${field} needs maxTxRate beside minTxRate`);
});

/** One of IFLA_VFINFO_LIST, as a request has it. */
export const vfChange = { ...set, write: writeChange };

function writeChange(writer: Writer, change: VfChange): void {
  const { vf, vlan, vlanQos: qos = 0, vlanProtocol: protocol, minTxRate: least, maxTxRate: most } = change;
  const each = (on: boolean | undefined) => (on === undefined ? undefined : { vf, setting: Number(on) });
  const number = (text: string | undefined) =>
    text === undefined ? undefined : { vf, guid: BigInt(`0x${text.replaceAll(':', '')}`) };
  set.write(writer, {
    mac: change.address === undefined ? undefined : { vf, address: change.address },
    vlan: vlan === undefined || protocol !== undefined ? undefined : { vf, vlan, qos },
    vlans: vlan === undefined || protocol === undefined ? undefined : [{ vf, vlan, qos, protocol }],
    txRate: most === undefined || least !== undefined ? undefined : { vf, rate: most },
    rate: least === undefined ? undefined : { vf, least, most },
    spoofCheck: each(change.spoofCheck),
    linkState: change.linkState === undefined ? undefined : { vf, state: change.linkState },
    rssQuery: each(change.rssQuery),
    trust: each(change.trust),
    nodeGuid: number(change.nodeGuid),
    portGuid: number(change.portGuid),
  });
}
