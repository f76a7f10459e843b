import {
  IFA_F_DADFAILED,
  IFA_F_DEPRECATED,
  IFA_F_HOMEADDRESS,
  IFA_F_MANAGETEMPADDR,
  IFA_F_MCAUTOJOIN,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_OPTIMISTIC,
  IFA_F_PERMANENT,
  IFA_F_SECONDARY,
  IFA_F_STABLE_PRIVACY,
  IFA_F_TENTATIVE,
} from '../uapi/if_addr.js';
import { bitNames } from '../wire/codec.js';

/** What can be said of an address: for IPv6 alone, but for the first three. */
export const SETTABLE = {
  nodad: IFA_F_NODAD,
  noprefixroute: IFA_F_NOPREFIXROUTE,
  autojoin: IFA_F_MCAUTOJOIN,
  optimistic: IFA_F_OPTIMISTIC,
  home: IFA_F_HOMEADDRESS,
  mngtmpaddr: IFA_F_MANAGETEMPADDR,
} as const;

/** Those that the kernel takes for IPv4 and never looks at. */
export const INET6_ONLY = ['optimistic', 'home', 'mngtmpaddr'] as const;

/** Address flags as `ip address` spells them. The first means something else in either version. */
const FLAGS = {
  secondary: IFA_F_SECONDARY,
  nodad: IFA_F_NODAD,
  optimistic: IFA_F_OPTIMISTIC,
  dadfailed: IFA_F_DADFAILED,
  home: IFA_F_HOMEADDRESS,
  deprecated: IFA_F_DEPRECATED,
  tentative: IFA_F_TENTATIVE,
  permanent: IFA_F_PERMANENT,
  mngtmpaddr: IFA_F_MANAGETEMPADDR,
  noprefixroute: IFA_F_NOPREFIXROUTE,
  autojoin: IFA_F_MCAUTOJOIN,
  'stable-privacy': IFA_F_STABLE_PRIVACY,
} as const;

/**
 * A flag of an address, IFA_F_NODAD as `nodad`. Where an IPv4 address is `secondary`, an IPv6 one is `temporary`
 * (RFC 8981). Source: `<linux/if_addr.h>`.
 */
export type AddressFlag = keyof typeof FLAGS | 'temporary';

/** Every flag there is. */
export const FLAG_NAMES: readonly AddressFlag[] = [...(Object.keys(FLAGS) as AddressFlag[]), 'temporary'];

const inet = bitNames(FLAGS);
const { secondary: temporary, ...shared } = FLAGS;
const inet6 = bitNames({ temporary, ...shared });

export function flagsOf(family: 'inet' | 'inet6', bits: number): AddressFlag[] {
  return family === 'inet' ? inet(bits) : inet6(bits);
}
