import { type Check, integer, oneOf } from '../../check/options.js';
import {
  ETH_P_8021AD,
  ETH_P_8021Q,
  ETH_P_ALL,
  ETH_P_ARP,
  ETH_P_IP,
  ETH_P_IPV6,
  ETH_P_MPLS_MC,
  ETH_P_MPLS_UC,
  ETH_P_PPP_DISC,
  ETH_P_PPP_SES,
} from '../../uapi/if_ether.js';
import { be16, type Codec, u16 } from '../../wire/codec.js';
import { LITTLE_ENDIAN } from '../../wire/endian.js';

export const PROTOCOLS = {
  all: ETH_P_ALL,
  ip: ETH_P_IP,
  ipv6: ETH_P_IPV6,
  arp: ETH_P_ARP,
  '802.1Q': ETH_P_8021Q,
  '802.1ad': ETH_P_8021AD,
  mpls_uc: ETH_P_MPLS_UC,
  mpls_mc: ETH_P_MPLS_MC,
  ppp_disc: ETH_P_PPP_DISC,
  ppp_ses: ETH_P_PPP_SES,
} as const;

/** An EtherType, by the name that tc(8) has for it or by its number. */
export type FilterProtocol = keyof typeof PROTOCOLS | number;

const word = oneOf(...Object.keys(PROTOCOLS));
const number = integer(0, 0xffff);

export const protocol: Check = (field, value) => (typeof value === 'number' ? number : word)(field, value);

export function etherType(protocol: FilterProtocol): number {
  return typeof protocol === 'number' ? protocol : PROTOCOLS[protocol];
}

const byNumber = new Map<number, FilterProtocol>(
  Object.entries(PROTOCOLS).map(([name, number]) => [number, name as keyof typeof PROTOCOLS]),
);

export function protocolName(number: number): FilterProtocol {
  return byNumber.get(number) ?? number;
}

export interface FilterInfo {
  readonly priority: number;
  /** 0: not said. */
  readonly protocol: number;
}

/** The word tcm_info of a filter: the priority above, the protocol, in network byte order, below. */
export const filterInfo: Codec<FilterInfo> = {
  size: 4,
  write: (writer, { priority, protocol }) => {
    if (!LITTLE_ENDIAN) u16.write(writer, priority);
    be16.write(writer, protocol);
    if (LITTLE_ENDIAN) u16.write(writer, priority);
  },
  read: (view, start) => ({
    priority: u16.read(view, LITTLE_ENDIAN ? start + 2 : start, start + 4),
    protocol: be16.read(view, LITTLE_ENDIAN ? start : start + 2, start + 4),
  }),
};
