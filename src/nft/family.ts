import {
  NFPROTO_ARP,
  NFPROTO_BRIDGE,
  NFPROTO_INET,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
  NFPROTO_NETDEV,
} from '../uapi/netfilter.js';
import type { Family } from './ast.js';

/** The kernel's numbers of the families (NFPROTO_*). */
export const FAMILY_NUMBERS: Readonly<Record<Family, number>> = {
  ip: NFPROTO_IPV4,
  ip6: NFPROTO_IPV6,
  inet: NFPROTO_INET,
  arp: NFPROTO_ARP,
  bridge: NFPROTO_BRIDGE,
  netdev: NFPROTO_NETDEV,
};

export const FAMILIES = Object.keys(FAMILY_NUMBERS) as readonly Family[];

const names = new Map(FAMILIES.map((family) => [FAMILY_NUMBERS[family], family]));

/** The family of a number; undefined for families that nf_tables does not have. */
export function familyNumbered(number: number): Family | undefined {
  return names.get(number);
}

export function isFamily(name: string): name is Family {
  return Object.hasOwn(FAMILY_NUMBERS, name);
}
