import {
  IFLA_VF_BROADCAST,
  IFLA_VF_LINK_STATE,
  IFLA_VF_LINK_STATE_AUTO,
  IFLA_VF_LINK_STATE_DISABLE,
  IFLA_VF_LINK_STATE_ENABLE,
  IFLA_VF_MAC,
  IFLA_VF_RATE,
  IFLA_VF_RSS_QUERY_EN,
  IFLA_VF_SPOOFCHK,
  IFLA_VF_STATS,
  IFLA_VF_STATS_BROADCAST,
  IFLA_VF_STATS_MULTICAST,
  IFLA_VF_STATS_RX_BYTES,
  IFLA_VF_STATS_RX_DROPPED,
  IFLA_VF_STATS_RX_PACKETS,
  IFLA_VF_STATS_TX_BYTES,
  IFLA_VF_STATS_TX_DROPPED,
  IFLA_VF_STATS_TX_PACKETS,
  IFLA_VF_TRUST,
  IFLA_VF_TX_RATE,
  IFLA_VF_VLAN,
  IFLA_VF_VLAN_INFO,
  IFLA_VF_VLAN_LIST,
} from '../uapi/if_link.js';
import { attributes, list, type RawAttribute } from '../wire/attributes.js';
import { be16, type Codec, mac, named, type Read, u32, u64 } from '../wire/codec.js';
import { type Fields, type StructOut, struct } from '../wire/struct.js';
import { VLAN_PROTOCOLS } from './kinds/vlan.js';

export const VF_LINK_STATES = {
  auto: IFLA_VF_LINK_STATE_AUTO,
  enable: IFLA_VF_LINK_STATE_ENABLE,
  disable: IFLA_VF_LINK_STATE_DISABLE,
} as const;

/** Every attribute of a function starts with the function's number; here with the field behind it. */
function fieldOf<const F extends Fields>(fields: F): Codec<StructOut<F>, never> {
  const layout = struct({ vf: u32, ...fields });
  return {
    size: layout.size,
    write: () => {},
    read: (view, start) => layout.read(view, start) as unknown as StructOut<F>,
  };
}

/** MAX_ADDR_LEN bytes, of which Ethernet uses six. */
const address: Codec<string, never> = {
  size: 32,
  write: () => {},
  read: (view, start) => mac.read(view, start, start + 6),
};

const vfTable = attributes({
  mac: [IFLA_VF_MAC, fieldOf({ address })],
  broadcast: [IFLA_VF_BROADCAST, address],
  vlan: [IFLA_VF_VLAN, fieldOf({ vlan: u32, qos: u32 })],
  txRate: [IFLA_VF_TX_RATE, fieldOf({ rate: u32 })],
  rate: [IFLA_VF_RATE, fieldOf({ least: u32, most: u32 })],
  spoofCheck: [IFLA_VF_SPOOFCHK, fieldOf({ setting: u32 })],
  linkState: [IFLA_VF_LINK_STATE, fieldOf({ state: named(u32, VF_LINK_STATES) })],
  rssQuery: [IFLA_VF_RSS_QUERY_EN, fieldOf({ setting: u32 })],
  trust: [IFLA_VF_TRUST, fieldOf({ setting: u32 })],
  vlans: [
    IFLA_VF_VLAN_LIST,
    list(IFLA_VF_VLAN_INFO, fieldOf({ vlan: u32, qos: u32, protocol: named(be16, VLAN_PROTOCOLS) })),
  ],
  stats: [
    IFLA_VF_STATS,
    attributes({
      rxPackets: [IFLA_VF_STATS_RX_PACKETS, u64],
      txPackets: [IFLA_VF_STATS_TX_PACKETS, u64],
      rxBytes: [IFLA_VF_STATS_RX_BYTES, u64],
      txBytes: [IFLA_VF_STATS_TX_BYTES, u64],
      broadcast: [IFLA_VF_STATS_BROADCAST, u64],
      multicast: [IFLA_VF_STATS_MULTICAST, u64],
      rxDropped: [IFLA_VF_STATS_RX_DROPPED, u64],
      txDropped: [IFLA_VF_STATS_TX_DROPPED, u64],
    }),
  ],
});

/** A virtual function of an adapter (SR-IOV): `ip link show` prints them as `vf N`. */
export interface VirtualFunction {
  readonly address: string | undefined;
  readonly broadcast: string | undefined;
  readonly vlan: number | undefined;
  readonly vlanQos: number | undefined;
  readonly vlanProtocol: keyof typeof VLAN_PROTOCOLS | number | undefined;
  /** In Mbit/s; 0: as fast as it goes. */
  readonly minTxRate: number | undefined;
  readonly maxTxRate: number | undefined;
  readonly spoofCheck: boolean | undefined;
  readonly linkState: keyof typeof VF_LINK_STATES | number | undefined;
  readonly rssQuery: boolean | undefined;
  readonly trust: boolean | undefined;
  readonly stats: Read<typeof vfTable>['stats'];
  /** Attributes that have no name here yet, as they came. */
  readonly unknown: readonly RawAttribute[];
}

const NOT_SAID = 0xffff_ffff;
const setting = (of: { setting: number } | undefined) =>
  of === undefined || of.setting === NOT_SAID ? undefined : of.setting !== 0;

function toFunction(found: Read<typeof vfTable>): VirtualFunction {
  const vlan = found.vlans?.[0];
  return {
    address: found.mac?.address,
    broadcast: found.broadcast,
    vlan: vlan?.vlan ?? found.vlan?.vlan,
    vlanQos: vlan?.qos ?? found.vlan?.qos,
    vlanProtocol: vlan?.protocol,
    minTxRate: found.rate?.least,
    maxTxRate: found.rate?.most ?? found.txRate?.rate,
    spoofCheck: setting(found.spoofCheck),
    linkState: found.linkState?.state,
    rssQuery: setting(found.rssQuery),
    trust: setting(found.trust),
    stats: found.stats,
    unknown: found.unknown ?? [],
  };
}

/** The position in the list is the function's number. */
export const vfInfo: Codec<VirtualFunction, never> = {
  size: undefined,
  write: () => {},
  read: (view, start, end) => toFunction(vfTable.read(view, start, end)),
};
