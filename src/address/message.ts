import { SCOPES } from '../names/tables.js';
import {
  IFA_ADDRESS,
  IFA_ANYCAST,
  IFA_BROADCAST,
  IFA_CACHEINFO,
  IFA_FLAGS,
  IFA_LABEL,
  IFA_LOCAL,
  IFA_MULTICAST,
  IFA_PROTO,
  IFA_RT_PRIORITY,
  IFAPROT_KERNEL_LL,
  IFAPROT_KERNEL_LO,
  IFAPROT_KERNEL_RA,
  IFAPROT_UNSPEC,
} from '../uapi/if_addr.js';
import { AF_INET, AF_INET6 } from '../uapi/socket.js';
import { attributes } from '../wire/attributes.js';
import { type Codec, ip, link, named, string, u8, u32 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';

/** Families of addresses and routes, as `ip -json` spells them. */
export const FAMILIES = { inet: AF_INET, inet6: AF_INET6 } as const;

/** Who gave an address, as `ip address` spells it: for a loopback, from a router's advertisement, for a link. */
export const ADDRESS_PROTOCOLS = {
  unspec: IFAPROT_UNSPEC,
  kernel_lo: IFAPROT_KERNEL_LO,
  kernel_ra: IFAPROT_KERNEL_RA,
  kernel_ll: IFAPROT_KERNEL_LL,
} as const;

export const scope = named(u8, SCOPES);

/** What the kernel means by "for ever". */
const INFINITE = 0xffff_ffff;

/** Seconds; `Infinity` for ever. */
const lifetime: Codec<number> = {
  size: 4,
  write: (writer, value) => u32.write(writer, value === Number.POSITIVE_INFINITY ? INFINITE : value),
  read: (view, start, end) => {
    const seconds = u32.read(view, start, end);
    return seconds === INFINITE ? Number.POSITIVE_INFINITY : seconds;
  },
};

/** `struct ifa_cacheinfo`: lifetimes in seconds, times in hundredths of a second. */
const cacheInfo = struct({ preferred: lifetime, valid: lifetime, created: u32, updated: u32 });

/** RTM_*ADDR, RTM_GETMULTICAST, RTM_GETANYCAST: `struct ifaddrmsg` of `<linux/if_addr.h>`. */
export const addressBody = {
  header: struct({ family: u8, prefixLength: u8, flags: u8, scope, index: link }),
  attributes: attributes({
    address: [IFA_ADDRESS, ip],
    local: [IFA_LOCAL, ip],
    label: [IFA_LABEL, string],
    broadcast: [IFA_BROADCAST, ip],
    anycast: [IFA_ANYCAST, ip],
    multicast: [IFA_MULTICAST, ip],
    lifetime: [IFA_CACHEINFO, cacheInfo],
    allFlags: [IFA_FLAGS, u32],
    metric: [IFA_RT_PRIORITY, u32],
    protocol: [IFA_PROTO, named(u8, ADDRESS_PROTOCOLS)],
  }),
};
