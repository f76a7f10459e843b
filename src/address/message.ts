import { SCOPES } from '../names/tables.js';
import {
  IFA_ADDRESS,
  IFA_BROADCAST,
  IFA_CACHEINFO,
  IFA_FLAGS,
  IFA_LABEL,
  IFA_LOCAL,
  IFA_RT_PRIORITY,
} from '../uapi/if_addr.js';
import { AF_INET, AF_INET6 } from '../uapi/socket.js';
import { attributes } from '../wire/attributes.js';
import { ip, link, named, string, u8, u32 } from '../wire/codec.js';
import { struct } from '../wire/struct.js';

/** Families of addresses and routes, as `ip -json` spells them. */
export const FAMILIES = { inet: AF_INET, inet6: AF_INET6 } as const;

export const scope = named(u8, SCOPES);

/** `struct ifa_cacheinfo`: lifetimes in seconds, times in hundredths of a second. */
const cacheInfo = struct({ preferred: u32, valid: u32, created: u32, updated: u32 });

/** RTM_*ADDR: `struct ifaddrmsg` of `<linux/if_addr.h>`. */
export const addressBody = {
  header: struct({ family: u8, prefixLength: u8, flags: u8, scope, index: link }),
  attributes: attributes({
    address: [IFA_ADDRESS, ip],
    local: [IFA_LOCAL, ip],
    label: [IFA_LABEL, string],
    broadcast: [IFA_BROADCAST, ip],
    lifetime: [IFA_CACHEINFO, cacheInfo],
    allFlags: [IFA_FLAGS, u32],
    metric: [IFA_RT_PRIORITY, u32],
  }),
};
